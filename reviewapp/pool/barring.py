"""Keep a record out of future studies, with a reason; studies that are open keep their cases."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Permission
from reviewapp.audit.trail import record_event
from reviewapp.pool.models import Record


@transaction.atomic
def bar_record(*, record: Record, by: User, reason: str) -> None:
    """Bar `record` from studies that open from now on.

    Raises PermissionDenied when `by` may not seed the pool of the record's site, ValueError
    without a reason.
    """
    _check_may_bar(record, by)
    if not reason.strip():
        raise ValueError("a record is barred with a reason")
    _set_reason(record, by, "bar_record", reason.strip())


@transaction.atomic
def lift_bar(*, record: Record, by: User) -> None:
    """Let `record` into future studies again. Raises PermissionDenied as `bar_record` does."""
    _check_may_bar(record, by)
    _set_reason(record, by, "lift_bar", "")


def _check_may_bar(record: Record, by: User) -> None:
    if not by.may(Permission.SEED_POOL) or by.site_id != record.site_id:
        raise PermissionDenied


def _set_reason(record: Record, by: User, deed: str, reason: str) -> None:
    before = record.barred_reason
    record.barred_reason = reason
    record.save(update_fields=["barred_reason"])
    record_event(by=by, deed=deed, target=record.token, old=before, new=reason)
