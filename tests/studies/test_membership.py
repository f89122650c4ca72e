import pytest
from django.core.exceptions import PermissionDenied

from reviewapp.accounts.models import Grant, User
from reviewapp.accounts.roles import Permission
from reviewapp.studies.membership import enrolments_beyond_reading, find_enrolment, require


def test_an_enrolment_counts_with_its_role(ready, coordinator, anna, outsider):
    token = ready.token
    assert find_enrolment(coordinator, token, Permission.RUN_STUDY).user == coordinator
    assert find_enrolment(anna, token, Permission.RUN_STUDY) is None
    assert find_enrolment(anna, token, Permission.RUN_STUDY, Permission.READ_CASES).user == anna
    assert find_enrolment(outsider, token, *Permission) is None


def test_a_role_taken_away_counts_no_more(ready, coordinator):
    Grant.objects.filter(user=coordinator).delete()
    again = User.objects.get(pk=coordinator.pk)
    assert find_enrolment(again, ready.token, Permission.RUN_STUDY) is None
    assert enrolments_beyond_reading(again) == []


def test_a_deed_asks_for_an_active_account(ready, coordinator):
    coordinator.is_active = False
    with pytest.raises(PermissionDenied):
        require(coordinator, ready, Permission.RUN_STUDY)


def test_readers_are_listed_elsewhere(ready, coordinator, anna):
    assert [e.study for e in enrolments_beyond_reading(coordinator)] == [ready]
    assert enrolments_beyond_reading(anna) == []
