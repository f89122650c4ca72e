from functools import partial

import pytest
from django.urls import reverse

from reviewapp.results import analysing, views_analysing
from reviewapp.results.models import AnalysisRun, StoredAnalysis
from reviewapp.results.running import claim_run, told
from reviewapp.studies.models import Status, Study

from .finished_study import set_status

pytestmark = pytest.mark.usefixtures("few_replicates")


def address(study: Study, name: str) -> str:
    return reverse(f"results:{name}", args=[study.token])


@pytest.fixture
def started(monkeypatch) -> list[dict]:
    """A study that counts as large, and the processes that were started for it."""
    monkeypatch.setattr(analysing, "MOST_AT_ONCE", 50)
    monkeypatch.setattr(views_analysing, "MOST_AT_ONCE", 50)
    found: list[dict] = []
    monkeypatch.setattr(views_analysing, "start_process", lambda **names: found.append(names))
    return found


def test_a_small_study_is_analysed_again_at_once(study, coordinator, sign_in):
    client = sign_in(coordinator)
    for number in (1, 2):
        response = client.post(address(study, "analyse"))
        assert response["Location"] == address(study, "study")
        assert StoredAnalysis.objects.first().number == number


def test_a_large_study_waits_for_a_deed(study, coordinator, sign_in, started):
    page = sign_in(coordinator).get(address(study, "study")).content.decode()
    assert "Analyse now" in page
    assert not StoredAnalysis.objects.exists()


def test_a_large_study_is_analysed_by_a_process_and_followed(study, coordinator, sign_in, started):
    client = sign_in(coordinator)
    response = client.post(address(study, "analyse"))
    assert response["Location"] == address(study, "analysing")
    assert started == [{"study": study, "by": coordinator}]
    part = client.get(address(study, "analysing"), headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b'hx-trigger="every 2s"' in part.content


def test_a_second_click_starts_no_second_process(study, coordinator, sign_in, started):
    client = sign_in(coordinator)
    for _ in range(2):
        client.post(address(study, "analyse"))
    assert len(started) == 1


def test_progress_is_shown_until_the_results_are_there(study, coordinator, sign_in, started):
    client = sign_in(coordinator)
    ask = partial(client.get, address(study, "analysing"), headers={"HX-Request": "true"})
    with told(claim_run(study=study, site="")) as tell:
        tell("mixed models", 3, 13)
        content = ask().content.decode()
        assert 'value="3" max="13"' in content
        assert "mixed models" in content
    done = ask()
    assert (done.status_code, done["HX-Redirect"]) == (204, address(study, "study"))
    assert client.get(address(study, "analysing"))["Location"] == address(study, "study")


def test_a_failed_run_says_so_and_offers_another(study, coordinator, sign_in, started):
    claim_run(study=study, site="")
    AnalysisRun.objects.update(failure="an unexpected fault")
    content = sign_in(coordinator).get(address(study, "analysing")).content.decode()
    assert "an unexpected fault" in content
    assert "Analyse now" in content


def test_before_unblinding_nothing_is_started(study, coordinator, sign_in, started):
    set_status(study, Status.LOCKED)
    sign_in(coordinator).post(address(study, "analyse"))
    assert started == []
    assert not AnalysisRun.objects.exists()


@pytest.mark.parametrize("name", ["analyse", "analysing"])
def test_who_may_not_see_results_meets_nothing(study, anna, outsider, sign_in, name):
    for user in (anna, outsider):
        ask = sign_in(user).post if name == "analyse" else sign_in(user).get
        assert ask(address(study, name)).status_code == 404
