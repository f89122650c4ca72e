"""Heart rate and its variation over the RR intervals of one record.

After the Task Force (1996, Circulation 93:1043); 10 s hold few intervals, so these are ultra-short
measures: comparable between records of 10 s, not with those of five minutes.
Shape legend: ``_n`` RR interval.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.features import reasons

Found = dict[str, float | str]
"""A value, or why there is none, by the name of the feature."""

FEWEST_INTERVALS: Final = 8
TOLERANCE: Final = 0.2
"""Two intervals are similar within this share of the standard deviation."""
SMALLEST_RADIUS_MS: Final = 30.0
RADIUS_STEP_MS: Final = 5.0
FEWEST_MATCHES: Final = 5


def rhythm_features(beats_s: NDArray[np.float64]) -> Found:
    """The RR features of beats at these times (two intervals at least)."""
    rr_ms_n = 1000 * np.diff(beats_s)
    step_ms_n = np.diff(rr_ms_n)
    return {
        "hr_bpm": 60_000 / float(rr_ms_n.mean()),
        "rr_mean_ms": float(rr_ms_n.mean()),
        "sdnn_ms": float(rr_ms_n.std(ddof=1)),
        "rmssd_ms": float(np.sqrt(np.mean(step_ms_n**2))),
        "pnn50_percent": 100 * float(np.mean(np.abs(step_ms_n) > 50)),
        "rr_sample_entropy": sample_entropy(rr_ms_n),
        "rr_cosen": coefficient_of_sample_entropy(rr_ms_n),
    }


def sample_entropy(rr_ms_n: NDArray[np.float64]) -> float | str:
    """Sample entropy with m = 1 and r = 0.2 SD, or why it is undefined.

    -ln(A / B): B counts the pairs of intervals that are similar, A those whose followers are
    similar too (Richman & Moorman 2000, Am J Physiol 278:H2039, with N - m templates both times).
    With m = 2 most records of 10 s would have no A at all.
    """
    if len(rr_ms_n) < FEWEST_INTERVALS:
        return reasons.FEW_INTERVALS
    similar, followed = _matches(rr_ms_n, TOLERANCE * float(rr_ms_n.std(ddof=1)))
    return reasons.NO_SIMILAR if followed == 0 else float(np.log(similar / followed))


def coefficient_of_sample_entropy(rr_ms_n: NDArray[np.float64]) -> float | str:
    """COSEn (Lake & Moorman 2011, Am J Physiol 300:H319, equation 6), or why it is undefined.

    Sample entropy with m = 1 plus ln(2r) - ln(mean RR), which frees it of the tolerance; so r may
    grow from 30 ms until 5 pairs match, and a dozen beats give a number.
    """
    if len(rr_ms_n) < FEWEST_INTERVALS:
        return reasons.FEW_INTERVALS
    radius_ms = SMALLEST_RADIUS_MS
    while (counts := _matches(rr_ms_n, radius_ms))[1] < FEWEST_MATCHES:
        radius_ms += RADIUS_STEP_MS
    entropy = np.log(counts[0] / counts[1])
    return float(entropy + np.log(2 * radius_ms / rr_ms_n.mean()))


def _matches(rr_ms_n: NDArray[np.float64], radius_ms: float) -> tuple[int, int]:
    """How many pairs of intervals that have a follower are similar, and how many go on alike."""
    near_nn = np.abs(rr_ms_n[:, None] - rr_ms_n) <= radius_ms
    pairs = np.triu_indices(len(rr_ms_n) - 1, k=1)
    similar, followed = near_nn[:-1, :-1][pairs], near_nn[1:, 1:][pairs]
    return int(similar.sum()), int(np.sum(similar & followed))
