"""The printed sheet: to scale, complete, and silent about who made it and when."""

import re
import zlib
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from reviewapp.ecg.display import Display
from reviewapp.ecg.drawing import draw_svg
from reviewapp.ecg.harmonise import HarmonisedEcg, harmonise
from reviewapp.ecg.inks import INKS
from reviewapp.ecg.paper import SHEET_MM, Paper
from reviewapp.ecg.plates import draw_pdf, draw_png, trace_points_mm
from tests.ecg.displays import EVERY_GEOMETRY
from tests.ecg.ecgs import simulated_ecg
from tests.ecg.test_drawing import decode_mm


@pytest.fixture(scope="module")
def ecg() -> HarmonisedEcg:
    return harmonise(simulated_ecg())


def test_the_pdf_page_is_a4_to_a_hundredth_of_a_millimetre(ecg: HarmonisedEcg) -> None:
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", draw_pdf(ecg))
    assert box is not None
    assert [float(points) / 72 * 25.4 for points in box.groups()] == pytest.approx(
        SHEET_MM, abs=0.01
    )


def test_the_pdf_names_no_maker_and_no_date(ecg: HarmonisedEcg) -> None:
    for word in (b"Matplotlib", b"matplotlib", b"Date", b"Producer", b"Creator", b"Title"):
        assert word not in draw_pdf(ecg)


def test_the_same_ecg_gives_the_same_bytes(ecg: HarmonisedEcg) -> None:
    assert draw_pdf(ecg) == draw_pdf(ecg)
    assert draw_png(ecg, dpi=50) == draw_png(ecg, dpi=50)


def test_the_png_has_the_sheet_s_pixels_and_no_words(ecg: HarmonisedEcg) -> None:
    image = Image.open(BytesIO(draw_png(ecg, dpi=100)))
    assert image.size == (1169, 826)
    assert set(image.info) == {"dpi"}


@pytest.mark.parametrize("display", EVERY_GEOMETRY, ids=lambda display: display.key)
def test_plate_and_screen_share_one_geometry(ecg: HarmonisedEcg, display: Display) -> None:
    polylines = decode_mm(draw_svg(ecg, display))
    for points, polyline in zip(trace_points_mm(ecg, display), polylines, strict=True):
        assert np.allclose(points, polyline, rtol=0, atol=1e-9)


def test_the_pulse_is_where_the_sheet_says(ecg: HarmonisedEcg) -> None:
    dpi = 254  # ten pixels a millimetre
    pixels = np.asarray(Image.open(BytesIO(draw_png(ecg, dpi=dpi))).convert("L"))
    for row in Paper().rows():
        x_px, y_px = round(10 * (8.5 + 7.5)), 10 * (21 + row.zero_mm - 10)  # middle of its top
        top = round(y_px) - 40
        dark = np.flatnonzero(pixels[top : top + 80, x_px] < 100)
        assert top + dark.mean() == pytest.approx(y_px, abs=1.5)


def page_polylines_mm(pdf: bytes) -> list[NDArray[np.float64]]:
    """Every open line of a page in mm from the sheet's upper left corner, from its content."""
    (stream,) = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)[:1]
    lines: list[list[list[float]]] = []
    for line in zlib.decompress(stream).decode("latin-1").splitlines():
        *numbers, operator = line.split() or [""]
        if operator == "m":
            lines.append([])
        if operator in ("m", "l") and len(numbers) == 2:
            lines[-1].append([float(number) for number in numbers])
    points = (np.array(line) / 72 * 25.4 for line in lines)
    return [np.column_stack((p[:, 0], SHEET_MM[1] - p[:, 1])) for p in points]


def test_the_pdf_s_own_coordinates_are_those_of_the_screen(ecg: HarmonisedEcg) -> None:
    display = Display(50, 20, "3x4+3R", "simultaneous", "cabrera")
    screen = decode_mm(draw_svg(ecg, display))
    printed = [line for line in page_polylines_mm(draw_pdf(ecg, display)) if len(line) > 600]
    for on_page, on_screen in zip(printed, screen, strict=True):
        assert np.abs(on_page - on_screen - (8.5, 21)).max() < 0.01


@pytest.mark.parametrize("paper", INKS)
def test_a_plate_has_the_inks_of_its_paper(ecg: HarmonisedEcg, paper: str) -> None:
    image = Image.open(BytesIO(draw_png(ecg, Display(paper=paper), dpi=254))).convert("RGB")
    colours = {colour for _, colour in image.getcolors(1 << 24) or ()}
    inks = INKS[paper]
    for colour in (inks.ground, inks.trace.colour):
        assert tuple(bytes.fromhex(colour[1:])) in colours


def test_no_sample_is_dropped_on_the_way_to_the_page(ecg: HarmonisedEcg) -> None:
    flat = HarmonisedEcg(np.zeros((12, 4750), dtype=np.int16))
    # Simplified, a flat line would be two points and the page a tenth of this.
    assert len(draw_pdf(flat)) > 40_000
