"""ECG paper as it comes out: SVG and PDF laid over one another, and what a browser prints."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, expect

from reviewapp.accounts.models import User
from reviewapp.ecg.display import Display
from reviewapp.ecg.drawing import draw_svg
from reviewapp.ecg.harmonise import HarmonisedEcg, harmonise
from reviewapp.ecg.paper import CHART_AT_MM, Paper
from reviewapp.ecg.plates import draw_pdf
from reviewapp.ecg.zero_lines import zero_line_shifts_mm
from reviewapp.studies.models import Case
from tests.ecg.ecgs import simulated_ecg
from tests.journeys.rasters import PIXELS_PER_MM, Pixels, astray, ink, pages_of_pdf, sheet_of_svg
from tests.readings.conftest import make_study

pytestmark = pytest.mark.browser

DISPLAYS = [
    Display(),
    Display(50, 20, "6x2", "simultaneous", "cabrera", "contrast"),
    Display(25, 10, "12x1", "sequential", "cabrera", "monochrome"),
    Display(25, 5, "3x4+3R", "simultaneous", "standard", "red"),
    Display(50, 10, "3x4", "sequential", "standard", "contrast"),
]


@pytest.fixture(scope="module")
def ecg() -> HarmonisedEcg:
    """Tall enough for rows to move where they are close."""
    return harmonise(simulated_ecg(scale=1.5))


def lines_of(sheet: Pixels, ecg: HarmonisedEcg, display: Display) -> NDArray[np.bool_]:
    """The ink of a sheet without its words, whose letters differ from font to font."""
    lines = ink(sheet)
    paper = Paper(display)
    shifts = zero_line_shifts_mm(ecg, display)
    words = [(label, shift) for row, shift in zip(paper.rows(), shifts, strict=True)
             for label in row.labels]  # fmt: skip
    for label, shift_mm in [*words, (paper.footer, 0)]:
        x_mm, y_mm = label.x_mm + CHART_AT_MM[0], label.y_mm + shift_mm + CHART_AT_MM[1]
        width_mm = 0.8 * label.size_mm * len(label.text)
        left, right = (round(x * PIXELS_PER_MM) for x in (x_mm - 1, x_mm + width_mm))
        top, bottom = (round(y * PIXELS_PER_MM) for y in (y_mm - label.size_mm - 1, y_mm + 1.5))
        lines[top:bottom, left:right] = False
    return lines


@pytest.mark.parametrize("display", DISPLAYS, ids=lambda display: display.key)
def test_screen_and_pdf_agree_to_a_tenth_of_a_millimetre(
    chromium: Browser, tmp_path: Path, ecg: HarmonisedEcg, display: Display
) -> None:
    screen = sheet_of_svg(chromium, draw_svg(ecg, display, whole_sheet=True))
    (page,) = pages_of_pdf(tmp_path, draw_pdf(ecg, display))
    on_screen, on_page = (lines_of(sheet, ecg, display) for sheet in (screen, page))
    assert on_screen.sum() > 10_000
    assert astray(on_screen, on_page, within_mm=0.1) == 0
    assert astray(on_page, on_screen, within_mm=0.1) == 0


def test_two_sheets_a_fifth_of_a_millimetre_apart_do_not_agree(ecg: HarmonisedEcg) -> None:
    line = np.zeros((50, 50), dtype=bool)
    line[20, 5:45] = True
    assert astray(line, np.roll(line, 1, axis=0), within_mm=0.1) == 0
    assert astray(line, np.roll(line, 2, axis=0), within_mm=0.1) > 0


@pytest.fixture
def page(sit_down: Callable[..., Page], coordinator: User, anna: User, ecg: HarmonisedEcg) -> Page:
    """Anna before a case that is that ECG."""
    study = make_study(coordinator, [anna], 0, 2)
    Case.objects.update(signal_5uv=ecg.to_bytes())
    page = sit_down(anna)
    page.goto(f"/read/{study.token}/")
    expect(page.locator("#step")).to_be_visible()
    page.evaluate("document.querySelector('.ecg img').decode()")
    return page


@pytest.mark.django_db(transaction=True)
def test_a_reader_s_page_prints_the_ecg_alone_and_to_scale(
    page: Page, tmp_path: Path, ecg: HarmonisedEcg
) -> None:
    (printed,) = pages_of_pdf(tmp_path, page.pdf(prefer_css_page_size=True))
    (plate,) = pages_of_pdf(tmp_path, draw_pdf(ecg))
    # 0.3 mm from end to end of 280 mm: 25 mm, which are 1 s, are right to 0.03 mm.
    printed_lines, plate_lines = (lines_of(sheet, ecg, Display()) for sheet in (printed, plate))
    assert astray(printed_lines, plate_lines, within_mm=0.3) == 0
    assert astray(plate_lines, printed_lines, within_mm=0.3) == 0
