"""Consent is given once, by the reader alone."""

import pytest

from reviewapp.audit.models import AuditEvent
from reviewapp.readings.consent import give_consent
from reviewapp.readings.refusals import NotYours, StudyNotOpen
from reviewapp.studies.models import Enrolment, Status


@pytest.fixture
def newcomer(anna_reads) -> Enrolment:
    anna_reads.consent_at = None
    anna_reads.save()
    return anna_reads


def test_consent_and_profile_are_kept_and_audited(newcomer, anna):
    give_consent(by=anna, reader=newcomer, profile={"specialty": "cardiology"})
    newcomer.refresh_from_db()
    assert newcomer.profile == {"specialty": "cardiology"}
    assert newcomer.consent_at is not None
    event = AuditEvent.objects.get()
    assert (event.deed, event.target) == ("give_consent", f"reader {newcomer.reader_code}")
    assert event.detail == {}


def test_a_second_consent_leaves_the_first(newcomer, anna):
    give_consent(by=anna, reader=newcomer, profile={"specialty": "cardiology"})
    give_consent(by=anna, reader=newcomer, profile={"specialty": "other"})
    newcomer.refresh_from_db()
    assert newcomer.profile == {"specialty": "cardiology"}
    assert AuditEvent.objects.count() == 1


def test_nobody_consents_for_another(newcomer, bela):
    with pytest.raises(NotYours):
        give_consent(by=bela, reader=newcomer, profile={})


def test_a_closed_study_takes_no_consent(newcomer, anna, study):
    study.status, study.locked_at = Status.LOCKED, study.opened_at
    study.save()
    newcomer.study.refresh_from_db()
    with pytest.raises(StudyNotOpen):
        give_consent(by=anna, reader=newcomer, profile={})
