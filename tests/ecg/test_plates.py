"""The printed sheet: to scale, complete, and silent about who made it and when."""

import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from reviewapp.ecg.drawing import draw_svg
from reviewapp.ecg.harmonise import HarmonisedEcg, harmonise
from reviewapp.ecg.paper import DEFAULT_PAPER, SHEET_MM, Paper
from reviewapp.ecg.plates import draw_pdf, draw_png, segment_points_mm
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


def test_plate_and_screen_share_one_geometry(ecg: HarmonisedEcg) -> None:
    paper = Paper(50, 20, "6x2")
    polylines = decode_mm(draw_svg(ecg, paper))
    for segment, polyline in zip(paper.segments(), polylines, strict=True):
        assert np.allclose(segment_points_mm(ecg, paper, segment), polyline, rtol=0, atol=1e-9)


def test_the_pulse_is_where_the_sheet_says(ecg: HarmonisedEcg) -> None:
    dpi = 254  # ten pixels a millimetre
    pixels = np.asarray(Image.open(BytesIO(draw_png(ecg, dpi=dpi))).convert("L"))
    for baseline_mm in DEFAULT_PAPER.baselines_mm:
        x_px, y_px = round(10 * (8.5 + 7.5)), 10 * (21 + baseline_mm - 10)  # middle of its top
        top = round(y_px) - 40
        dark = np.flatnonzero(pixels[top : top + 80, x_px] < 100)
        assert top + dark.mean() == pytest.approx(y_px, abs=1.5)


def test_no_sample_is_dropped_on_the_way_to_the_page(ecg: HarmonisedEcg) -> None:
    flat = HarmonisedEcg(np.zeros((12, 4750), dtype=np.int16))
    # Simplified, a flat line would be two points and the page a tenth of this.
    assert len(draw_pdf(flat)) > 40_000
