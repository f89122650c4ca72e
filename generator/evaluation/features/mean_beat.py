"""The median beat of a record, finer in time than the record, and how alike its beats are.

Beats fall differently on the 10 ms grid of 100 Hz. Interpolated to 500 Hz (exact for a signal
without content above 42 Hz) and aligned by their fiducial points, their median has 2 ms steps and
the noise of one beat divided by about the root of their number (Simson 1981, Circulation 64:235).
Shape legend: ``_lt`` lead x time, ``_blt`` beat x lead x time, ``_b`` beat.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from generator.evaluation.ecg_set import RATE_HZ
from generator.leads import MODELLED_LEADS, TWELVE_LEADS

FINE_HZ: Final = 500.0
BEFORE_SHARE: Final = 0.4
"""The last part of an RR interval belongs to the beat that follows: its P wave lies there."""
LONGEST_BEFORE_S: Final = 0.40
LONGEST_AFTER_S: Final = 0.62
QRS_WITHIN_S: Final = 0.08
"""So far from its fiducial point a beat is held against the others."""
ALIKE: Final = 0.8
"""Beats that are less like the median beat (an extrasystole, a burst of noise) are left out."""
FEWEST_BEATS: Final = 3
INDEPENDENT: Final = [TWELVE_LEADS.index(name) for name in MODELLED_LEADS]
"""The leads from which the other four follow: each piece of evidence once."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MeanBeat:
    """The beat that a record repeats, and those it was made of."""

    median_mv_lt: NDArray[np.float64]
    """(12, time) at 500 Hz."""
    beats_mv_blt: NDArray[np.float64]
    fiducial: int
    """Where in time the fiducial point of the QRS stands."""
    likeness: float
    """Correlation of a beat's QRS with the mean of the others', median over all beats."""


def mean_beat(signal_mv_lt: NDArray[np.float64], beats_s: NDArray[np.float64]) -> MeanBeat | None:
    """The median beat of a record (12, 1000) with beats at ``beats_s``; None with too few whole."""
    rr_s = float(np.median(np.diff(beats_s)))
    before_s = min(BEFORE_SHARE * rr_s, LONGEST_BEFORE_S)
    before = round(before_s * FINE_HZ)
    after = round(min(rr_s - before_s, LONGEST_AFTER_S) * FINE_HZ)
    fine_lt = resample_poly(signal_mv_lt, round(FINE_HZ / RATE_HZ), 1, axis=-1, padtype="line")
    at_b = np.rint(beats_s * FINE_HZ).astype(np.int64)
    at_b = at_b[(at_b >= before) & (at_b + after <= fine_lt.shape[-1])]
    if len(at_b) < FEWEST_BEATS:
        return None
    beats_blt = np.stack([fine_lt[:, at - before : at + after] for at in at_b])
    reach = round(QRS_WITHIN_S * FINE_HZ)
    qrs_blt = beats_blt[:, INDEPENDENT, max(before - reach, 0) : before + reach]
    alike_b = _correlations(qrs_blt, np.median(qrs_blt, axis=0)) >= ALIKE
    kept_blt = beats_blt[alike_b] if alike_b.sum() >= FEWEST_BEATS else beats_blt
    return MeanBeat(
        median_mv_lt=np.median(kept_blt, axis=0),
        beats_mv_blt=kept_blt,
        fiducial=before,
        likeness=likeness(qrs_blt),
    )


def likeness(beats_blt: NDArray[np.float64]) -> float:
    """Median correlation, over all leads together, of a beat with the mean of the others.

    The beat itself is left out of the mean: one of ten beats of pure noise would correlate with
    a mean of ten at 0.32.
    """
    others_blt = (beats_blt.sum(axis=0) - beats_blt) / (len(beats_blt) - 1)
    return float(np.median(_correlations(beats_blt, others_blt)))


def _correlations(
    beats_blt: NDArray[np.float64], with_blt: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The correlation of each beat; each lead about its own mean, 0 where there is no variance."""
    one = beats_blt - beats_blt.mean(axis=-1, keepdims=True)
    two = with_blt - with_blt.mean(axis=-1, keepdims=True)
    axes = (-2, -1)
    scale = np.sqrt((one**2).sum(axis=axes) * (two**2).sum(axis=axes))
    product = (one * two).sum(axis=axes)
    return np.asarray(np.divide(product, scale, out=np.zeros_like(product), where=scale > 0))
