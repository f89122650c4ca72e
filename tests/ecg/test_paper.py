"""The standard's numbers, in millimetres."""

import pytest

from reviewapp.ecg.display import Display
from reviewapp.ecg.paper import (
    CHART_AT_MM,
    CHART_MM,
    SHEET_MM,
    TRACE_WIDTH_MM,
    Paper,
    grid_lines,
)
from tests.ecg.displays import EVERY_GEOMETRY


def test_the_chart_lies_on_an_a4_sheet() -> None:
    assert SHEET_MM == (297, 210)
    for at, length, whole in zip(CHART_AT_MM, CHART_MM, SHEET_MM, strict=True):
        assert at > 0
        assert at + length < whole


def test_sequential_columns_last_2_5_s_and_follow_one_another() -> None:
    top_row = Paper().rows()[0].segments
    assert [segment.x_mm for segment in top_row] == [15, 77.5, 140, 202.5]
    assert [segment.first for segment in top_row] == [0, 1250, 2500, 3750]
    assert [segment.last for segment in top_row] == [1250, 2500, 3750, 4749]


def test_simultaneous_columns_show_the_same_2_5_s() -> None:
    top_row = Paper(Display(columns="simultaneous")).rows()[0].segments
    assert [segment.x_mm for segment in top_row] == [15, 77.5, 140, 202.5]
    assert {(segment.first, segment.last) for segment in top_row} == {(0, 1250)}


@pytest.mark.parametrize("columns", ["sequential", "simultaneous"])
def test_the_rhythm_strip_runs_under_all_columns(columns: str) -> None:
    (strip,) = Paper(Display(columns=columns)).rows()[-1].segments
    assert strip == (1, 1, 0, 4749, 15)


def test_rows_are_at_least_40_mm_apart() -> None:
    above, below = Paper().rows()[:2]
    assert below.zero_mm - above.zero_mm == 40


def test_cabrera_s_avr_is_drawn_inverted_and_named_so() -> None:
    row = Paper(Display(order="cabrera")).rows()[2]
    assert (row.segments[0].lead, row.segments[0].sign) == (3, -1)
    assert row.labels[0].text == "−aVR"
    others = [s for row in Paper(Display(order="cabrera")).rows() for s in row.segments]
    assert [s.lead for s in others if s.sign < 0] == [3]


@pytest.mark.parametrize(
    ("speed", "gain", "width_mm", "height_mm"),
    [(25, 10, 5, 10), (50, 10, 10, 10), (25, 5, 5, 5), (25, 20, 5, 20)],
)
def test_the_pulse_is_1_mv_by_200_ms(
    speed: int, gain: int, width_mm: float, height_mm: float
) -> None:
    for row in Paper(Display(speed, gain)).rows():
        _, foot, rise, top, fall, _ = row.pulse.points
        assert top[0] - rise[0] == width_mm
        assert foot[1] - rise[1] == height_mm
        assert foot[1] == fall[1] == row.zero_mm


@pytest.mark.parametrize("display", EVERY_GEOMETRY, ids=lambda display: display.key)
def test_every_paper_keeps_trace_label_and_pulse_in_their_places(display: Display) -> None:
    paper = Paper(display)
    for row in paper.rows():
        assert row.pulse.points[-1][0] < paper.lead_in_mm
        for label in row.labels:
            assert label.size_mm * 0.75 < label.y_mm < row.zero_mm
        for segment in row.segments:
            width_mm = (segment.last - segment.first) * display.speed_mm_s / 500
            assert paper.lead_in_mm <= segment.x_mm
            assert segment.x_mm + width_mm <= paper.lead_in_mm + TRACE_WIDTH_MM < CHART_MM[0]
    assert row.zero_mm < paper.footer.y_mm - paper.footer.size_mm


def test_at_50_mm_s_two_columns_of_2_5_s_fill_the_sheet() -> None:
    left, right = Paper(Display(50, 10, "6x2")).rows()[0].segments
    assert (left.lead, left.first, left.last) == (0, 0, 1250)
    assert (right.lead, right.first, right.last) == (6, 1250, 2500)
    assert right.x_mm - left.x_mm == 125


@pytest.mark.parametrize("columns", ["sequential", "simultaneous"])
def test_separators_stand_3_mm_off_the_zero_line_and_are_3_mm_long(columns: str) -> None:
    first, *_, strip = Paper(Display(columns=columns)).rows()
    ticks = [line.points for line in first.separators]
    assert len(ticks) == 2 * 3
    assert ticks[0] == ((77.5, 27), (77.5, 24))
    assert ticks[1] == ((77.5, 33), (77.5, 36))
    assert strip.separators == ()


def test_the_grid_has_a_line_every_millimetre() -> None:
    assert len(grid_lines(1)) == 281 + 171
    assert len(grid_lines(5)) == 57 + 35


def test_the_footer_states_speed_gain_and_band() -> None:
    assert Paper().footer.text == "25 mm/s 10 mm/mV 40 Hz"
    assert Paper(Display(50, 5)).footer.text == "50 mm/s 5 mm/mV 40 Hz"
