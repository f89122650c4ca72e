"""Where P, QRS and T begin and end in the median beat, over all leads together.

As electrocardiographs do it, intervals are global: from the earliest onset to the latest end in any
lead (AHA/ACCF/HRS 2007, Circulation 115:1306). The QRS is bounded on the spatial velocity, the
root of the squared slopes summed over the independent leads. P and T are found by neurokit2
(``prominence``: Emrich et al. 2024, EUSIPCO) on the spatial magnitude, in which every wave
points upwards in every person. Shape legend: ``_lt`` lead x time, ``_t`` time.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import neurokit2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from generator.evaluation.features.mean_beat import FINE_HZ, INDEPENDENT, MeanBeat

STEP_MS: Final = 1000 / FINE_HZ
QRS_THRESHOLD: Final = 0.06
"""The QRS ends where the velocity stays below this share of its peak, above its quiet level."""
QUIET_MS: Final = 20.0
"""So long the velocity must stay below."""
QRS_WITHIN_MS: Final = 160.0
"""A QRS reaches no further from its fiducial point."""
LEVEL_MS: Final = 24.0
"""The zero level of a lead is its median over so long before the QRS (the PR segment)."""
REPEATS: Final = 5
"""The median beat is laid end to end for neurokit2; the middle three are read."""


@dataclass(frozen=True, kw_only=True)
class Waves:
    """Times in ms from the fiducial point of the QRS, negative before; None where not found."""

    qrs_on_ms: float | None = None
    qrs_off_ms: float | None = None
    p_on_ms: float | None = None
    p_peak_ms: float | None = None
    p_off_ms: float | None = None
    t_peak_ms: float | None = None
    t_off_ms: float | None = None


def delineate(beat: MeanBeat) -> Waves:
    """The waves of the beat."""
    bounds = qrs_bounds(beat)
    if bounds is None:
        return Waves()
    onset, end = bounds
    found = _found_by_neurokit(magnitude(beat, onset), beat.fiducial)
    return Waves(
        qrs_on_ms=(onset - beat.fiducial) * STEP_MS,
        qrs_off_ms=(end - beat.fiducial) * STEP_MS,
        p_on_ms=found.get("ECG_P_Onsets"),
        p_peak_ms=found.get("ECG_P_Peaks"),
        p_off_ms=found.get("ECG_P_Offsets"),
        t_peak_ms=found.get("ECG_T_Peaks"),
        t_off_ms=found.get("ECG_T_Offsets"),
    )


def qrs_bounds(beat: MeanBeat) -> tuple[int, int] | None:
    """First and last sample of the QRS, or None where it does not come to rest."""
    slope_lt = np.gradient(gaussian_filter1d(beat.median_mv_lt[INDEPENDENT], 1.5), axis=-1)
    velocity_t = np.sqrt((slope_lt**2).sum(axis=0))
    reach = round(QRS_WITHIN_MS / STEP_MS)
    start = max(beat.fiducial - reach, 0)
    near_t = velocity_t[start : beat.fiducial + reach]
    quiet = float(np.percentile(velocity_t, 20))
    limit = quiet + QRS_THRESHOLD * (float(near_t.max()) - quiet)
    held = round(QUIET_MS / STEP_MS)
    # A run of `held` quiet samples, counted from its first
    runs_t = np.convolve(near_t < limit, np.ones(held, dtype=int), "valid") == held
    peak = beat.fiducial - start
    before = np.flatnonzero(runs_t[: max(peak - held, 0)])
    after = np.flatnonzero(runs_t[peak:])
    if not len(before) or not len(after):
        return None
    return start + int(before[-1]) + held, beat.fiducial + int(after[0])


def level_mv_l(beat: MeanBeat, qrs_on: int) -> NDArray[np.float64]:
    """The zero level of each of the 12 leads: the PR segment just before the QRS."""
    since = max(qrs_on - round(LEVEL_MS / STEP_MS), 0)
    return np.asarray(np.median(beat.median_mv_lt[:, since : max(qrs_on, since + 1)], axis=-1))


def magnitude(beat: MeanBeat, qrs_on: int) -> NDArray[np.float64]:
    """The spatial magnitude: the root mean square over the independent leads, from zero level."""
    from_level_lt = beat.median_mv_lt - level_mv_l(beat, qrs_on)[:, None]
    return np.sqrt(np.mean(from_level_lt[INDEPENDENT] ** 2, axis=0))


def _found_by_neurokit(beat_t: NDArray[np.float64], fiducial: int) -> dict[str, float]:
    """Points in ms from the fiducial point, by neurokit2's names; those not found are left out."""
    length = len(beat_t)
    repeated_t = np.tile(beat_t - np.linspace(beat_t[0], beat_t[-1], length), REPEATS)
    peaks = fiducial + length * np.arange(REPEATS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _, points = neurokit2.ecg_delineate(
                repeated_t, peaks, sampling_rate=round(FINE_HZ), method="prominence"
            )
    except (ValueError, IndexError, ZeroDivisionError):  # it may give up on a beat; ours to count
        return {}
    found = {name: _middle_ms(places, peaks) for name, places in points.items()}
    return {name: at_ms for name, at_ms in found.items() if at_ms is not None}


def _middle_ms(places: Sequence[float], peaks: NDArray[np.int64]) -> float | None:
    if len(places) != len(peaks):
        return None
    from_peak = (np.asarray(places, dtype=np.float64) - peaks)[1:-1]
    from_peak = from_peak[np.isfinite(from_peak)]
    return float(np.median(from_peak)) * STEP_MS if len(from_peak) else None
