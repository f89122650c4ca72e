"""A published test, replayed: 44 ECGs in, the published reader's calls, the published figures out.

Alcaraz & Strodthoff 2023 (Comput Biol Med 163:107115): 22 real and 22 synthetic ECGs; the reader
called 5 of 22 synthetic ones synthetic and 5 of 22 real ones: accuracy 22/44, d' = 0.
"""

import csv
import io
import itertools
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, expect

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Role
from reviewapp.pool.models import Source
from reviewapp.readings.consent import give_consent
from reviewapp.readings.models import Reading
from reviewapp.studies.drafting import choose_sources, draft_study, set_cells
from reviewapp.studies.enrolling import enrol
from reviewapp.studies.lifecycle import open_study
from reviewapp.studies.models import Enrolment, Presentation, Study
from reviewapp.studies.probing import waive_leaks
from reviewapp.studies.questionnaire import DEFAULT, VERDICTS
from tests.journeys.published_test import PublishedCall, declare, published_calls

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
SitDown = Callable[..., Page]
CALLS_REAL, CALLS_SYNTHETIC = "2", "5"  # the keys of "probably real" and "probably synthetic"


@pytest.fixture
def calls(shared_data: Path) -> list[PublishedCall]:
    return published_calls(shared_data / "turing-test-2023")


@pytest.fixture
def pool(shared_data: Path, tmp_path: Path, researcher: User) -> Iterable[Source]:
    """The 44 published ECGs, taken in by the command that a researcher would use."""
    folder = declare(tmp_path, shared_data / "turing-test-2023")
    call_command("ingest", folder, site="HD", by=researcher.username, verbosity=0)
    return Source.objects.filter(site__code="HD")


@pytest.fixture
def cast(coordinator: User, auditor: User, anna: User, bela: User) -> dict[str, User]:
    return {user.username: user for user in (coordinator, auditor, anna, bela)}


def open_published_study(cast: dict[str, User], pool: Iterable[Source], *readers: str) -> Study:
    """All 44 ECGs before each reader, nothing repeated, no practice."""
    clara = cast["clara"]
    study = draft_study(by=clara, name="Published test", practice_count=0, repeat_percent=0)
    choose_sources(by=clara, study=study, sources=pool)
    counts = {"SR": 20, "AF": 1, "PACE": 1}
    both = itertools.product(counts, ("real", "synthetic"))
    set_cells(by=clara, study=study, counts={cell: counts[cell[0]] for cell in both})
    enrol(by=clara, study=study, username="aurel", role=Role.AUDITOR)
    for reader in readers:
        enrol(by=clara, study=study, username=reader, role=Role.READER)
    waive_leaks(study=study, by=clara, reason="probed in a test of its own")
    open_study(study=study, by=clara)
    for enrolment in Enrolment.objects.readers().filter(study=study).select_related("study"):
        give_consent(by=enrolment.user, reader=enrolment, profile={"specialty": "cardiology"})
    return study


def verdict_keys(reader: User, study: Study, says_synthetic: dict[str, bool]) -> dict[str, str]:
    """The key to press for each presentation of `reader`, by its token.

    This is the test's own knowledge: the page gives nothing away.
    """
    own = Presentation.objects.filter(reader__study=study, reader__user=reader)
    rows = own.values_list("token", "case__record__name")
    return {token: CALLS_SYNTHETIC if says_synthetic[name] else CALLS_REAL for token, name in rows}


def read_in_browser(page: Page, study: Study, key_of: dict[str, str]) -> None:
    """Every case by keys alone, from the first to the page that says thank you.

    `wait_for_selector` sees a step as it comes; `expect` would look again after 0.1 s, 0.25 s ...
    """
    read_some_in_browser(page, study, key_of, len(key_of))
    expect(page.get_by_role("heading", level=1)).to_contain_text("All cases are read")


def read_some_in_browser(page: Page, study: Study, key_of: dict[str, str], count: int) -> None:
    page.goto(f"/read/{study.token}/")
    for _ in range(count):
        page.wait_for_selector("#step.step-reading")
        token = page.locator("#step input[name=presentation]").input_value()
        press(page, "1", "Enter", "1", "Enter")
        page.wait_for_selector("#step.step-morphology")
        press(page, *"44444444444", "Enter")
        page.wait_for_selector("#step.step-origin")
        press(page, key_of[token], "Enter")
        page.wait_for_selector(f"#step input[value='{token}']", state="detached")


def read_by_post(client: Client, study: Study, key_of: dict[str, str]) -> None:
    """Every case still to be read by the requests that a browser sends, without the browser."""
    scores = dict.fromkeys(DEFAULT.scale_codes, "4")
    done = Reading.objects.filter(presentation__token__in=key_of).count()
    page = client.get(f"/read/{study.token}/")
    for _ in range(done, len(key_of)):
        for step in range(1, 4):
            fields = {
                name: re.search(rf'name="{name}" value="([^"]+)"', page.content.decode())[1]  # type: ignore[index]
                for name in ("presentation", "step", "submission_id")
            }
            assert fields["step"] == str(step)
            verdict = VERDICTS[int(key_of[fields["presentation"]]) - 1]
            answers = ({"rhythm": "sinus", "quality": "good"}, scores, {"verdict": verdict})
            form = fields | answers[step - 1]
            page = client.post(f"/read/{study.token}/", form, headers={"HX-Request": "true"})
            assert page.status_code == 200
    assert "All cases are read" in page.content.decode()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def lock_and_unblind(sit_down: SitDown, cast: dict[str, User], study: Study) -> Page:
    """Clara locks and asks, Aurel approves; the results page as Clara sees it then."""
    clara, aurel = sit_down(cast["clara"]), sit_down(cast["aurel"])
    clara.goto(f"/results/{study.token}/")
    expect(clara.locator("main")).not_to_contain_text("%")  # closed before unblinding
    clara.goto(f"/studies/{study.token}/lock/")
    clara.get_by_role("button", name="Lock for good").click()
    clara.goto(f"/studies/{study.token}/unblind/")
    clara.get_by_label(re.compile("reason", re.IGNORECASE)).fill("all readings are in")
    clara.get_by_role("button", name="Ask", exact=True).click()
    aurel.goto(f"/studies/{study.token}/unblind/approve/")
    aurel.get_by_role("button", name="Approve, and unblind").click()
    clara.goto(f"/results/{study.token}/")
    return clara


def download(page: Page, study: Study, name: str) -> str:
    response = page.request.get(f"/results/{study.token}/{name}")
    assert response.ok
    return response.text()


def download_rows(page: Page, study: Study) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(download(page, study, "readings.csv"))))


def count_called_synthetic(rows: Iterable[dict[str, str]], origin: str) -> tuple[int, int]:
    verdicts = [row["verdict_origin"] for row in rows if row["origin"] == origin]
    return verdicts.count("synthetic"), len(verdicts)


def refuse_other_than_published(
    group: dict[str, Any], rows: list[dict[str, str]], said: dict[str, bool]
) -> None:
    """The published calls in the export's `rows`, and the published figures in its `group`."""
    assert {row["record"]: row["verdict_origin"] == "synthetic" for row in rows} == said
    assert count_called_synthetic(rows, "synthetic") == (5, 22)
    assert count_called_synthetic(rows, "real") == (5, 22)
    accuracy, d_prime = group["accuracy"]["accuracy"], group["detection"]["d_prime"]
    assert accuracy["value"] == 0.5
    assert (round(accuracy["low"], 2), round(accuracy["high"], 2)) == (0.36, 0.64)
    assert d_prime["value"] == pytest.approx(0, abs=1e-12)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="browsers know no database; see below")
def test_the_published_reader_gets_the_published_figures(sit_down, pool, cast, calls):
    study = open_published_study(cast, pool, "anna")
    said = {call.record: call.called_synthetic for call in calls}
    keys = verdict_keys(cast["anna"], study, said)
    read_in_browser(sit_down(cast["anna"]), study, keys)
    assert Reading.objects.count() == 44

    page = lock_and_unblind(sit_down, cast, study)

    expect(page.locator("main")).to_contain_text("22/44")
    expect(page.locator("main")).to_contain_text(
        "Synthetic ECGs were called synthetic in 5 of 22 readings, real ones in 5 of 22."
    )
    findings = json.loads(download(page, study, "analysis.json"))["findings"]
    everyone = findings["accuracy"]["everyone"]
    refuse_other_than_published(everyone, download_rows(page, study), said)


def test_a_second_reader_at_a_second_site_and_what_they_agree_on(
    sit_down, sign_in, pool, cast, calls
):
    study = open_published_study(cast, pool, "anna", "bela")
    published = {call.record: call.called_synthetic for call in calls}
    # Béla differs in every third call, and so must the two disagree on a known set.
    differs = {call.record for number, call in enumerate(calls) if number % 3 == 0}
    said = {
        "anna": published,
        "bela": {name: call != (name in differs) for name, call in published.items()},
    }
    keys = {name: verdict_keys(cast[name], study, said[name]) for name in said}
    read_by_post(sign_in(cast["anna"]), study, keys["anna"])
    read_some_in_browser(sit_down(cast["bela"]), study, keys["bela"], 6)
    read_by_post(sign_in(cast["bela"]), study, keys["bela"])

    page = lock_and_unblind(sit_down, cast, study)

    rows = download_rows(page, study)
    assert len(rows) == 88
    assert {row["site"] for row in rows} == {"HD", "GOE"}
    findings = json.loads(download(page, study, "analysis.json"))["findings"]
    (annas,) = [site for site in findings["accuracy"]["sites"] if site["label"] == "HD"]
    refuse_other_than_published(annas, [row for row in rows if row["site"] == "HD"], published)
    pairs = [(said["anna"][record], said["bela"][record]) for record in published]
    (both,) = [each for each in findings["agreement"] if each["readers"] == 2]
    (binary,) = [scale["coefficients"] for scale in both["scales"] if scale["what"] == "verdict"]
    assert binary["percent_agreement"]["value"] == pytest.approx(29 / 44)
    assert binary["cohen_kappa"]["value"] == pytest.approx(slow_kappa(pairs, own=True))
    assert binary["fleiss_kappa"]["value"] == pytest.approx(slow_kappa(pairs, own=False))


def slow_kappa(pairs: list[tuple[Any, Any]], *, own: bool) -> float:
    """Kappa of two readers by counting every pair of calls (Cohen 1960; Fleiss 1971).

    Chance agreement: two calls drawn from the two readers' `own` calls, or both from all calls.
    """
    first, second = zip(*pairs, strict=True)
    pool_1, pool_2 = (first, second) if own else (first + second, first + second)
    drawn = list(itertools.product(pool_1, pool_2))
    by_chance = sum(one == other for one, other in drawn) / len(drawn)
    observed = sum(one == other for one, other in pairs) / len(pairs)
    return (observed - by_chance) / (1 - by_chance)
