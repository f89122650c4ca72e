"""Below the smallest size that ECG and questions fit in, the page says so and stays as it was."""

import pytest
from playwright.sync_api import Page, expect

from reviewapp.accounts.models import User
from reviewapp.readings.models import LockedStep
from reviewapp.studies.models import Study
from tests.readings.conftest import make_study

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOO_SMALL = "This window is too small"


@pytest.fixture
def study(chromium, coordinator: User, anna: User) -> Study:
    return make_study(coordinator, [anna], 0, 2)


@pytest.fixture
def page(sit_down, study: Study, anna: User) -> Page:
    page = sit_down(anna)
    page.goto(f"/read/{study.token}/")
    expect(page.locator("#step")).to_be_visible()
    return page


def resize(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})


@pytest.mark.parametrize(
    ("width", "height"), [(390, 844), (700, 1200), (768, 900), (1024, 600), (1280, 520)]
)
def test_a_window_that_is_too_small_says_so_and_shows_no_case(page, width, height):
    resize(page, width, height)
    expect(page.get_by_text(TOO_SMALL)).to_be_visible()
    expect(page.locator(".desk")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "height"), [(1024, 640), (768, 928), (820, 1180), (1366, 620)])
def test_from_the_smallest_size_on_the_whole_ecg_is_in_sight_with_the_open_question(
    page, width, height
):
    for key in ("1", "Enter", "2", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#step")).to_have_class("step-morphology")
    resize(page, width, height)
    expect(page.get_by_text(TOO_SMALL)).to_be_hidden()
    for place in (page.locator(".ecg img"), page.locator("#step-overall")):
        place.scroll_into_view_if_needed()
    box = page.locator(".ecg img").bounding_box()
    assert box is not None
    assert box["width"] >= 672
    assert -10 <= box["x"] <= width - box["width"]
    assert -10 <= box["y"] <= height - box["height"]


def test_keys_do_nothing_while_the_questions_are_out_of_sight(page):
    page.keyboard.press("1")
    expect(page.locator(".draft-state")).to_have_text("Draft saved")
    resize(page, 800, 600)
    for key in ("Enter", "2", "Enter"):
        page.keyboard.press(key)
    resize(page, 1280, 800)
    expect(page.locator("#step-quality input:checked")).to_have_count(0)
    expect(page.locator("#step-rhythm input:checked")).to_have_value("sinus")
    assert not LockedStep.objects.exists()


def test_without_scripts_it_is_said_too(sit_down, study, anna):
    page = sit_down(anna, width=800, height=600, java_script_enabled=False)
    page.goto(f"/read/{study.token}/")
    expect(page.get_by_text(TOO_SMALL)).to_be_visible()
    expect(page.locator(".desk")).to_be_hidden()


def test_a_small_window_prints_its_ecg_all_the_same(page):
    resize(page, 800, 600)
    page.emulate_media(media="print")
    expect(page.get_by_text(TOO_SMALL)).to_be_hidden()
    expect(page.locator(".ecg img")).to_be_visible()


def test_what_needs_no_ecg_is_shown_at_any_size(page, study):
    study.status, study.locked_at = "locked", study.opened_at
    study.save()
    resize(page, 390, 844)
    page.reload()
    expect(page.get_by_text("Reading has ended")).to_be_visible()
    expect(page.get_by_text(TOO_SMALL)).to_be_hidden()
