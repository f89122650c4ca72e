"""A report is a stranger's HTML: in a real browser it is shown, and nothing of it runs or loads."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from reviewapp.accounts.models import User
from reviewapp.accounts.people import mark_saw_origins
from reviewapp.pool.models import Evaluation
from tests.ecg.evaluation_reports import write_report
from tests.ecg.test_batch_files import batch

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

HOSTILE = """<!doctype html><html lang="en"><title>Report</title>
<meta http-equiv="refresh" content="0; url=/pools/">
<base href="/pools/">
<link rel="stylesheet" href="/static/css/app.css">
<style>@import url("/static/css/pool.css"); h1 { color: rgb(1, 2, 3) }</style>
<h1>Evaluation</h1>
<img src="/static/icon.svg" onerror="document.title = 'ran'">
<script>document.title = "ran"</script>
<script src="/static/vendor/htmx/htmx.min.js"></script>
<iframe src="/pools/" srcdoc="<script>parent.document.title = 'ran'</script>"></iframe>
<form action="/sign-out/" method="post"><button>Send</button></form>
<a id="run" href="javascript:document.title = 'ran'">Run</a>
"""


@pytest.fixture
def evaluation(tmp_path: Path, researcher: User) -> Evaluation:
    drawn = batch(tmp_path)
    report = write_report(tmp_path / "report", drawn)
    (report / "report.html").write_text(HOSTILE)
    stated = ("--site", "HD", "--by", "rasmus", "--evaluation", str(report), "--verbosity", "0")
    call_command("ingest", str(drawn), *stated)
    mark_saw_origins(by=researcher)
    return Evaluation.objects.get()


def test_a_report_is_shown_by_keyboard_and_nothing_of_it_runs(
    sit_down: Callable[..., Page], researcher: User, evaluation: Evaluation
) -> None:
    page = sit_down(researcher)
    page.goto(reverse("pool:source", args=[evaluation.source.token]))
    page.get_by_role("link", name="The whole report").focus()
    loaded: list[str] = []
    page.on("response", lambda response: loaded.append(response.url))
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Evaluation", exact=True)
    expect(heading).to_have_css("color", "rgb(1, 2, 3)")
    page.locator("#run").click()
    page.get_by_role("button", name="Send").click()
    page.wait_for_load_state("networkidle")
    address = page.url
    assert address.endswith(reverse("pool:evaluation", args=[evaluation.token]))
    assert page.title() == "Report"
    assert loaded == [address]
