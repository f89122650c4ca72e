"""The drawing decoded back into millimetres, and its bytes searched for what they might tell."""

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewapp.ecg.drawing import draw_svg
from reviewapp.ecg.harmonise import HarmonisedEcg, harmonise
from reviewapp.ecg.paper import DEFAULT_PAPER, LAYOUTS, Paper
from reviewapp.ecg.record import STANDARD_LEADS
from tests.ecg.ecgs import simulated_ecg, turing_test

MM = 0.025
SVG = "{http://www.w3.org/2000/svg}"
TRACE_PATH = re.compile(rb'd="(M[^"]*)"/></svg></svg>\n$')
EVERY_PAPER = [
    Paper(speed, gain, layout) for speed in (25, 50) for gain in (5, 10, 20) for layout in LAYOUTS
]


def decode_mm(svg: bytes) -> list[NDArray[np.float64]]:
    """The trace's polylines in mm, read by the rules of SVG and nothing else. Slow."""
    (path,) = TRACE_PATH.findall(svg)
    polylines = []
    for piece in path.decode().split("M")[1:]:
        start, steps = piece.split("l")
        numbers = [float(number) for number in re.findall(r"-?\d+", steps)]
        moves = np.array([[float(n) for n in start.split()], *np.reshape(numbers, (-1, 2))])
        polylines.append(np.cumsum(moves, axis=0) * MM)
    return polylines


def wild_ecg(seed: int) -> HarmonisedEcg:
    """Noise that fills int16: no heart makes it, and the drawing must bear it."""
    random = np.random.default_rng(seed)
    return HarmonisedEcg(random.integers(-32768, 32768, (12, 4750)).astype(np.int16))


@pytest.mark.parametrize("paper", EVERY_PAPER, ids=str)
def test_the_trace_in_mm_is_the_signal_in_mv(paper: Paper) -> None:
    ecg = harmonise(simulated_ecg(beats_per_min=83))
    polylines = decode_mm(draw_svg(ecg, paper))
    for segment, polyline in zip(paper.segments(), polylines, strict=True):
        lead_mv = ecg.signal_mv[STANDARD_LEADS.index(segment.lead)]
        shown_mv = lead_mv[segment.first : segment.last + 1]
        x_mm = segment.x_mm + np.arange(len(shown_mv)) / 500 * paper.speed_mm_s
        assert np.allclose(polyline[:, 0], x_mm, rtol=0, atol=1e-9)
        y_mm = segment.baseline_mm - shown_mv * paper.gain_mm_mv
        assert np.allclose(polyline[:, 1], y_mm, rtol=0, atol=1e-9)


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
    rise_x, foot_y, top_y, fall_x = 5 / MM, 25 / MM, 15 / MM, 10 / MM
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


@pytest.mark.parametrize("paper", EVERY_PAPER, ids=str)
def test_the_length_is_the_same_for_every_ecg(paper: Paper) -> None:
    flat = HarmonisedEcg(np.zeros((12, 4750), dtype=np.int16))
    ecgs = (flat, wild_ecg(1), wild_ecg(2), harmonise(simulated_ecg()))
    assert len({len(draw_svg(ecg, paper)) for ecg in ecgs}) == 1


def test_the_length_of_real_and_synthetic_is_the_same(shared_data: Path) -> None:
    arms = [turing_test(shared_data, origin)[:8] for origin in ("real", "synthetic")]
    assert len({len(draw_svg(harmonise(ecg))) for arm in arms for ecg in arm}) == 1


def test_all_but_the_trace_is_the_same_for_every_ecg() -> None:
    drawings = [draw_svg(ecg) for ecg in (wild_ecg(1), wild_ecg(2), harmonise(simulated_ecg()))]
    assert len({TRACE_PATH.sub(b"", svg) for svg in drawings}) == 1
    assert len({TRACE_PATH.sub(b"", svg) for svg in drawings} & set(drawings)) == 0


def test_a_trace_beyond_the_pen_s_reach_stops_there() -> None:
    for polyline, segment in zip(
        decode_mm(draw_svg(wild_ecg(3))), DEFAULT_PAPER.segments(), strict=True
    ):
        assert np.abs(polyline[:, 1] - segment.baseline_mm).max() == pytest.approx(124.975)


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


def test_the_trace_is_drawn_last_so_that_no_label_hides_it() -> None:
    chart = ElementTree.fromstring(draw_svg(wild_ecg(1))).find(f"{SVG}svg")
    assert chart is not None
    assert chart[-1].get("stroke-width") == "11.2"  # 0.28 mm
    assert len(chart[-1].get("d", "")) > 100_000
