import csv
import io
import json
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviewapp.audit.models import AuditEvent
from reviewapp.results.analysis import analyse
from reviewapp.results.charts import FIGURES, KINDS
from reviewapp.studies.models import Case, Enrolment, Presentation, Status

from .analysed import REPLICATES
from .datasets import S
from .finished_study import read, set_status

TRUTH = [("readings", "text/csv"), ("scores", "text/csv"), ("analysis", "application/json")]
ANCHORS = ["answer", "contents", "readers", "roc", "confusion", "agreement", "cases", "methods"]
PAGES = ["study", "readings", "scores", "analysis", "codebook", "api_analysis", "api_progress"]


@pytest.fixture(autouse=True)
def _few_replicates(monkeypatch):
    """A bootstrap of 20 says as much about a page as one of 2,000."""
    monkeypatch.setattr(
        "reviewapp.results.analysing.analyse", partial(analyse, replicates=REPLICATES)
    )


def address(study, name, *more):
    return reverse(f"results:{name}", args=[study.token, *more])


def test_the_page_shows_the_published_figures(study, coordinator, sign_in):
    page = sign_in(coordinator).get(address(study, "study")).content.decode()
    assert "R-ANNA, Heidelberg" in page
    assert "22/44" in page
    assert "36 to 64 %" in page
    shown = set(FIGURES) - {"leaks", "times"}  # this study had no probe, and no times
    assert all(address(study, "figure", name, "svg") in page for name in shown)
    assert all(f'id="{name}"' in page for name in ANCHORS)
    assert "nan" not in page.lower().split()


@pytest.mark.parametrize("status", [Status.OPEN, Status.LOCKED])
def test_before_unblinding_the_page_says_that_it_is_closed_and_why(
    study, coordinator, sign_in, status
):
    set_status(study, status)
    response = sign_in(coordinator).get(address(study, "study"))
    assert response.status_code == 200
    page = response.content.decode()
    assert "The results are closed" in page
    assert "R-ANNA" not in page
    assert "22/44" not in page


@pytest.mark.parametrize("name", [("study",), ("figure", "cases", "svg"), ("api_analysis",)])
def test_who_sees_the_cases_with_their_origins_can_be_no_reader_any_more(
    study, coordinator, sign_in, name
):
    assert sign_in(coordinator).get(address(study, *name)).status_code == 200
    coordinator.refresh_from_db()
    assert coordinator.saw_origins_at is not None


@pytest.mark.parametrize("status", [Status.OPEN, Status.LOCKED])
def test_before_unblinding_nothing_that_rests_on_truth_is_sent(study, coordinator, sign_in, status):
    set_status(study, status)
    client = sign_in(coordinator)
    addresses = [address(study, name) for name, _ in TRUTH]
    addresses += [address(study, "figure", name, "svg") for name in FIGURES]
    for one in addresses:
        response = client.get(one)
        assert response.status_code == 403
        assert b"Nothing was sent: the results are closed" in response.content
    assert not AuditEvent.objects.filter(deed="export_results").exists()


@pytest.mark.parametrize(("name", "content_type"), TRUTH)
def test_downloads_are_files_and_leave_an_audit_event(
    study, coordinator, sign_in, name, content_type
):
    response = sign_in(coordinator).get(address(study, name))
    assert response["Content-Type"].startswith(content_type)
    assert response["Content-Disposition"].startswith("attachment; filename=")
    event = AuditEvent.objects.get(deed="export_results")
    assert (event.actor_name, event.study_token) == ("clara", study.token)


@pytest.mark.parametrize("name", ["readings", "scores", "analysis"])
def test_who_downloads_origins_can_be_no_reader_of_them(study, coordinator, sign_in, name):
    client = sign_in(coordinator)
    client.get(address(study, "codebook"))
    coordinator.refresh_from_db()
    assert coordinator.saw_origins_at is None
    client.get(address(study, name))
    coordinator.refresh_from_db()
    assert coordinator.saw_origins_at is not None


def test_the_json_and_the_table_tell_the_same(study, coordinator, sign_in):
    client = sign_in(coordinator)
    analysis = json.loads(client.get(address(study, "analysis")).content)
    content = client.get(address(study, "readings")).getvalue().decode("utf-8")
    rows = [
        row for row in csv.DictReader(io.StringIO(content, newline="")) if row["analysed"] == "1"
    ]
    for group in analysis["findings"]["accuracy"]["readers"]:
        own = [row for row in rows if row["reader"] == group["label"]]
        share = sum(row["correct"] == "1" for row in own) / len(own)
        assert group["accuracy"]["accuracy"]["value"] == share


@pytest.mark.parametrize("kind", KINDS)
def test_figures_come_in_each_format_and_may_load_and_run_nothing(
    study, coordinator, sign_in, kind
):
    response = sign_in(coordinator).get(address(study, "figure", "headline", kind))
    assert response["Content-Type"] == KINDS[kind]
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert b"data:" not in response.content


@pytest.mark.parametrize(("name", "kind"), [("pie", "svg"), ("headline", "gif")])
def test_there_is_no_other_figure_and_no_other_format(study, coordinator, sign_in, name, kind):
    assert sign_in(coordinator).get(address(study, "figure", name, kind)).status_code == 404


def test_a_site_coordinator_sees_no_reader_of_another_site(study, site_coordinator, sign_in):
    client = sign_in(site_coordinator)
    for name in ("study", "readings", "scores", "analysis", "api_analysis", "api_progress"):
        content = client.get(address(study, name)).getvalue().decode()
        assert "R-BELA" in content
        assert "R-ANNA" not in content
        assert "Heidelberg" not in content


@pytest.mark.parametrize("name", PAGES)
def test_who_may_not_see_results_meets_nothing(study, anna, outsider, sign_in, name):
    for user in (anna, outsider):
        assert sign_in(user).get(address(study, name)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_who_is_not_signed_in_is_sent_away(study, client, name):
    assert client.get(address(study, name)).status_code in {302, 403}


def test_queries_of_the_page_do_not_grow_with_readings(study, coordinator, anna, sign_in):
    client = sign_in(coordinator)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(address(study, "study"))
        return len(queries)

    count()  # signing in has its own
    before = count()
    reader = Enrolment.objects.get(study=study, user=anna)
    for number, case in enumerate(Case.objects.filter(study=study, is_practice=False)[:20]):
        first = Presentation.objects.get(reader=reader, case=case)
        read(reader, case, S, position=100 + number, repeat_of=first)
    assert count() == before


def test_an_analysis_that_lacks_later_readings_says_so(study, coordinator, anna, sign_in):
    client = sign_in(coordinator)
    assert "Readings came after" not in client.get(address(study, "study")).content.decode()
    first = Presentation.objects.filter(reader__user=anna, is_practice=False)[0]
    read(first.reader, first.case, S, position=100, repeat_of=first)
    page = client.get(address(study, "study")).content.decode()
    assert "Readings came after this analysis was made" in page
    assert "Analyse again" in page


def test_the_codebook_is_open_before_unblinding_and_not_for_a_draft(study, coordinator, sign_in):
    set_status(study, Status.OPEN)
    response = sign_in(coordinator).get(address(study, "codebook"))
    assert response.status_code == 200
    assert b"possibly_synthetic" in response.content
    study.protocol = {}
    study.save()
    assert sign_in(coordinator).get(address(study, "codebook")).status_code == 404


def test_results_are_only_read(study, coordinator, sign_in):
    for name in PAGES:
        assert sign_in(coordinator).post(address(study, name)).status_code == 405
