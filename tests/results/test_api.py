from django.urls import reverse

from reviewapp.results.analysing import analyse_study
from reviewapp.results.analysis import as_json
from reviewapp.studies.models import Enrolment, Status

from .finished_study import set_status


def test_the_api_gives_the_analysis_as_it_is(study, coordinator, sign_in):
    response = sign_in(coordinator).get(reverse("results:api_analysis", args=[study.token]))
    enrolment = Enrolment.objects.get(study=study, user=coordinator)
    assert response.json() == as_json(analyse_study(study=study, enrolment=enrolment))


def test_before_unblinding_the_api_refuses_with_a_reason(study, coordinator, sign_in):
    set_status(study, Status.LOCKED)
    response = sign_in(coordinator).get(reverse("results:api_analysis", args=[study.token]))
    assert response.status_code == 403
    assert "unblinded by two people" in response.json()["detail"]


def test_progress_is_blind_and_open_at_any_time(study, coordinator, sign_in):
    set_status(study, Status.OPEN)
    document = sign_in(coordinator).get(reverse("results:api_progress", args=[study.token])).json()
    assert document["status"] == "open"
    sites = {site["site"]: site for site in document["sites"]}
    assert (sites["HD"]["read"], sites["HD"]["total"]) == (44, 44)
    assert sites["GOE"]["readers"] == [{"reader": "R-BELA", "read": 44, "total": 44}]
