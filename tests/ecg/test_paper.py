"""The standard's numbers, in millimetres."""

import pytest

from reviewapp.ecg.paper import (
    CHART_AT_MM,
    CHART_MM,
    DEFAULT_PAPER,
    LAYOUTS,
    SHEET_MM,
    TRACE_WIDTH_MM,
    Paper,
    grid_lines,
)
from reviewapp.ecg.record import STANDARD_LEADS

EVERY_PAPER = [
    Paper(speed, gain, layout) for speed in (25, 50) for gain in (5, 10, 20) for layout in LAYOUTS
]


def test_the_default_is_what_clinics_read() -> None:
    assert (DEFAULT_PAPER.speed_mm_s, DEFAULT_PAPER.gain_mm_mv) == (25, 10)
    assert DEFAULT_PAPER.layout.rows == (
        ("I", "aVR", "V1", "V4"),
        ("II", "aVL", "V2", "V5"),
        ("III", "aVF", "V3", "V6"),
        ("II",),
    )
    assert DEFAULT_PAPER.footer == "25 mm/s 10 mm/mV 40 Hz"


def test_the_chart_lies_on_an_a4_sheet() -> None:
    assert SHEET_MM == (297, 210)
    for at, length, whole in zip(CHART_AT_MM, CHART_MM, SHEET_MM, strict=True):
        assert at > 0
        assert at + length < whole


def test_columns_last_2_5_s_and_follow_one_another_in_time() -> None:
    top_row = DEFAULT_PAPER.segments()[:4]
    assert [segment.x_mm for segment in top_row] == [15, 77.5, 140, 202.5]
    assert [segment.first for segment in top_row] == [0, 1250, 2500, 3750]
    assert [segment.last for segment in top_row] == [1250, 2500, 3750, 4749]


def test_the_rhythm_strip_runs_under_all_columns() -> None:
    strip = DEFAULT_PAPER.segments()[-1]
    assert (strip.lead, strip.first, strip.last, strip.x_mm) == ("II", 0, 4749, 15)


def test_rows_are_at_least_40_mm_apart() -> None:
    above, below = DEFAULT_PAPER.baselines_mm[:2]
    assert below - above == 40


@pytest.mark.parametrize(
    ("speed", "gain", "width_mm", "height_mm"),
    [(25, 10, 5, 10), (50, 10, 10, 10), (25, 5, 5, 5), (25, 20, 5, 20)],
)
def test_the_pulse_is_1_mv_by_200_ms(
    speed: int, gain: int, width_mm: float, height_mm: float
) -> None:
    for pulse in Paper(speed, gain).pulses():
        _, foot, rise, top, fall, _ = pulse.points
        assert top[0] - rise[0] == width_mm
        assert foot[1] - rise[1] == height_mm
        assert fall[1] == foot[1]


@pytest.mark.parametrize("paper", EVERY_PAPER, ids=str)
def test_every_paper_shows_all_leads_inside_the_chart(paper: Paper) -> None:
    assert {segment.lead for segment in paper.segments()} == set(STANDARD_LEADS)
    for label in paper.labels():
        assert label.y_mm - label.size_mm * 0.7 > 0
        assert label.y_mm < CHART_MM[1]
    for segment in paper.segments():
        width_mm = (segment.last - segment.first) * paper.speed_mm_s / 500
        assert paper.lead_in_mm <= segment.x_mm
        assert segment.x_mm + width_mm <= paper.lead_in_mm + TRACE_WIDTH_MM < CHART_MM[0]


@pytest.mark.parametrize("paper", EVERY_PAPER, ids=str)
def test_the_pulse_ends_before_the_trace_begins(paper: Paper) -> None:
    assert all(pulse.points[-1][0] < paper.lead_in_mm for pulse in paper.pulses())


def test_at_50_mm_s_two_columns_of_2_5_s_fill_the_sheet() -> None:
    left, right = Paper(50, 10, "6x2").segments()[:2]
    assert (left.lead, left.first, left.last) == ("I", 0, 1250)
    assert (right.lead, right.first, right.last) == ("V1", 1250, 2500)
    assert right.x_mm - left.x_mm == 125


def test_separators_stand_3_mm_off_the_baseline_and_are_3_mm_long() -> None:
    ticks = [line.points for line in DEFAULT_PAPER.separators()]
    assert len(ticks) == 2 * 3 * 3
    assert ticks[0] == ((77.5, 22), (77.5, 19))
    assert ticks[1] == ((77.5, 28), (77.5, 31))


def test_the_grid_has_a_line_every_millimetre() -> None:
    assert len(grid_lines(1)) == 281 + 171
    assert len(grid_lines(5)) == 57 + 35


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"speed_mm_s": 30}, r"speed in mm/s is one of \(25, 50\), not 30"),
        ({"gain_mm_mv": 0}, "gain in mm/mV"),
        ({"layout_name": "4x3"}, "not '4x3'"),
    ],
)
def test_paper_that_nobody_prints_is_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Paper(**wrong)  # type: ignore[arg-type]
