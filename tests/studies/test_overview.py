"""Which next steps the study's page offers to whom, at each stage."""

import pytest

from reviewapp.studies import lifecycle
from reviewapp.studies.models import Enrolment
from reviewapp.studies.overview import overview_of

OFFERS = ("may_edit", "may_lock", "may_ask", "may_approve", "may_see_results")


def offers(study, user):
    overview = overview_of(Enrolment.objects.select_related("study").get(study=study, user=user))
    return {offer for offer in OFFERS if getattr(overview, offer)}


@pytest.mark.parametrize(
    ("stage", "to_coordinator", "to_auditor", "to_site_coordinator"),
    [
        ("ready", {"may_edit"}, set(), set()),
        ("opened", {"may_lock"}, set(), set()),
        ("locked", {"may_ask"}, set(), set()),
        ("unblinded", {"may_see_results"}, set(), {"may_see_results"}),
    ],
)
def test_each_stage_offers_its_own_step(
    stage, to_coordinator, to_auditor, to_site_coordinator, request
):
    study = request.getfixturevalue(stage)
    people = [request.getfixturevalue(w) for w in ("coordinator", "auditor", "site_coordinator")]
    found = [offers(study, user) for user in people]
    assert found == [to_coordinator, to_auditor, to_site_coordinator]


def test_the_second_person_is_offered_the_approval(locked, coordinator, auditor):
    lifecycle.ask_unblinding(study=locked, by=coordinator, reason="Ready.")
    assert offers(locked, auditor) == {"may_approve"}
    assert offers(locked, coordinator) == set()


def test_only_coordinators_see_who_takes_part(opened, coordinator, site_coordinator, auditor):
    def people(user):
        return overview_of(Enrolment.objects.get(study=opened, user=user)).people

    assert len(people(coordinator)) == 5
    assert people(site_coordinator) == people(auditor) == ()
