"""Where the zero lines of an ECG's rows lie, so that its traces stay apart and on the paper.

A cart that prints a tall QRS has three ways out: cut it off, halve the gain, or move the zero
line of its row. The first two falsify what readers judge, so rows move: by whole millimetres,
no further than needed, with their calibration pulse, labels and separators. Gain and speed never
change, and an ECG that fits is not moved at all. Where there is not room for all, traces overlap
as little as they must; only one taller than the chart is cut.

What is drawn alone decides, by one rule and in the same time for every ECG, whatever its origin.

Shape legend: ``r`` is a row, ``b`` a slice of the paper, ``e`` an effort; ``_rb`` is row x slice.
"""

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reviewapp.ecg.display import Display
from reviewapp.ecg.harmonise import DRAWN_RATE_HZ, HARMONISED_SAMPLES, STEP_UV, HarmonisedEcg
from reviewapp.ecg.layouts import LAYOUTS
from reviewapp.ecg.paper import (
    FOOTER_SIZE_MM,
    LABEL_SIZE_MM,
    PULSE_MV,
    TRACE_WIDTH_MM,
    Paper,
)
from reviewapp.ecg.record import MICROVOLT_PER_MILLIVOLT, STANDARD_LEADS

_SLICE_MM: Final = 2.5
"""Traces are compared in slices of the paper; columns and the signal are multiples of one."""

_SLICES: Final = round(TRACE_WIDTH_MM / _SLICE_MM)

_CLEARANCE_MM: Final = 1.0
"""Left free between two traces, and between a trace and the chart's top or the footer."""

_LEAST_PITCH: Final = 0.6
"""Rows come no closer than this share of their usual distance ..."""

_LEAST_GAP_MM: Final = 11.0
"""... nor than this, so that the pulses of 10 mm/mV and the labels stay apart."""

# What is given up where room is short, least first: the distance of traces from one another,
# then their distance from the edges. Columns: share of the edges' claim, of the traces' claim.
_FALLING: Final = np.linspace(1, 0, 21)
_EFFORTS_E2: Final = np.concatenate([
    np.column_stack((np.ones(21), _FALLING)),
    np.column_stack((_FALLING[1:], np.zeros(20))),
])  # fmt: skip

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


class _Plan(NamedTuple):
    """What is the same for every ECG of a display."""

    zero_r: Floats
    least_rr: Floats
    """How far apart two rows are at least."""
    floor_mm: float
    """Where the footer begins."""
    label_mm: float
    """How high labels reach above the zero line."""
    lead_rb: Indices
    """The lead that a slice shows, plus 12 where it is inverted."""
    slice_rb: Indices
    """Which slice of that lead; one past the last where a row shows nothing."""


def zero_line_shifts_mm(ecg: HarmonisedEcg, display: Display) -> tuple[int, ...]:
    """How far each row of ``display`` moves down for this ECG, in whole mm; mostly 0."""
    plan = _plan(display)
    height_rb, depth_rb = _outlines_mm(ecg, display, plan)
    usual_rr = plan.zero_r[None, :] - plan.zero_r[:, None]
    need_rr = (depth_rb[:, None] + height_rb[None, :]).max(axis=2) + _CLEARANCE_MM
    up_r = np.maximum(height_rb.max(axis=1), plan.label_mm) + _CLEARANCE_MM
    down_r = depth_rb.max(axis=1) + _CLEARANCE_MM

    edges_e1, traces_e11 = _EFFORTS_E2[:, :1], _EFFORTS_E2[:, 1:, None]
    lowest_er = np.ceil(edges_e1 * up_r - plan.zero_r)
    highest_er = np.floor(plan.floor_mm - edges_e1 * down_r - plan.zero_r)
    gap_err = np.ceil(np.maximum(traces_e11 * need_rr, plan.least_rr) - usual_rr)
    shift_er = _settle(lowest_er, highest_er, gap_err)
    # The last effort claims nothing and always succeeds.
    best = int(np.argmax((shift_er >= lowest_er).all(axis=1)))
    return tuple(int(shift) for shift in shift_er[best])


def _settle(lowest_er: Floats, highest_er: Floats, gap_err: Floats) -> Floats:
    """Shifts near 0, ``gap_err`` apart and at most ``highest_er``.

    Rows are first pushed down as far as those above them need, then up as far as the chart's
    end needs. If any shifts meet all bounds, these do; else some lie below ``lowest_er``.
    """
    shift_er = np.maximum(lowest_er, 0.0)
    rows = shift_er.shape[1]
    for row in range(1, rows):
        above_e = (shift_er[:, :row] + gap_err[:, :row, row]).max(axis=1)
        np.maximum(shift_er[:, row], above_e, out=shift_er[:, row])
    np.minimum(shift_er, highest_er, out=shift_er)
    for row in range(rows - 2, -1, -1):
        below_e = (shift_er[:, row + 1 :] - gap_err[:, row, row + 1 :]).min(axis=1)
        np.minimum(shift_er[:, row], below_e, out=shift_er[:, row])
    return shift_er


def _outlines_mm(ecg: HarmonisedEcg, display: Display, plan: _Plan) -> tuple[Floats, Floats]:
    """How far each row reaches above and below its zero line in each slice, and at its pulse."""
    mm_per_step = STEP_UV / MICROVOLT_PER_MILLIVOLT * display.gain_mm_mv
    sliced = ecg.signal_5uv.reshape(len(STANDARD_LEADS), -1, _samples_a_slice(display))
    highest = sliced.max(axis=2) * mm_per_step
    deepest = sliced.min(axis=2) * -mm_per_step
    above = np.pad(np.concatenate((highest, deepest)), ((0, 0), (0, 1)))
    below = np.pad(np.concatenate((deepest, highest)), ((0, 0), (0, 1)))
    pulse = np.full((len(plan.zero_r), 1), PULSE_MV * display.gain_mm_mv)
    return (
        np.hstack((pulse, above[plan.lead_rb, plan.slice_rb])),
        np.hstack((0 * pulse, below[plan.lead_rb, plan.slice_rb])),
    )


@lru_cache(maxsize=128)
def _plan(display: Display) -> _Plan:
    paper = Paper(display)
    rows = paper.rows()
    number_r = np.arange(len(rows), dtype=np.float64)
    lead_rb, slice_rb = _shown(display)
    return _Plan(
        zero_r=np.array([row.zero_mm for row in rows]),
        least_rr=(number_r - number_r[:, None]) * max(_LEAST_PITCH * paper.pitch_mm, _LEAST_GAP_MM),
        floor_mm=paper.footer.y_mm - FOOTER_SIZE_MM,
        label_mm=LAYOUTS[display.layout].label_rise_mm + LABEL_SIZE_MM,
        lead_rb=lead_rb,
        slice_rb=slice_rb,
    )


def _shown(display: Display) -> tuple[Indices, Indices]:
    """Which lead, and which slice of it, each slice of each row shows."""
    paper = Paper(display)
    rows = paper.rows()
    samples = _samples_a_slice(display)
    lead_rb = np.zeros((len(rows), _SLICES), dtype=np.intp)
    slice_rb = np.full((len(rows), _SLICES), HARMONISED_SAMPLES // samples, dtype=np.intp)
    for r, row in enumerate(rows):
        for segment in row.segments:
            start = round((segment.x_mm - paper.lead_in_mm) / _SLICE_MM)
            shown = np.arange(segment.first // samples, -(-segment.last // samples))
            place = slice(start, start + len(shown))
            lead_rb[r, place] = segment.lead + (len(STANDARD_LEADS) if segment.sign < 0 else 0)
            slice_rb[r, place] = shown
    return lead_rb, slice_rb


def _samples_a_slice(display: Display) -> int:
    return round(_SLICE_MM / display.speed_mm_s * DRAWN_RATE_HZ)
