"""Where P, QRS and T begin and end in the median beat, over all leads together.

As electrocardiographs do it, intervals are global: from the earliest onset to the latest end in any
lead (AHA/ACCF/HRS 2007, Circulation 115:1306). The QRS is bounded on the spatial velocity, the
root of the squared slopes summed over the independent leads. The peaks of P and T are found by
neurokit2 (``prominence``: Emrich et al. 2024, EUSIPCO) on the spatial magnitude, in which every
wave points upwards in every person. Where P begins and T ends it bounds at a fixed distance from
the peak; so that is left to the tangent's method. Shape legend: ``_lt`` lead x time, ``_t`` time.
"""

import warnings
from dataclasses import dataclass
from typing import Final

import neurokit2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from generator.evaluation.features.mean_beat import FINE_HZ, INDEPENDENT, MeanBeat

STEP_MS: Final = 1000 / FINE_HZ
QRS_THRESHOLDS: Final = (0.06, 0.12)
"""The QRS ends where the velocity stays below this share of its peak, above its quiet level: the
first at which it comes to rest at both ends. 6 % gives the durations of normal QRS complexes."""
QUIET_MS: Final = 20.0
"""So long the velocity must stay below."""
QRS_WITHIN_MS: Final = 160.0
"""A QRS reaches no further from its fiducial point."""
LEVEL_MS: Final = 24.0
"""The zero level of a lead is its median over so long before the QRS (the PR segment)."""
T_AFTER_QRS_MS: Final = 50.0
"""The peak of T comes no earlier after the QRS; neurokit2's own 150 ms lose it at high rates."""
P_REACH_MS: Final = 100.0
T_REACH_MS: Final = 200.0
"""P begins and T ends within so long of their peaks."""


@dataclass(frozen=True, kw_only=True)
class Waves:
    """Times in ms from the fiducial point of the QRS, negative before; None where not found."""

    qrs_on_ms: float | None = None
    qrs_off_ms: float | None = None
    p_on_ms: float | None = None
    p_peak_ms: float | None = None
    t_peak_ms: float | None = None
    t_off_ms: float | None = None


def delineate(beat: MeanBeat) -> Waves:
    """The waves of the beat."""
    bounds = qrs_bounds(beat)
    if bounds is None:
        return Waves()
    onset, end = bounds
    magnitude_t = _without_qrs(magnitude(beat, onset), onset, end)
    p_peak, t_peak = _peaks_by_neurokit(magnitude_t, beat.fiducial, (onset, end))
    p_on = t_off = None
    if p_peak is not None:
        before_t = magnitude_t[max(p_peak - round(P_REACH_MS / STEP_MS), 0) : p_peak + 1]
        p_on = tangent_end(before_t[::-1])
    if t_peak is not None:
        t_off = tangent_end(magnitude_t[t_peak : t_peak + round(T_REACH_MS / STEP_MS)])

    def in_ms(place: float | None) -> float | None:
        return None if place is None else (place - beat.fiducial) * STEP_MS

    return Waves(
        qrs_on_ms=in_ms(onset),
        qrs_off_ms=in_ms(end),
        p_on_ms=None if p_peak is None or p_on is None else in_ms(p_peak - p_on),
        p_peak_ms=in_ms(p_peak),
        t_peak_ms=in_ms(t_peak),
        t_off_ms=None if t_peak is None or t_off is None else in_ms(t_peak + t_off),
    )


def qrs_bounds(beat: MeanBeat) -> tuple[int, int] | None:
    """First and last sample of the QRS, or None where it does not come to rest."""
    slope_lt = np.gradient(gaussian_filter1d(beat.median_mv_lt[INDEPENDENT], 1.5), axis=-1)
    velocity_t = np.sqrt((slope_lt**2).sum(axis=0))
    reach = round(QRS_WITHIN_MS / STEP_MS)
    start = max(beat.fiducial - reach, 0)
    near_t = velocity_t[start : beat.fiducial + reach]
    quiet = float(np.percentile(velocity_t, 20))
    for threshold in QRS_THRESHOLDS:
        limit = quiet + threshold * (float(near_t.max()) - quiet)
        if bounds := _bounds_of(near_t < limit, beat.fiducial - start):
            return start + bounds[0], start + bounds[1]
    return None


def _bounds_of(quiet_t: NDArray[np.bool_], peak: int) -> tuple[int, int] | None:
    """The ends of what is loud about ``peak``: the nearest quiet runs before and after it."""
    held = round(QUIET_MS / STEP_MS)
    # A run of `held` quiet samples, counted from its first
    runs_t = np.convolve(quiet_t, np.ones(held, dtype=int), "valid") == held
    before = np.flatnonzero(runs_t[: max(peak - held, 0)])
    after = np.flatnonzero(runs_t[peak:])
    if not len(before) or not len(after):
        return None
    return int(before[-1]) + held, peak + int(after[0])


def _without_qrs(beat_t: NDArray[np.float64], onset: int, end: int) -> NDArray[np.float64]:
    """The beat with a straight line for its QRS.

    neurokit2 takes notches of the QRS for P, and beside a tall R the lowest point of the ST
    segment is as prominent as T.
    """
    bare_t = beat_t.copy()
    bare_t[onset : end + 1] = np.linspace(beat_t[onset], beat_t[end], end - onset + 1)
    return bare_t


def level_mv_l(beat: MeanBeat, qrs_on: int) -> NDArray[np.float64]:
    """The zero level of each of the 12 leads: the PR segment just before the QRS."""
    since = max(qrs_on - round(LEVEL_MS / STEP_MS), 0)
    return np.asarray(np.median(beat.median_mv_lt[:, since : max(qrs_on, since + 1)], axis=-1))


def magnitude(beat: MeanBeat, qrs_on: int) -> NDArray[np.float64]:
    """The spatial magnitude: the root mean square over the independent leads, from zero level."""
    from_level_lt = beat.median_mv_lt - level_mv_l(beat, qrs_on)[:, None]
    return np.asarray(np.sqrt(np.mean(from_level_lt[INDEPENDENT] ** 2, axis=0)))


def _peaks_by_neurokit(
    beat_t: NDArray[np.float64], fiducial: int, qrs: tuple[int, int]
) -> tuple[int | None, int | None]:
    """The samples of the peaks of P and T, or None, of a beat without its ``qrs``.

    neurokit2 looks half an RR interval to either side: at high rates T would end beyond. So the
    beat is set apart by flat stretches, and the middle one of three is read.
    """
    level_t = beat_t - np.linspace(beat_t[0], beat_t[-1], len(beat_t))
    apart_t = np.pad(level_t, len(beat_t) // 2)
    at = fiducial + len(beat_t) // 2 + len(apart_t) * np.arange(3)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _, points = neurokit2.ecg_delineate(
                np.tile(apart_t, 3),
                at,
                sampling_rate=round(FINE_HZ),
                method="prominence",
                max_r_rise_time=(fiducial - qrs[0]) * STEP_MS,
                max_qrs_interval=(qrs[1] - qrs[0]) * STEP_MS,
                typical_st_segment=T_AFTER_QRS_MS,
            )
    except (ValueError, IndexError, ZeroDivisionError):  # it may give up on a beat; ours to count
        return None, None
    p_peak, t_peak = (
        _inside(points[name][1] - at[1] + fiducial, len(beat_t)) if len(points[name]) == 3 else None
        for name in ("ECG_P_Peaks", "ECG_T_Peaks")
    )
    return p_peak, t_peak


def _inside(place: float, length: int) -> int | None:
    return int(place) if np.isfinite(place) and 0 < place < length - 1 else None


def tangent_end(wave_t: NDArray[np.float64]) -> float | None:
    """Where a wave that begins at its peak ends, in samples: the tangent's method.

    The tangent at the steepest descent meets the lowest level after the wave (Lepeschkin &
    Surawicz 1952, Circulation 6:378). None where nothing descends.
    """
    if len(wave_t) < 3:
        return None
    lowest = int(np.argmin(wave_t))
    slope_t = np.gradient(gaussian_filter1d(wave_t, 2))[: lowest + 1]
    steepest = int(np.argmin(slope_t))
    if slope_t[steepest] >= 0:
        return None
    end = steepest + (wave_t[steepest] - wave_t[lowest]) / -slope_t[steepest]
    return min(float(end), float(lowest))
