"""The size of the paper on a screen: true where it was measured, crisp, and never out of shape."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from reviewapp.accounts.models import User
from reviewapp.readings.models import ReadingSession
from reviewapp.studies.models import Study
from tests.journeys.charts import BOXES, LAPTOP, chart_of, expect_paper_in_shape, on_both
from tests.journeys.test_reading import expect_step, open_case, press
from tests.readings.conftest import make_study

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SitDown = Callable[..., Page]


@pytest.fixture
def study(chromium: Browser, coordinator: User, anna: User) -> Study:
    """One case."""
    return make_study(coordinator, [anna], 0, 1)


@pytest.fixture
def page(request, sit_down: SitDown, study: Study, anna: User) -> Page:
    """Anna before her first case, on a laptop unless a test says otherwise."""
    width, height = getattr(request, "param", LAPTOP)
    return open_case(sit_down(anna, width=width, height=height), study)


@on_both
def test_without_calibration_the_page_says_so_and_with_it_10_mm_are_10_mm(page):
    says = page.locator("[data-scale]")
    expect(says).to_have_text("not to scale")
    press(page, "o")  # asks for the card first
    expect(page.get_by_role("dialog")).to_contain_text("bank card")
    fit_the_card(page, mm_per_px=0.21)
    expect(says).to_contain_text("10 mm shows as")
    press(page, "o")
    expect(says).to_have_text("to scale")
    assert 10 * chart_of(page).px_per_mm * 0.21 == pytest.approx(10, rel=0.02)
    expect_paper_in_shape(page)
    page.reload()
    expect(says).to_contain_text("10 mm shows as")  # as fitted, and known to be so
    press(page, "1", "Enter", "1", "Enter")
    expect_step(page, "morphology")
    assert ReadingSession.objects.get().mm_per_px == pytest.approx(0.21, rel=0.02)


def fit_the_card(page: Page, mm_per_px: float) -> None:
    """Move the slider as for a screen of that pixel size, in the dialog that is open."""
    page.locator("[data-card-width]").fill(f"{round(2 * 85.6 / mm_per_px) / 2:g}")
    card = page.locator("[data-card]").bounding_box()
    assert card is not None
    assert card["width"] * mm_per_px == pytest.approx(85.6, abs=0.1)
    assert card["width"] / card["height"] == pytest.approx(85.6 / 53.98, rel=0.01)
    page.get_by_role("button", name="The card fits").click()


def test_another_screen_is_not_to_scale_until_it_is_measured(page):
    press(page, "k")
    fit_the_card(page, mm_per_px=0.21)
    press(page, "o")
    expect(page.locator("[data-scale]")).to_have_text("to scale")
    page.set_viewport_size({"width": 1500, "height": 900})  # the emulated screen changes with it
    expect(page.locator("[data-scale]")).to_have_text("not to scale")
    expect(page.locator("[data-zoom]")).to_have_text("100 %")
    press(page, "k")
    fit_the_card(page, mm_per_px=0.3)
    press(page, "o")
    expect(page.locator("[data-scale]")).to_have_text("to scale")
    assert 10 * chart_of(page).px_per_mm * 0.3 == pytest.approx(10, rel=0.02)


def test_no_size_of_the_window_and_no_zoom_bends_the_paper(page):
    for width, height in ((1024, 768), (1280, 720), (1920, 1080), (820, 1180)):
        page.set_viewport_size({"width": width, "height": height})
        for keys in ("f", "+", "+", "z", "z"):
            press(page, keys)
            expect_paper_in_shape(page)


@pytest.mark.parametrize(
    ("ratio", "sizes"),
    [(1, [(1280, 800), (1024, 768), (2560, 1440)]), (1.25, [(1536, 864)]), (1.5, [(1280, 720)])],
)
def test_a_box_of_5_mm_is_whole_pixels_wide_so_that_grid_lines_are_alike(
    sit_down, study, anna, ratio, sizes
):
    page = open_case(sit_down(anna, device_scale_factor=ratio), study)
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        for keys in ("f", "+", "+"):
            press(page, keys)
            box_px = chart_of(page).width * ratio / BOXES
            assert box_px == pytest.approx(round(box_px), abs=0.02)


def test_two_fingers_zoom_and_one_moves(sit_down, study, anna):
    page = open_case(sit_down(anna, width=1024, height=768, has_touch=True), study)
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *points: tuple[float, float]) -> None:
        touching = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touching})

    width = chart_of(page).width
    fingers("touchStart", (300, 250), (400, 250))
    fingers("touchMove", (275, 250), (425, 250))
    fingers("touchMove", (250, 250), (450, 250))
    fingers("touchEnd")
    zoomed = chart_of(page)
    assert zoomed.width == pytest.approx(2 * width, rel=0.02)
    fingers("touchStart", (300, 250))
    fingers("touchMove", (260, 250))
    fingers("touchEnd")
    assert chart_of(page).left == pytest.approx(zoomed.left - 40, abs=1)
    expect_paper_in_shape(page)
