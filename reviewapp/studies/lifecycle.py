"""A study's life: draft, open, locked, unblinded. The only writer of `Study.status`."""

from django.db import transaction
from django.utils import timezone

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Permission
from reviewapp.audit.trail import record_event
from reviewapp.studies.allocation import AllocationError
from reviewapp.studies.blockers import check_readiness
from reviewapp.studies.drafting import NotADraftError, lock_draft
from reviewapp.studies.gate import describe_gate, gate_of
from reviewapp.studies.membership import require
from reviewapp.studies.models import REASON_LENGTH, Status, Study
from reviewapp.studies.opening import OpeningRefusedError, Prepared, prepare, read_draft, store


class WrongStatusError(ValueError):
    """A deed that does not fit where the study stands; the message says why."""


def open_study(*, study: Study, by: User) -> None:
    """Freeze the protocol, draw and harmonise the cases, and store the whole plan.

    All in one transaction with its audit event; `study` is fresh afterwards. Raises
    PermissionDenied, NotADraftError, and OpeningRefusedError with every reason.
    """
    require(by, study, Permission.RUN_STUDY)
    study.refresh_from_db()
    if study.status != Status.DRAFT:
        raise NotADraftError
    _refuse_unready(study)
    try:
        prepared = prepare(study)
    except AllocationError as refusal:
        raise OpeningRefusedError(*refusal.reasons) from refusal
    with transaction.atomic():
        _open_prepared(study, by, prepared)
    study.refresh_from_db()


def _refuse_unready(study: Study) -> None:
    blockers = check_readiness(study).blockers
    if blockers:
        raise OpeningRefusedError(*(blocker.text for blocker in blockers))


def _open_prepared(study: Study, by: User, prepared: Prepared) -> None:
    """Look at everything once more under the lock: harmonising may have taken minutes."""
    draft = lock_draft(study, by)
    _refuse_unready(draft)
    if read_draft(draft) != prepared.draft:
        raise OpeningRefusedError(
            "The draft or its pools changed while the study was being opened. "
            "Look at it once more, and open it again."
        )
    gate = gate_of(draft, prepared.draft)
    store(draft, prepared, describe_gate(gate))
    draft.status = Status.OPEN
    draft.opened_at = timezone.now()
    draft.save()
    record_event(
        by=by,
        deed="open_study",
        target=draft.name,
        study_token=draft.token,
        protocol_sha256=draft.protocol_sha256,
        plan_sha256=draft.plan_sha256,
        seed_sha256=draft.seed_sha256,
        algorithm=prepared.plan.algorithm,
        readers=len(prepared.plan.readers),
        cases=len(prepared.plan.cases),
        notes=list(prepared.plan.notes),
        leaks=gate.state,
    )


def _lock_row(study: Study, status: str, refusal: str) -> Study:
    """The study, fresh and with its row locked. Raises WrongStatusError elsewhere in its life."""
    current = Study.objects.select_for_update().get(pk=study.pk)
    if current.status != status:
        raise WrongStatusError(refusal)
    return current


@transaction.atomic
def lock_study(*, study: Study, by: User, reason: str = "") -> None:
    """End the reading for good; `study` is fresh afterwards.

    Raises PermissionDenied, and WrongStatusError unless the study is open.
    """
    require(by, study, Permission.RUN_STUDY)
    current = _lock_row(study, Status.OPEN, "Only an open study can be locked.")
    current.status = Status.LOCKED
    current.locked_at = timezone.now()
    current.save(update_fields=["status", "locked_at"])
    record_event(
        by=by,
        deed="lock_study",
        target=current.name,
        study_token=current.token,
        reason=reason.strip()[:REASON_LENGTH],
    )
    study.refresh_from_db()


@transaction.atomic
def ask_unblinding(*, study: Study, by: User, reason: str) -> None:
    """Ask for the truth, with a reason; another person has to approve.

    Raises PermissionDenied, and WrongStatusError unless the study is locked, not asked for yet,
    and a reason is given.
    """
    require(by, study, Permission.RUN_STUDY)
    current = _lock_row(study, Status.LOCKED, "Only a locked study can be unblinded.")
    if current.unblinding_asked_by_id is not None:
        raise WrongStatusError("Unblinding was asked for already, and waits for approval.")
    if not reason.strip():
        raise WrongStatusError("Unblinding needs a reason.")
    current.unblinding_asked_by = by
    current.unblinding_reason = reason.strip()[:REASON_LENGTH]
    current.save(update_fields=["unblinding_asked_by", "unblinding_reason"])
    record_event(
        by=by,
        deed="ask_unblinding",
        target=current.name,
        study_token=current.token,
        reason=current.unblinding_reason,
    )
    study.refresh_from_db()


@transaction.atomic
def approve_unblinding(*, study: Study, by: User) -> None:
    """Break the seal: from now on `blinding.may_see_truth` says yes, and the seed is public.

    Raises PermissionDenied, and WrongStatusError unless another person asked for it.
    """
    require(by, study, Permission.APPROVE_UNBLINDING)
    current = _lock_row(study, Status.LOCKED, "Only a locked study can be unblinded.")
    if current.unblinding_asked_by_id is None:
        raise WrongStatusError("Nobody has asked for unblinding yet.")
    if current.unblinding_asked_by_id == by.pk:
        raise WrongStatusError("Unblinding takes two people: you asked, somebody else approves.")
    current.status = Status.UNBLINDED
    current.unblinded_at = timezone.now()
    current.save(update_fields=["status", "unblinded_at"])
    record_event(
        by=by,
        deed="approve_unblinding",
        target=current.name,
        study_token=current.token,
        asked_by=current.unblinding_asked_by.username if current.unblinding_asked_by else "",
        seed=current.seed,
    )
    study.refresh_from_db()
