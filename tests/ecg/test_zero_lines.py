"""Rows that would collide or leave the paper move; gain, speed and all the others stay."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewapp.ecg.display import Display
from reviewapp.ecg.harmonise import HarmonisedEcg, harmonise
from reviewapp.ecg.paper import Paper
from reviewapp.ecg.record import STANDARD_LEADS
from reviewapp.ecg.zero_lines import zero_line_shifts_mm
from tests.ecg.displays import EVERY_GEOMETRY
from tests.ecg.ecgs import recorded, simulated_ecg


def flat_but(spikes_mv: dict[str, float], at: int = 600) -> HarmonisedEcg:
    """A flat ECG with one spike in each lead named."""
    signal = np.zeros((12, 4750), dtype=np.int16)
    for lead, spike_mv in spikes_mv.items():
        signal[STANDARD_LEADS.index(lead), at] = round(spike_mv * 200)
    return HarmonisedEcg(signal)


def rows_mm(ecg: HarmonisedEcg, display: Display) -> list[NDArray[np.float64]]:
    """Height of each row's line on the chart at every 0.05 mm, NaN where it draws nothing."""
    shifts = zero_line_shifts_mm(ecg, display)
    paper, rows = Paper(display), []
    for row, shift in zip(paper.rows(), shifts, strict=True):
        y_mm = np.full(5000, np.nan)
        for segment in row.segments:
            shown = ecg.signal_mv[segment.lead, segment.first : segment.last] * segment.sign
            start = round((segment.x_mm - paper.lead_in_mm) / paper.mm_per_sample)
            place = slice(start, start + len(shown))
            y_mm[place] = row.zero_mm + shift - shown * display.gain_mm_mv
        rows.append(y_mm)
    return rows


def least_gap_mm(rows: list[NDArray[np.float64]]) -> float:
    """The smallest distance of a row from the one above; negative where they overlap."""
    return float(min(np.nanmin(below - above) for above, below in pairwise(rows)))


@pytest.mark.parametrize("display", EVERY_GEOMETRY, ids=lambda display: display.key)
def test_a_flat_ecg_is_moved_only_where_pulses_have_no_room(display: Display) -> None:
    shifts = zero_line_shifts_mm(flat_but({}), display)
    assert any(shifts) == (display.layout == "12x1" and display.gain_mm_mv == 20)


def test_an_ordinary_ecg_is_not_moved() -> None:
    assert zero_line_shifts_mm(harmonise(simulated_ecg()), Display()) == (0, 0, 0, 0)


def test_a_tall_wave_in_the_first_row_pushes_it_down_until_it_fits() -> None:
    # V4 shares the first row, at 30 mm; 3.45 mV are 34.5 mm, and 1 mm is left free.
    assert zero_line_shifts_mm(flat_but({"V4": 3.45}, at=4000), Display())[0] == 6


def test_a_wave_of_the_first_row_that_columns_leave_out_pushes_nothing() -> None:
    assert zero_line_shifts_mm(flat_but({"V4": 3.45}, at=600), Display()) == (0, 0, 0, 0)


def test_two_waves_that_would_meet_move_apart() -> None:
    # 25 mm down and 20 mm up need 46 mm where there are 40.
    shifts = zero_line_shifts_mm(flat_but({"I": -2.5, "II": 2.0}), Display())
    assert shifts[1] - shifts[0] == 6


def test_two_waves_at_different_times_may_pass_each_other() -> None:
    signal = flat_but({"I": -2.5}, at=300).signal_5uv + flat_but({"II": 2.0}, at=900).signal_5uv
    assert zero_line_shifts_mm(HarmonisedEcg(signal), Display()) == (0, 0, 0, 0)


def test_an_inverted_lead_counts_as_it_is_drawn() -> None:
    ecg = flat_but({"aVR": -3.0})
    cabrera = Display(layout="6x2", order="cabrera")
    assert zero_line_shifts_mm(ecg, cabrera)[2] > 0  # its wave points up, at I above it


def test_a_deep_wave_of_the_last_row_lifts_it_off_the_footer() -> None:
    # The footer begins at 164.5 mm; the strip at 150 mm goes 20 mm down, and 1 mm is left free.
    assert zero_line_shifts_mm(flat_but({"II": -2.0}), Display())[3] == -7


def test_rows_that_are_pushed_up_keep_their_labels_on_the_chart() -> None:
    deep = flat_but({"I": -3.55, "II": -3.55, "III": -3.55})
    shift_mm = zero_line_shifts_mm(deep, Display())[0]
    label = Paper().rows()[0].labels[0]
    assert shift_mm < 0
    assert label.y_mm + shift_mm > label.size_mm


@pytest.mark.parametrize("name", ["PTBXL_00324", "PTBXL_00085", "CPSC_A0004", "CPSC_A0126"])
@pytest.mark.parametrize("layout", ["3x4", "3x4+1R", "3x4+3R", "6x2", "12x1"])
def test_real_traces_stay_on_the_chart(shared_data: Path, name: str, layout: str) -> None:
    drawn = rows_mm(harmonise(recorded(shared_data, name)), Display(layout=layout))
    assert np.nanmin(drawn) > 0
    assert np.nanmax(drawn) < 164.5


def test_real_traces_that_can_stay_apart_do(shared_data: Path) -> None:
    ecg = harmonise(recorded(shared_data, "PTBXL_03961"))
    moved = rows_mm(ecg, Display())
    shifts = zero_line_shifts_mm(ecg, Display())
    usual = [row - shift for row, shift in zip(moved, shifts, strict=True)]
    assert least_gap_mm(usual) < -5
    assert least_gap_mm(moved) > 1


@pytest.mark.parametrize("display", EVERY_GEOMETRY, ids=lambda display: display.key)
def test_however_wild_the_ecg_rows_keep_their_order_and_stay_on_the_chart(
    display: Display,
) -> None:
    random = np.random.default_rng(7)
    ecg = HarmonisedEcg(random.integers(-32768, 32768, (12, 4750)).astype(np.int16))
    rows = Paper(display).rows()
    shifts = zero_line_shifts_mm(ecg, display)
    zeros = [row.zero_mm + shift for row, shift in zip(rows, shifts, strict=True)]
    assert zeros[0] >= 0
    assert zeros[-1] <= 165
    assert np.diff(zeros).min() >= max(0.6 * Paper(display).pitch_mm, 11)
