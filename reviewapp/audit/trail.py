"""Writing and verifying the audit trail."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction

from reviewapp.audit.models import AuditEvent

CHAIN_LOCK = 7_240_121  # any fixed number: PostgreSQL's advisory lock for the end of the chain
GENESIS = "0" * 64


@transaction.atomic
def record_event(
    *,
    by: AbstractBaseUser | None,
    deed: str,
    target: str = "",
    study_token: str = "",
    **detail: Any,
) -> AuditEvent:
    """Append one event to the chain, inside the caller's transaction; call it last in a deed.

    `by` is None when the server's own command acts. `detail` must hold no origin, answer or
    password; raises TypeError or ValueError when it is not JSON.
    """
    if connection.vendor == "postgresql":  # SQLite's IMMEDIATE transactions are alone anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = AuditEvent.objects.order_by("-sequence").values("sequence", "hash").first()
    event = AuditEvent(
        sequence=(last["sequence"] + 1) if last else 1,
        at=datetime.now(UTC),
        actor_id=by.pk if by else None,
        actor_name=by.get_username() if by else "system",
        deed=deed,
        target=target,
        study_token=study_token,
        # As the database will give it back: text keys, lists for tuples; never NaN
        detail=json.loads(json.dumps(detail, allow_nan=False)),
        previous_hash=last["hash"] if last else GENESIS,
    )
    event.hash = chain_hash(event, settings.SECRET_KEY)
    event.save(force_insert=True)
    return event


def chain_hash(event: AuditEvent, key: str) -> str:
    """HMAC-SHA256 under `key` of the event's content and the previous event's hash."""
    content = json.dumps(
        [
            event.sequence,
            event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            event.actor_id,
            event.actor_name,
            event.deed,
            event.target,
            event.study_token,
            event.detail,
            event.previous_hash,
        ],
        sort_keys=True,
        ensure_ascii=False,
    )
    return hmac.new(key.encode(), content.encode(), hashlib.sha256).hexdigest()


def verify_chain(events: Iterable[AuditEvent]) -> str:
    """An empty string when the chain is whole; else what is wrong with which event.

    `events` are all, in order. A chain cannot show that its newest events were cut off: for
    that, compare its last hash with one noted elsewhere.
    """
    # Events from before a change of SECRET_KEY verify under the key of their time.
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    previous, expected = GENESIS, 1
    for event in events:
        if event.sequence != expected:
            return f"event {expected} is missing"
        if event.previous_hash != previous or not _is_genuine(event, keys):
            return f"event {event.sequence} was changed"
        previous, expected = event.hash, expected + 1
    return ""


def _is_genuine(event: AuditEvent, keys: Iterable[str]) -> bool:
    return any(hmac.compare_digest(event.hash, chain_hash(event, key)) for key in keys)
