"""Writing and verifying the audit trail."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from reviewapp.audit.models import AuditEvent

CHAIN_LOCK = 7_240_121  # any fixed number: PostgreSQL's advisory lock for the end of the chain
GENESIS = "0" * 64


@transaction.atomic
def record_event(
    *,
    by: AbstractBaseUser | AnonymousUser | None,
    deed: str,
    target: str = "",
    study_token: str = "",
    **detail: Any,
) -> AuditEvent:
    """Append one event to the chain, inside the caller's transaction; call it last in a deed.

    `detail` must be JSON-able and must hold no origin, answer or password.
    """
    if connection.vendor == "postgresql":  # SQLite's IMMEDIATE transactions are alone anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = AuditEvent.objects.order_by("-sequence").values("sequence", "hash").first()
    actor = by if isinstance(by, AbstractBaseUser) else None
    event = AuditEvent(
        sequence=(last["sequence"] + 1) if last else 1,
        at=datetime.now(UTC),
        actor=actor,
        actor_name=actor.get_username() if actor else "system",
        deed=deed,
        target=target,
        study_token=study_token,
        detail=detail,
        previous_hash=last["hash"] if last else GENESIS,
    )
    event.hash = chain_hash(event)
    event.save(force_insert=True)
    return event


def chain_hash(event: AuditEvent) -> str:
    """HMAC-SHA256 under SECRET_KEY of the event's content and the previous event's hash."""
    content = json.dumps(
        [
            event.sequence,
            event.at.astimezone(UTC).isoformat(timespec="microseconds"),
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
    return hmac.new(settings.SECRET_KEY.encode(), content.encode(), hashlib.sha256).hexdigest()


def verify_chain(events: Iterable[AuditEvent]) -> str:
    """An empty string when the chain is whole; else what is wrong with which event."""
    previous, expected = GENESIS, 1
    for event in events:
        if event.sequence != expected:
            return f"event {expected} is missing"
        if event.previous_hash != previous or event.hash != chain_hash(event):
            return f"event {event.sequence} was changed"
        previous, expected = event.hash, expected + 1
    return ""
