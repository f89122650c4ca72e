"""The drawing decoded back into millimetres, and its bytes searched for what they might tell."""

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewapp.ecg.display import Display
from reviewapp.ecg.drawing import draw_svg
from reviewapp.ecg.harmonise import HarmonisedEcg, harmonise
from reviewapp.ecg.inks import INKS
from reviewapp.ecg.paper import Paper
from reviewapp.ecg.record import STANDARD_LEADS
from reviewapp.ecg.zero_lines import zero_line_shifts_mm
from tests.ecg.displays import EVERY_DISPLAY, EVERY_GEOMETRY
from tests.ecg.ecgs import simulated_ecg, turing_test

MM = 0.025
SVG = "{http://www.w3.org/2000/svg}"
TRACE_PATH = re.compile(rb'd="(M[^"]*)"/></svg></svg>\n$')
ROW = re.compile(rb'<g transform="translate\(0 ([ \d-]{5})\)">')


def decode_mm(svg: bytes) -> list[NDArray[np.float64]]:
    """The trace's polylines in mm, read by the rules of SVG and nothing else."""
    (path,) = TRACE_PATH.findall(svg)
    polylines = []
    for piece in path.decode().split("M")[1:]:
        start, steps = piece.split("l")
        numbers = f"{start} {steps}".replace("-", " -").split()
        moves = np.array(numbers, dtype=float).reshape(-1, 2)
        polylines.append(np.cumsum(moves, axis=0) * MM)
    return polylines


def wild_ecg(seed: int) -> HarmonisedEcg:
    """Noise that fills int16: no heart makes it, and the drawing must bear it."""
    random = np.random.default_rng(seed)
    return HarmonisedEcg(random.integers(-32768, 32768, (12, 4750)).astype(np.int16))


@pytest.mark.parametrize("display", EVERY_GEOMETRY, ids=lambda display: display.key)
def test_the_trace_in_mm_is_the_signal_in_mv(display: Display) -> None:
    ecg = harmonise(simulated_ecg(beats_per_min=83, scale=2))
    polylines = iter(decode_mm(draw_svg(ecg, display)))
    shifts = zero_line_shifts_mm(ecg, display)
    for row, shift_mm in zip(Paper(display).rows(), shifts, strict=True):
        for segment in row.segments:
            shown_mv = ecg.signal_mv[segment.lead, segment.first : segment.last + 1] * segment.sign
            x_mm = segment.x_mm + np.arange(len(shown_mv)) / 500 * display.speed_mm_s
            y_mm = row.zero_mm + shift_mm - shown_mv * display.gain_mm_mv
            points = np.column_stack((x_mm, y_mm))
            assert np.allclose(next(polylines), points, rtol=0, atol=1e-9)
    assert next(polylines, None) is None


def test_a_row_s_furniture_moves_with_its_trace() -> None:
    ecg = harmonise(simulated_ecg(scale=3))
    shifts = zero_line_shifts_mm(ecg, Display())
    assert any(shifts)
    assert [int(units) * MM for units in ROW.findall(draw_svg(ecg))] == pytest.approx(shifts)


@pytest.mark.parametrize("paper", INKS)
def test_every_paper_is_drawn_in_its_own_inks(paper: str) -> None:
    root = ElementTree.fromstring(draw_svg(wild_ecg(1), Display(paper=paper)))
    strokes = {
        (path.get("stroke"), round(float(path.get("stroke-width", "0")) * MM, 6))
        for path in root.iter(f"{SVG}path")
    }
    inks = INKS[paper]
    lines = (inks.minor_grid, inks.major_grid, inks.trace, inks.separator)
    assert strokes == set(lines)
    assert root.find(f"{SVG}svg/{SVG}rect").get("fill") == inks.ground  # type: ignore[union-attr]


def test_1_s_is_25_mm_and_1_mv_is_10_mm() -> None:
    signal = np.zeros((12, 4750), dtype=np.int16)
    signal[1, 500:1000] = 200  # 1 mV in lead II, from 1 s to 2 s
    strip = decode_mm(draw_svg(HarmonisedEcg(signal)))[-1]
    raised = strip[strip[:, 1] < strip[0, 1]]
    assert strip[0, 1] - raised[0, 1] == pytest.approx(10)
    assert raised[0, 0] - strip[0, 0] == pytest.approx(25)
    assert strip[1000, 0] - strip[500, 0] == pytest.approx(25)


def test_2_5_s_columns_are_62_5_mm() -> None:
    starts = [polyline[0, 0] for polyline in decode_mm(draw_svg(wild_ecg(1)))[:4]]
    assert np.diff(starts) == pytest.approx([62.5] * 3)


def test_the_calibration_pulse_is_5_mm_by_10_mm() -> None:
    svg = draw_svg(harmonise(simulated_ecg())).decode()
    rise_x, foot_y, top_y, fall_x = 5 / MM, 30 / MM, 20 / MM, 10 / MM
    corners = ((rise_x, foot_y), (rise_x, top_y), (fall_x, top_y), (fall_x, foot_y))
    assert "L".join(f"{x:.0f} {y:.0f}" for x, y in corners) in svg


@pytest.mark.parametrize(
    ("whole_sheet", "width", "height"), [(True, "297mm", "210mm"), (False, "280mm", "170mm")]
)
def test_the_root_is_to_scale(whole_sheet: bool, width: str, height: str) -> None:
    root = ElementTree.fromstring(draw_svg(wild_ecg(1), whole_sheet=whole_sheet))
    assert (root.get("width"), root.get("height")) == (width, height)
    units = [float(number) * MM for number in (root.get("viewBox") or "").split()]
    assert units == [0, 0, float(width[:-2]), float(height[:-2])]


def test_the_length_is_the_same_for_every_ecg_in_every_display() -> None:
    flat = HarmonisedEcg(np.zeros((12, 4750), dtype=np.int16))
    ecgs = (flat, wild_ecg(1), harmonise(simulated_ecg(scale=3)))
    for display in EVERY_DISPLAY:
        lengths = {len(draw_svg(ecg, display)) for ecg in ecgs}
        assert len(lengths) == 1, display.key


def test_the_length_of_real_and_synthetic_is_the_same(shared_data: Path) -> None:
    arms = [turing_test(shared_data, origin)[:8] for origin in ("real", "synthetic")]
    assert len({len(draw_svg(harmonise(ecg))) for arm in arms for ecg in arm}) == 1


def test_all_but_the_trace_and_its_rows_place_is_the_same_for_every_ecg() -> None:
    drawings = [draw_svg(ecg) for ecg in (wild_ecg(1), wild_ecg(2), harmonise(simulated_ecg()))]
    assert len(set(drawings)) == 3
    assert len({ROW.sub(b"", TRACE_PATH.sub(b"", svg)) for svg in drawings}) == 1


def test_a_trace_beyond_the_pen_s_reach_stops_there() -> None:
    ecg = wild_ecg(3)
    shifts = zero_line_shifts_mm(ecg, Display())
    strip_zero_mm = Paper().rows()[-1].zero_mm + shifts[-1]
    strip = decode_mm(draw_svg(ecg))[-1]
    assert np.abs(strip[:, 1] - strip_zero_mm).max() == pytest.approx(124.975)


def test_nothing_in_the_markup_tells_or_needs_an_exception_of_the_csp() -> None:
    root = ElementTree.fromstring(draw_svg(harmonise(simulated_ecg())))
    elements = list(root.iter())
    assert {element.tag for element in elements} == {
        f"{SVG}{tag}" for tag in ("svg", "rect", "g", "path", "text")
    }
    attributes = {name for element in elements for name in element.attrib}
    assert not attributes & {"id", "style", "class", "href", "clip-path"}
    assert root.get("role") == "img"
    assert root.get("aria-label") == "12-lead ECG"


def test_the_only_words_are_lead_names_and_the_footer() -> None:
    root = ElementTree.fromstring(draw_svg(harmonise(simulated_ecg())))
    texts = [text.strip() for text in root.itertext() if text.strip()]
    assert sorted(texts) == sorted([*STANDARD_LEADS, "II", "25 mm/s 10 mm/mV 40 Hz"])


def test_a_turned_avr_is_named_with_a_minus_sign() -> None:
    svg = draw_svg(harmonise(simulated_ecg()), Display(order="cabrera"))
    assert ">−aVR<" in svg.decode()
    assert ">aVR<" not in svg.decode()


def test_the_trace_is_drawn_last_so_that_no_label_hides_it() -> None:
    chart = ElementTree.fromstring(draw_svg(wild_ecg(1))).find(f"{SVG}svg")
    assert chart is not None
    assert chart[-1].get("stroke-width") == "11.2"  # 0.28 mm
    assert len(chart[-1].get("d", "")) > 100_000
