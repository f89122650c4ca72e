"""A reader at work in a real browser: keys, two tabs, the back button, a network that fails."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect

from reviewapp.accounts.models import User
from reviewapp.readings.models import Draft, LockedStep, Reading
from reviewapp.studies.models import Study
from tests.conftest import PASSWORD
from tests.readings.conftest import make_study

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SitDown = Callable[..., Page]


@pytest.fixture
def study(chromium: Browser, coordinator: User, anna: User) -> Study:
    """One practice case and two cases."""
    return make_study(coordinator, [anna], 1, 2)


@pytest.fixture
def page(sit_down: SitDown, study: Study, anna: User) -> Page:
    """Anna before her first case."""
    return open_case(sit_down(anna), study)


def open_case(page: Page, study: Study) -> Page:
    page.goto(f"/read/{study.token}/")
    expect(page.locator("#step")).to_be_visible()
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def expect_step(page: Page, code: str) -> None:
    expect(page.locator("#step")).to_have_class(f"step-{code}")


def expect_case(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"^\s*{heading}\s*$"))


def read_case(page: Page) -> None:
    """One case by keys alone: sinus, 72/min, good; all typical; probably synthetic, too clean."""
    expect_step(page, "reading")
    press(page, "1", "7", "2", "Enter", "1", "Enter")
    expect_step(page, "morphology")
    press(page, *"44444", "0", "n", *"5432", "Enter")
    expect_step(page, "origin")
    press(page, "5", "6", "Enter")


def lock_first_step(page: Page) -> None:
    press(page, "1", "Enter", "2", "Enter")


def test_a_new_step_does_not_claim_a_saved_draft(page):
    state = page.locator("#step .draft-state")
    press(page, "1")
    expect(state).to_have_text("Draft saved")
    press(page, "Enter", "2", "Enter")
    expect_step(page, "morphology")
    page.wait_for_load_state("networkidle")
    expect(state).to_have_text("")


def test_a_study_is_read_by_keys_alone_without_loading_a_page_again(page):
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    page.evaluate("window.same = true")
    for heading in (r"Practice case\s+1 of\s+1", r"Case\s+1 of\s+2", r"Case\s+2 of\s+2"):
        expect_case(page, heading)
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        read_case(page)
    expect_case(page, "All cases are read. Thank you.")
    assert page.evaluate("window.same")
    assert errors == []
    readings = Reading.objects.all()
    assert [reading.verdict for reading in readings] == ["probably_synthetic"] * 3
    assert readings[0].answers["heart_rate"] == 72
    assert readings[0].answers["cues"] == ["too_clean"]
    scores = [score.value for score in readings[0].scores.order_by("pk")]
    assert scores == [4, 4, 4, 4, 4, None, None, 5, 4, 3, 2]
    assert readings[0].session is not None
    assert readings[0].session.viewport == "1280x800"


def test_the_picture_stays_from_step_to_step_and_changes_with_the_case(page):
    fetched: list[str] = []
    page.on("request", lambda r: fetched.append(r.url) if "/read/ecg/" in r.url else None)
    read_case(page)
    expect_case(page, r"Case\s+1 of\s+2")
    expect(page.locator(".ecg img")).to_be_visible()
    page.locator(".ecg img").evaluate("picture => picture.decode()")  # raises if it is broken
    assert len(fetched) == 1


def test_a_double_click_locks_one_step(page):
    page.get_by_label("sinus rhythm").check()
    page.get_by_label("good").check()
    page.get_by_role("button", name="Lock this step").dblclick()
    expect_step(page, "morphology")
    assert LockedStep.objects.count() == 1


def test_enter_goes_to_what_is_open_before_it_locks(page):
    press(page, "Enter")
    expect(page.locator("#step-rhythm input").first).to_be_focused()
    press(page, "2", "Enter", "Enter")
    expect_step(page, "reading")
    press(page, "3", "Enter")
    expect_step(page, "morphology")
    assert LockedStep.objects.get().answers == {"rhythm": "af", "quality": "poor"}


def test_the_back_button_leads_to_the_current_step(page):
    lock_first_step(page)
    expect_step(page, "morphology")
    page.get_by_role("link", name="My studies").click()
    page.go_back()
    expect(page.get_by_role("heading", name="Morphology")).to_be_focused()
    press(page, "4")
    expect(page.locator("#step-rr input:checked")).to_have_value("4")
    assert LockedStep.objects.count() == 1


def test_of_two_tabs_the_first_answer_is_kept(page, study):
    other = open_case(page.context.new_page(), study)
    lock_first_step(page)
    expect_step(page, "morphology")
    press(other, "2", "Enter", "3", "Enter")
    expect(other.get_by_text("The first answer was kept")).to_be_visible()
    expect_step(other, "morphology")
    assert LockedStep.objects.get().answers == {"rhythm": "sinus", "quality": "adequate"}


def test_what_is_sent_without_a_network_arrives_once_when_it_is_back(page):
    page.context.set_offline(True)
    lock_first_step(page)
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    press(page, "4")  # what was sent must not change any more
    assert not LockedStep.objects.exists()
    page.context.set_offline(False)
    expect_step(page, "morphology")
    expect(page.get_by_text("Not saved yet")).to_be_hidden()
    assert LockedStep.objects.get().answers == {"rhythm": "sinus", "quality": "adequate"}


def test_a_lost_answer_is_asked_for_again_and_the_step_stored_once(page):
    statuses: list[int] = []

    def lose_the_first(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        answer = route.fetch()
        statuses.append(answer.status)
        if len(statuses) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route(re.compile(r"/read/[^/]+/$"), lose_the_first)
    lock_first_step(page)
    expect_step(page, "morphology")
    assert statuses == [200, 200]
    assert LockedStep.objects.count() == 1


def test_a_server_that_restarts_is_asked_again(page):
    down = [502, 503]

    def restart(route: Route) -> None:
        if route.request.method == "POST" and down:
            route.fulfill(status=down[-1], body="")
        else:
            route.continue_()

    page.route(re.compile(r"/read/[^/]+/$"), restart)
    lock_first_step(page)
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    down.clear()
    expect_step(page, "morphology")
    assert LockedStep.objects.count() == 1


def test_who_was_signed_out_signs_in_and_finds_the_draft_again(page, anna):
    page.get_by_label("atrial fibrillation").check()
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("good").check()
    expect(page).to_have_url(re.compile("/sign-in/"))
    page.get_by_label("Username").fill(anna.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#step-rhythm input:checked")).to_have_value("af")
    assert not LockedStep.objects.exists()


def test_work_goes_on_at_another_machine_where_it_stopped(page, sit_down, study, anna):
    lock_first_step(page)
    expect_step(page, "morphology")
    press(page, "4", "0")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    other = open_case(sit_down(anna, width=1024, height=768), study)
    expect_step(other, "morphology")
    expect(other.locator("#step-rr input:checked")).to_have_value("4")
    expect(other.locator("#step-atrial input:checked")).to_have_value("na")


def test_keys_write_in_a_text_field_and_do_nothing_else(page):
    lock_first_step(page)
    expect_step(page, "morphology")
    press(page, *"44444444444", "Enter")
    expect_step(page, "origin")
    field = page.locator("#step-comment textarea")
    field.focus()
    page.keyboard.type("ex 1?z")
    expect(field).to_have_value("ex 1?z")
    expect(page.locator("#step input:checked")).to_have_count(0)
    expect(page.locator("#keys")).to_be_hidden()


def test_a_slip_is_mended_with_the_arrow_keys_before_the_step_is_locked(page):
    press(page, "1", "Enter", "3")
    expect(page.get_by_role("button", name="Lock this step")).to_be_focused()
    press(page, "2")  # no question is marked any more
    press(page, "ArrowUp", "1", "ArrowUp", "ArrowUp", "ArrowUp", "2")
    expect(page.locator("#step-rhythm input:checked")).to_have_value("af")
    expect(page.locator("#step-quality input:checked")).to_have_value("good")


def test_the_question_mark_shows_all_keys(page):
    press(page, "?")
    expect(page.get_by_role("dialog")).to_contain_text("Not assessable")
    press(page, "1", "Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#step input:checked")).to_have_count(0)


def test_abstaining_takes_a_key_a_reason_and_enter(page):
    press(page, "e", "4", "Enter")
    expect(page.get_by_text("Please answer this question.")).to_be_visible()
    page.keyboard.type("I know the patient")
    press(page, "Control+Enter")
    expect_case(page, r"Case\s+1 of\s+2")
    reading = Reading.objects.get()
    assert (reading.outcome, reading.reason) == (
        "abstained",
        "other (please say): I know the patient",
    )


def test_without_javascript_a_case_is_read_with_the_mouse(sit_down, study, anna):
    page = open_case(sit_down(anna, java_script_enabled=False), study)
    page.get_by_label("sinus rhythm").check()
    page.get_by_role("button", name="Lock this step").click()
    expect(page.get_by_text("Please answer this question.")).to_be_visible()
    page.get_by_label("good").check()
    page.get_by_role("button", name="Lock this step").click()
    expect_step(page, "morphology")
    for question in page.locator("#step fieldset").all():
        question.get_by_role("radio").nth(3).check()
    page.get_by_role("button", name="Lock this step").click()
    page.get_by_label("possibly real").check()
    page.get_by_role("button", name="Lock this step").click()
    expect_case(page, r"Case\s+1 of\s+2")
    assert Reading.objects.get().verdict == "possibly_real"


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1024, 768)])
def test_ecg_and_every_step_stand_on_the_screen_together(sit_down, study, anna, width, height):
    page = open_case(sit_down(anna, width=width, height=height), study)
    for code, keys in (("reading", "1"), ("morphology", "44444444444"), ("origin", "4")):
        expect_step(page, code)
        for place in (page.locator(".ecg"), page.get_by_role("button", name="Lock this step")):
            box = place.bounding_box()
            assert box is not None
            assert 0 <= box["y"] <= height - box["height"], (code, box)
            assert 0 <= box["x"] <= width - box["width"], (code, box)
        if code == "reading":
            press(page, "1", "Enter", "1", "Enter")
        else:
            press(page, *keys, "Enter")
    assert not Draft.objects.filter(answers={"rhythm": ["af"]}).exists()
