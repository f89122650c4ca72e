"""Who may see the truth, when: a table of roles and stages."""

import pytest

from reviewapp.accounts.models import Grant
from reviewapp.pool.sealed import Origin
from reviewapp.studies.blinding import StillBlind, may_see_truth, truth_of_cases
from reviewapp.studies.models import Study

EVERYBODY = ["coordinator", "anna", "bela", "site_coordinator", "auditor", "outsider", "researcher"]
SEE_RESULTS = {"coordinator", "site_coordinator"}


@pytest.mark.parametrize("stage", ["ready", "opened", "locked"])
def test_before_unblinding_nobody_sees_the_truth(stage, request):
    study = request.getfixturevalue(stage)
    for who in EVERYBODY:
        user = request.getfixturevalue(who)
        assert not may_see_truth(user, study)
        with pytest.raises(StillBlind):
            truth_of_cases(study, user)


def test_after_unblinding_those_see_it_who_may_see_results(unblinded, request):
    seers = {who for who in EVERYBODY if may_see_truth(request.getfixturevalue(who), unblinded)}
    assert seers == SEE_RESULTS


def test_the_truth_is_the_sealed_origin_of_each_case(unblinded, coordinator):
    truth = truth_of_cases(unblinded, coordinator)
    assert len(truth) == 18
    for case in unblinded.cases.all():
        assert truth[case.pk] == Origin.objects.get(record=case.record_id).origin


def test_a_stale_study_in_memory_opens_nothing(locked, coordinator):
    locked.status = "unblinded"
    assert not may_see_truth(coordinator, locked)


def test_a_role_taken_away_takes_the_truth_with_it(unblinded, coordinator):
    Grant.objects.filter(user=coordinator).delete()
    assert not may_see_truth(type(coordinator).objects.get(pk=coordinator.pk), unblinded)


def test_taking_part_in_one_study_opens_no_other(unblinded, outsider):
    other = Study.objects.create(name="Theirs", site=outsider.site, created_by=outsider)
    other.enrolments.create(user=outsider, site=outsider.site, role="study_coordinator")
    assert not may_see_truth(outsider, unblinded)
