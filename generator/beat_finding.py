"""Where the beats of a recording are: one fiducial point of each QRS, the same in every record.

Shape legend: ``_lt`` lead x time, ``_t`` time, ``_n`` beat.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d
from sleepecg.heartbeats import detect_heartbeats

SMOOTHING_S: Final = 0.04
"""About half a QRS: over it the slopes of all leads are summed up."""
REFINED_WITHIN_S: Final = 0.08
SHORTEST_RR_S: Final = 0.24
LONGEST_RR_S: Final = 3.0
"""Beyond these an interval is a mistake of the detector rather than a heart's (20 to 250 / min)."""


def find_beats(
    signal_mv_lt: NDArray[np.float64], leads: Sequence[str], rate_hz: float
) -> NDArray[np.float64]:
    """Times of the beats in seconds, ascending; empty when none can be trusted.

    sleepecg's detector (Pan & Tompkins 1985) on lead II, or the lead with the sharpest beats where
    that gives nothing plausible; then each moves to the maximum of :func:`slope_envelope` within
    80 ms. ``signal_mv_lt`` is free of baseline wander.
    """
    envelope_t = slope_envelope(signal_mv_lt, rate_hz)
    for index in _leads_to_try(signal_mv_lt, leads):
        beats_s = _refined(_detected(signal_mv_lt[index], rate_hz), envelope_t, rate_hz)
        if are_plausible(beats_s, signal_mv_lt.shape[-1] / rate_hz):
            return beats_s
    return np.empty(0)


def slope_envelope(signal_mv_lt: NDArray[np.float64], rate_hz: float) -> NDArray[np.float64]:
    """The absolute slope summed over all leads, smoothed over 40 ms; largest in the QRS."""
    slope_t: NDArray[np.float64] = np.abs(np.gradient(signal_mv_lt, axis=-1)).sum(axis=0)
    # Twice makes a triangle of it: a box has a plateau, and its maximum would be left to noise.
    for width_s in (SMOOTHING_S, SMOOTHING_S / 2):
        # An even box would move everything by half a sample, by another time at each rate
        slope_t = uniform_filter1d(slope_t, round(width_s * rate_hz) | 1)
    return slope_t


def are_plausible(beats_s: NDArray[np.float64], duration_s: float) -> bool:
    """Whether a heart beats like that, from end to end of the record."""
    if len(beats_s) < 3:
        return False
    intervals_s = np.diff(beats_s)
    ends_s = max(beats_s[0], duration_s - beats_s[-1])
    within = intervals_s.min() >= SHORTEST_RR_S and intervals_s.max() <= LONGEST_RR_S
    return bool(within and ends_s <= LONGEST_RR_S)


def _leads_to_try(signal_mv_lt: NDArray[np.float64], leads: Sequence[str]) -> list[int]:
    """Lead II if there is one, then the lead whose slopes stand out most from its median slope."""
    slope_lt = np.abs(np.diff(signal_mv_lt, axis=-1))
    typical_l = np.median(slope_lt, axis=-1) + 1e-6
    sharpest = int(np.argmax(np.percentile(slope_lt, 99, axis=-1) / typical_l))
    return [leads.index("II"), sharpest] if "II" in leads else [sharpest]


def _detected(signal_mv_t: NDArray[np.float64], rate_hz: float) -> NDArray[np.int64]:
    try:
        return np.asarray(detect_heartbeats(signal_mv_t, rate_hz), dtype=np.int64)
    except ValueError:  # a flat lead
        return np.empty(0, dtype=np.int64)


def _refined(
    detected_n: NDArray[np.int64], envelope_t: NDArray[np.float64], rate_hz: float
) -> NDArray[np.float64]:
    """The envelope's maxima near the detected beats, in seconds, each once."""
    reach, last = round(REFINED_WITHIN_S * rate_hz), len(envelope_t) - 1
    peaks = set()
    for detected in detected_n:
        start = max(int(detected) - reach, 0)
        peaks.add(start + int(np.argmax(envelope_t[start : int(detected) + reach + 1])))
    beats = [peak + _vertex(envelope_t, peak) if 0 < peak < last else peak for peak in peaks]
    return np.sort(np.array(beats, dtype=np.float64)) / rate_hz


def _vertex(envelope_t: NDArray[np.float64], peak: int) -> float:
    """How far the vertex of the parabola through three samples lies from the middle one."""
    before, at, after = envelope_t[peak - 1 : peak + 2]
    bend = before - 2 * at + after
    return 0.0 if bend >= 0 else float(np.clip((before - after) / (2 * bend), -0.5, 0.5))
