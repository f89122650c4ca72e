"""The tools around the ECG in a real browser: what they show is measured against the chart's mm."""

import math
import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from reviewapp.accounts.models import User
from reviewapp.ecg.display import Display
from reviewapp.readings.models import LockedStep, Reading, ReadingSession
from reviewapp.studies.models import Study
from reviewapp.studies.viewing import Viewing
from tests.journeys.axe import find_faults
from tests.journeys.test_reading import expect_case, expect_step, open_case, press, read_case
from tests.readings.conftest import make_study

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SitDown = Callable[..., Page]
CHART_MM = (280, 170)
BOXES = 56  # of 5 mm, over the width of the chart
LAPTOP, TABLET = (1280, 800), (1024, 768)
on_both = pytest.mark.parametrize("page", [LAPTOP, TABLET], ids=["1280px", "1024px"], indirect=True)
FIGURES = re.compile(r"(\d+) ms · (\d+) /min(?: · ([\d.]+) mV)?")


@pytest.fixture
def study(chromium: Browser, coordinator: User, anna: User) -> Study:
    """One practice case and five cases."""
    return make_study(coordinator, [anna], 1, 5)


@pytest.fixture
def page(request, sit_down: SitDown, study: Study, anna: User) -> Page:
    """Anna before her first case, on a laptop unless a test says otherwise."""
    width, height = getattr(request, "param", LAPTOP)
    return open_case(sit_down(anna, width=width, height=height), study)


class Chart(NamedTuple):
    """Where the picture lies in the window; its whole width is 280 mm, its height 170 mm."""

    left: float
    top: float
    width: float
    height: float

    @property
    def px_per_mm(self) -> float:
        return self.width / CHART_MM[0]

    def at(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        return self.left + x_mm * self.px_per_mm, self.top + y_mm * self.height / CHART_MM[1]


def chart_of(page: Page) -> Chart:
    box = page.locator(".frame img").bounding_box()
    assert box is not None
    return Chart(box["x"], box["y"], box["width"], box["height"])


def expect_paper_in_shape(page: Page) -> None:
    """A second and a millivolt keep their ratio: as many pixels to the mm both ways."""
    chart = chart_of(page)
    assert chart.width / chart.height == pytest.approx(CHART_MM[0] / CHART_MM[1], rel=1e-3)


def part(page: Page, kind: str, name: str) -> Locator:
    return page.locator(f"[data-kind={kind}] [data-part={name}]")


def line_at(page: Page, kind: str, name: str) -> float:
    """Where a line stands in the window: x of a time line, y of an amplitude line."""
    axis = "x" if kind == "time" else "y"
    frame = page.locator(".frame").bounding_box()
    assert frame is not None
    drawn = part(page, kind, name).locator(".line").get_attribute(f"{axis}1")
    assert drawn is not None
    return frame[axis] + float(drawn)


def drag_line(page: Page, kind: str, name: str, to: tuple[float, float]) -> None:
    """Drag a line to a point, from where no other line can be hit."""
    at = line_at(page, kind, name)
    start = (at, to[1]) if kind == "time" else (to[0], at)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*to, steps=4)
    page.mouse.up()


def figures(page: Page) -> tuple[float, float, float]:
    """ms, per minute and mV as the page says them; mV is 0 without amplitude calipers."""
    said = FIGURES.search(page.locator("[data-measure]").text_content() or "")
    assert said
    return float(said[1]), float(said[2]), float(said[3] or 0)


def zoom_upon(page: Page, x_mm: float, y_mm: float, turns: int) -> None:
    """Turn the wheel over a point of the chart, which stays under the pointer."""
    at = chart_of(page).at(x_mm, y_mm)
    page.mouse.move(*at)
    for _ in range(turns):
        page.mouse.wheel(0, -100)
    if turns:
        expect(page.locator(".frame")).to_have_class(re.compile("zoomed"))
        fitted_px = page.locator(".frame").evaluate("frame => frame.clientWidth") / BOXES
        box_px = round(fitted_px * math.exp(turns / 4))
        expect(page.locator("[data-zoom]")).to_have_text(f"{round(100 * box_px / fitted_px)} %")
        # A wheel event tells whole pixels.
        assert chart_of(page).at(x_mm, y_mm) == pytest.approx(at, abs=math.exp(turns / 4))


@on_both
@pytest.mark.parametrize("turns", [0, 3, 7])
def test_calipers_measure_to_a_pixel_at_any_zoom(page, turns):
    """The calibration pulse of 200 ms is 5 mm wide; 10 mm are 1 mV."""
    zoom_upon(page, 8, 40, turns)
    press(page, "c", "v")
    chart = chart_of(page)
    for kind, name, to_mm in (
        ("time", "first", (5, 42)),
        ("time", "second", (10, 42)),
        ("amplitude", "first", (7, 36)),
        ("amplitude", "second", (7, 46)),
    ):
        drag_line(page, kind, name, chart.at(*to_mm))
        stands = line_at(page, kind, name)
        assert stands == pytest.approx(chart.at(*to_mm)[0 if kind == "time" else 1], abs=1)
    ms, per_minute, mv = figures(page)
    assert ms == pytest.approx(200, abs=1000 / 25 / chart.px_per_mm + 0.5)
    assert mv == pytest.approx(1, abs=1 / 10 / chart.px_per_mm + 0.005)
    assert per_minute == pytest.approx(60_000 / ms, abs=1)


def test_calipers_stay_on_the_picture_while_it_is_zoomed_and_moved(page):
    press(page, "c")
    before, chart = figures(page), chart_of(page)
    stood_mm = (line_at(page, "time", "first") - chart.left) / chart.px_per_mm
    press(page, "+", "+", "+")
    press(page, "Escape", "Shift+ArrowRight", "Shift+ArrowDown")
    chart = chart_of(page)
    assert figures(page) == before
    assert line_at(page, "time", "first") == pytest.approx(chart.at(stood_mm, 0)[0], abs=1)


def test_calipers_are_set_moved_and_taken_away_by_keys(page):
    press(page, "c")
    expect(part(page, "time", "second")).to_be_focused()
    per_px = 1000 / 25 / chart_of(page).px_per_mm
    before = figures(page)[0]
    press(page, *["ArrowRight"] * 5, "Shift+ArrowRight")
    assert figures(page)[0] == pytest.approx(before + 15 * per_px, abs=1)
    press(page, "c")
    expect(part(page, "time", "both")).to_be_focused()
    stood = line_at(page, "time", "first")
    press(page, "ArrowLeft", "ArrowDown")
    assert line_at(page, "time", "first") == pytest.approx(stood - 1, abs=0.1)
    press(page, "c", "Delete")
    expect(page.locator("[data-kind=time]")).to_have_count(0)
    expect(page.locator(".frame")).to_be_focused()
    press(page, "1")  # the question's own keys go on
    expect(page.locator("#step-rhythm input:checked")).to_have_value("sinus")


def test_calipers_march_out_over_the_whole_ecg(page):
    press(page, "c", "m")
    chart = chart_of(page)
    drawn = page.locator(".march").get_attribute("d") or ""
    stands = [float(x) for x in re.findall(r"M([\d.-]+) ", drawn)]
    step_px = line_at(page, "time", "second") - line_at(page, "time", "first")
    assert len(stands) == pytest.approx(chart.width / step_px, abs=1)
    steps = [b - a for a, b in pairwise(stands)]
    assert steps == pytest.approx([step_px] * len(steps), abs=0.01)
    press(page, "m")
    expect(page.locator(".march")).to_have_attribute("d", "")


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


@on_both
def test_another_speed_gain_and_layout_come_by_one_key_each(page):
    press(page, "s")
    shows(page, Display(speed_mm_s=50))
    press(page, "g", "l", "b", "p")
    look = Display(50, 20, "3x4+3R", order="cabrera", paper="contrast")
    shows(page, look)
    expect_paper_in_shape(page)
    press(page, "c", "v")
    chart = chart_of(page)
    width_px = line_at(page, "time", "second") - line_at(page, "time", "first")
    height_px = line_at(page, "amplitude", "second") - line_at(page, "amplitude", "first")
    ms, _, mv = figures(page)
    assert ms == pytest.approx(1000 * width_px / chart.px_per_mm / 50, abs=1)
    assert mv == pytest.approx(height_px / chart.px_per_mm / 20, abs=0.01)


def shows(page: Page, display: Display, lead: str = "") -> None:
    end = f"&lead={lead}" if lead else ""
    expect(page.locator(".frame img")).to_have_attribute(
        "src", re.compile(re.escape(f"?display={display.key}{end}") + "$")
    )


def test_one_lead_is_enlarged_over_its_ten_seconds(page):
    press(page, "i")
    shows(page, Display(), "II")
    press(page, ".", ".", ",")
    shows(page, Display(), "III")
    press(page, "c")
    width_mm = (line_at(page, "time", "second") - line_at(page, "time", "first")) / chart_of(
        page
    ).px_per_mm
    assert figures(page)[0] == pytest.approx(1000 * width_mm / 50, abs=1)
    press(page, "s")  # a lead has its own speed
    press(page, "i")
    shows(page, Display())
    expect(page.locator("[data-kind]")).to_have_count(0)  # they belonged to the other picture


def test_a_display_that_cannot_be_fetched_leaves_the_one_that_is_there(page):
    page.route(re.compile("/read/ecg/"), lambda route: route.abort())
    press(page, "s")
    expect(page.get_by_text("This ECG could not be fetched")).to_be_visible()
    expect(page.get_by_role("combobox", name="Speed")).to_have_value("25")
    shows(page, Display())


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


def test_no_key_of_a_tool_fires_in_a_text_field(page):
    press(page, "e")
    page.locator("#abstained textarea").focus()
    page.keyboard.type("scvmifolgbpk+-,.")
    expect(page.locator("#abstained textarea")).to_have_value("scvmifolgbpk+-,.")
    expect(page.locator("[data-kind]")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    shows(page, Display())


def test_no_answer_is_given_behind_the_calibration(page):
    press(page, "k", "1", "2", "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#step input:checked")).to_have_count(0)


def test_the_overview_names_every_key_that_the_study_gives(page):
    press(page, "?")
    overview = page.get_by_role("dialog")
    for words in ("Speed", "Gain", "Layout", "Time calipers", "Amplitude calipers", "True size"):
        expect(overview).to_contain_text(words)
    expect(overview).not_to_contain_text("Columns")  # the study keeps them as they are


@on_both
def test_five_cases_are_read_by_keys_alone_with_every_tool(page, study):
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    page.evaluate("window.same = true")
    read_case(page)  # practice
    for number in range(1, 6):
        expect_case(page, rf"Case\s+{number} of\s+5")
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        press(page, "+", "+", "Shift+ArrowRight", "f", "c", "ArrowRight", "m", "v", "i", "i")
        if number == 1:
            press(page, "s")
        shows(page, Display(speed_mm_s=50))
        expect(page.locator("[data-kind]")).to_have_count(0)
        read_case(page)
    expect(page.get_by_role("heading", name="All cases are read")).to_be_focused()
    assert page.evaluate("window.same")
    assert not errors
    uses = list(
        Reading.objects.order_by("presentation__position").values_list("tool_use", flat=True)
    )
    assert uses[0]["counts"] == dict.fromkeys(uses[0]["counts"], 0)
    assert uses[1]["counts"] == {
        "zoom": 1, "pan": 1, "true_size": 0, "time_caliper": 1, "amplitude_caliper": 1,
        "march_out": 1, "lead": 2, "switch": 1,
    }  # fmt: skip
    assert uses[1]["displays"] == [Display().key, Display(speed_mm_s=50).key]
    assert uses[2]["displays"] == [Display(speed_mm_s=50).key]


def test_the_focus_is_at_the_step_after_each_swap_even_from_the_calipers(page):
    press(page, "1", "Enter", "1", "c", "ArrowRight", "Enter")
    expect(page.get_by_role("heading", name="Morphology")).to_be_focused()
    expect(page.locator("[data-kind=time]")).to_have_count(1)  # the case is the same
    assert LockedStep.objects.get().tool_use["counts"]["time_caliper"] == 1


def test_a_study_without_tools_shows_none_and_answers_no_key_of_theirs(sit_down, study, anna):
    study.protocol["display"] = Viewing(switches=(), tools=()).to_json()
    study.save()
    page = open_case(sit_down(anna), study)
    press(page, "+", "c", "v", "m", "i", "s", "l")
    expect(page.get_by_role("combobox")).to_have_count(0)
    expect(page.locator("[data-kind]")).to_have_count(0)
    expect(page.locator(".frame")).not_to_have_class(re.compile("zoomed"))
    shows(page, Display())


def test_without_scripts_another_display_is_chosen_from_the_lists(sit_down, study, anna):
    page = open_case(sit_down(anna, java_script_enabled=False), study)
    expect(page.get_by_text("not to scale")).to_be_visible()
    expect(page.get_by_role("button", name="Time")).to_have_count(0)
    page.get_by_role("combobox", name="Speed").select_option("50")
    page.get_by_role("combobox", name="One lead").select_option("V1")
    page.get_by_role("button", name="Show").click()
    shows(page, Display(speed_mm_s=50), "V1")


def test_nothing_stands_in_the_way_of_a_screen_reader(page):
    press(page, "c", "v", "m", "+")
    assert not find_faults(page)
    press(page, "k")
    assert not find_faults(page)
    press(page, "Escape", "i")
    shows(page, Display(), "II")
    assert not find_faults(page)
