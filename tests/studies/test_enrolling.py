import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from reviewapp.accounts.models import Grant
from reviewapp.accounts.roles import Role
from reviewapp.studies import enrolling
from reviewapp.studies.drafting import NotADraftError
from reviewapp.studies.enrolling import NOBODY_SUCH, EnrolmentRefusedError


def test_people_take_part_at_their_own_site(draft, coordinator, bela):
    enrolment = enrolling.enrol(by=coordinator, study=draft, username="bela", role=Role.READER)
    assert enrolment.site == bela.site
    assert set(draft.sites.all()) == {coordinator.site, bela.site}


def refused(by, study, username, role):
    with pytest.raises(EnrolmentRefusedError) as refusal:
        enrolling.enrol(by=by, study=study, username=username, role=role)
    assert study.enrolments.count() == 1
    return str(refusal.value)


def test_a_reader_who_saw_origins_is_refused(draft, coordinator, anna):
    anna.saw_origins_at = timezone.now()
    anna.save()
    assert "has seen which records are real" in refused(coordinator, draft, "anna", Role.READER)


@pytest.mark.parametrize("role", [Role.READER, Role.STUDY_COORDINATOR, Role.SITE_COORDINATOR])
def test_a_researcher_is_never_reader_or_coordinator(draft, coordinator, researcher, role):
    Grant.objects.create(user=researcher, role=role)
    assert "knows origins" in refused(coordinator, draft, "rasmus", role)


def test_a_role_that_was_never_granted_is_refused(draft, coordinator, anna):
    assert "does not have the role" in refused(coordinator, draft, "anna", Role.AUDITOR)


def test_a_closed_account_is_refused(draft, coordinator, anna):
    anna.is_active = False
    anna.save()
    assert "closed" in refused(coordinator, draft, "anna", Role.READER)


def test_of_people_elsewhere_nothing_is_told(draft, coordinator, bela):
    bela.saw_origins_at = timezone.now()
    bela.save()
    unknown = refused(coordinator, draft, "nobody", Role.READER)
    assert unknown == refused(coordinator, draft, "bela", Role.READER) == NOBODY_SUCH


def test_nobody_takes_part_twice(ready, coordinator):
    with pytest.raises(EnrolmentRefusedError, match="already"):
        enrolling.enrol(by=coordinator, study=ready, username="anna", role=Role.READER)


def test_a_site_leaves_with_its_last_person(draft, coordinator, bela):
    enrolment = enrolling.enrol(by=coordinator, study=draft, username="bela", role=Role.READER)
    enrolling.withdraw(by=coordinator, study=draft, reader_code=enrolment.reader_code)
    assert list(draft.sites.all()) == [coordinator.site]
    assert not draft.enrolments.filter(user=bela).exists()


def test_the_last_coordinator_stays(draft, coordinator):
    own = draft.enrolments.get()
    with pytest.raises(EnrolmentRefusedError, match="at least one"):
        enrolling.withdraw(by=coordinator, study=draft, reader_code=own.reader_code)


def test_a_code_that_nobody_has_is_refused(draft, coordinator):
    with pytest.raises(EnrolmentRefusedError, match="takes no part"):
        enrolling.withdraw(by=coordinator, study=draft, reader_code="R-XXXXX")


def test_nobody_comes_or_goes_once_the_study_is_open(opened, coordinator, anna):
    code = opened.enrolments.get(user=anna).reader_code
    with pytest.raises(NotADraftError):
        enrolling.withdraw(by=coordinator, study=opened, reader_code=code)
    with pytest.raises(NotADraftError):
        enrolling.enrol(by=coordinator, study=opened, username="rasmus", role=Role.RESEARCHER)


def test_only_coordinators_enrol(ready, anna, auditor):
    for user in (anna, auditor):
        with pytest.raises(PermissionDenied):
            enrolling.enrol(by=user, study=ready, username="rasmus", role=Role.RESEARCHER)
