"""The tools around the ECG in a real browser: what they show is measured against the chart's mm."""

import math
import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from reviewapp.accounts.models import User
from reviewapp.ecg.display import Display
from reviewapp.readings.models import LockedStep, Reading
from reviewapp.studies.models import Study
from reviewapp.studies.viewing import Viewing
from tests.journeys.axe import find_faults
from tests.journeys.charts import (
    BOXES,
    LAPTOP,
    chart_of,
    expect_paper_in_shape,
    figures,
    line_at,
    on_both,
    part,
    shows,
)
from tests.journeys.test_reading import expect_case, open_case, press, read_case
from tests.readings.conftest import make_study

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SitDown = Callable[..., Page]


@pytest.fixture
def study(chromium: Browser, coordinator: User, anna: User) -> Study:
    """One practice case and five cases."""
    return make_study(coordinator, [anna], 1, 5)


@pytest.fixture
def page(request, sit_down: SitDown, study: Study, anna: User) -> Page:
    """Anna before her first case, on a laptop unless a test says otherwise."""
    width, height = getattr(request, "param", LAPTOP)
    return open_case(sit_down(anna, width=width, height=height), study)


def drag_line(page: Page, kind: str, name: str, to: tuple[float, float]) -> None:
    """Drag a line to a point, from where no other line can be hit."""
    at = line_at(page, kind, name)
    start = (at, to[1]) if kind == "time" else (to[0], at)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*to, steps=4)
    page.mouse.up()


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
