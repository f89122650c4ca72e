import hashlib

import pytest
from django.core.exceptions import PermissionDenied

from reviewapp.audit.models import AuditEvent
from reviewapp.studies import drafting, lifecycle, opening
from reviewapp.studies.lifecycle import WrongStatusError
from reviewapp.studies.models import Case, Presentation, Status, Study
from reviewapp.studies.opening import OpeningRefusedError
from reviewapp.studies.protocol import hash_document


def test_opening_freezes_the_protocol_and_seals_the_seed(opened):
    assert opened.status == Status.OPEN
    assert opened.protocol_sha256 == hash_document(opened.protocol)
    assert opened.plan_sha256 == hash_document(opened.plan)
    assert opened.seed_sha256 == hashlib.sha256(opened.seed.encode()).hexdigest()
    assert opened.plan["seed_commitment"] == opened.seed_sha256


def test_opening_is_audited_by_hashes_and_without_the_seed(opened):
    event = AuditEvent.objects.get(deed="open_study")
    assert event.study_token == opened.token
    assert event.detail["plan_sha256"] == opened.plan_sha256
    assert opened.seed not in str(event.detail)


def test_a_blocked_draft_stays_a_draft(draft, coordinator):
    with pytest.raises(OpeningRefusedError) as refusal:
        lifecycle.open_study(study=draft, by=coordinator)
    assert len(refusal.value.reasons) >= 4
    assert Study.objects.get().status == Status.DRAFT
    assert not Case.objects.exists()


def test_a_draft_that_changes_while_it_is_opened_stays_a_draft(ready, coordinator, monkeypatch):
    def prepare_slowly(study):
        prepared = opening.prepare(study)
        drafting.change_draft(by=coordinator, study=study, name="Changed meanwhile")
        return prepared

    monkeypatch.setattr(lifecycle, "prepare", prepare_slowly)
    with pytest.raises(OpeningRefusedError, match="changed while"):
        lifecycle.open_study(study=ready, by=coordinator)
    assert not Presentation.objects.exists()


def test_a_pool_that_changes_while_the_study_is_opened_is_noticed(
    ready, coordinator, source, monkeypatch
):
    def prepare_slowly(study):
        prepared = opening.prepare(study)
        source.records.filter(name="SR-1").update(barred_reason="clipped")
        return prepared

    monkeypatch.setattr(lifecycle, "prepare", prepare_slowly)
    with pytest.raises(OpeningRefusedError, match="changed since"):
        lifecycle.open_study(study=ready, by=coordinator)


def test_a_study_opens_once(opened, coordinator):
    with pytest.raises(drafting.NotADraftError):
        lifecycle.open_study(study=opened, by=coordinator)
    assert AuditEvent.objects.filter(deed="open_study").count() == 1


def test_a_failure_half_way_leaves_nothing(ready, coordinator, monkeypatch):
    monkeypatch.setattr(lifecycle, "record_event", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        lifecycle.open_study(study=ready, by=coordinator)
    assert Study.objects.get().status == Status.DRAFT
    assert not Case.objects.exists()
    assert not Presentation.objects.exists()


def test_locking_ends_the_reading(opened, coordinator):
    lifecycle.lock_study(study=opened, by=coordinator, reason="All done.")
    assert opened.status == Status.LOCKED
    assert opened.locked_at is not None
    assert AuditEvent.objects.get(deed="lock_study").detail == {"reason": "All done."}


def test_only_an_open_study_is_locked(ready, coordinator):
    with pytest.raises(WrongStatusError, match="open"):
        lifecycle.lock_study(study=ready, by=coordinator)


def test_unblinding_takes_two_people(locked, coordinator, auditor):
    lifecycle.ask_unblinding(study=locked, by=coordinator, reason="All readings are in.")
    with pytest.raises(WrongStatusError, match="two people"):
        lifecycle.approve_unblinding(study=locked, by=coordinator)
    assert Study.objects.get().status == Status.LOCKED
    lifecycle.approve_unblinding(study=locked, by=auditor)
    assert locked.status == Status.UNBLINDED
    event = AuditEvent.objects.get(deed="approve_unblinding")
    assert event.detail == {"asked_by": "clara", "seed": locked.seed}


def test_unblinding_is_asked_for_with_a_reason_and_once(locked, coordinator):
    with pytest.raises(WrongStatusError, match="reason"):
        lifecycle.ask_unblinding(study=locked, by=coordinator, reason="  ")
    lifecycle.ask_unblinding(study=locked, by=coordinator, reason="Ready.")
    with pytest.raises(WrongStatusError, match="already"):
        lifecycle.ask_unblinding(study=locked, by=coordinator, reason="Again.")


def test_unblinding_that_nobody_asked_for_is_not_approved(locked, auditor):
    with pytest.raises(WrongStatusError, match="Nobody has asked"):
        lifecycle.approve_unblinding(study=locked, by=auditor)


def test_an_open_study_cannot_be_unblinded(opened, coordinator, auditor):
    with pytest.raises(WrongStatusError):
        lifecycle.ask_unblinding(study=opened, by=coordinator, reason="Curious.")
    with pytest.raises(WrongStatusError):
        lifecycle.approve_unblinding(study=opened, by=auditor)


@pytest.mark.parametrize("who", ["anna", "site_coordinator", "auditor", "outsider", "researcher"])
def test_nobody_else_moves_a_study_on(opened, who, request):
    user = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        lifecycle.open_study(study=opened, by=user)
    with pytest.raises(PermissionDenied):
        lifecycle.lock_study(study=opened, by=user)
    with pytest.raises(PermissionDenied):
        lifecycle.ask_unblinding(study=opened, by=user, reason="Curious.")
    assert Study.objects.get().status == Status.OPEN


def test_a_reader_never_approves(locked, coordinator, anna, outsider):
    lifecycle.ask_unblinding(study=locked, by=coordinator, reason="Ready.")
    for user in (anna, outsider):
        with pytest.raises(PermissionDenied):
            lifecycle.approve_unblinding(study=locked, by=user)
