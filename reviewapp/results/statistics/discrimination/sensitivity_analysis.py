"""Simpler standard errors of the mean score, beside the primary analysis of :mod:`.reader_case`.

They ignore readers, or cases, or both, and are kept to show what that would claim; only the
two-way cluster-robust one speaks for other readers and other cases.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import Numbers
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import t_estimate

from .mean_area import extent_of

TWO_WAY: Final = "mean of readings; two-way cluster-robust SE (readers, cases), t(min - 1)"
READER_T: Final = "mean over readers; t interval over readers alone, these cases"
NO_READINGS: Final = "nothing was read"
NOT_POSITIVE: Final = "the estimated variance is not positive"


@dataclass(frozen=True, kw_only=True)
class ClusterVariances:
    """Variances of the mean reading: none, readers, cases and both taken as clusters.

    ``both`` = readers + cases - none may come out negative.
    """

    none: float
    readers: float
    cases: float
    both: float


@dataclass(frozen=True, kw_only=True)
class MeanSquares:
    """Mean squares of the two-way layout readers x cases without replication."""

    reader: float
    case: float
    residual: float


def cluster_variances(score_rc: Numbers) -> ClusterVariances:
    """Sandwich variances of the mean of all readings (readers, cases), NaN where missing.

    Cameron, Gelbach and Miller 2011 (J Bus Econ Stat 29:238), without small-sample factors.
    Raises ValueError where there is no reading.
    """
    read_rc = np.isfinite(score_rc)
    if not read_rc.any():
        raise ValueError(NO_READINGS)
    n = int(read_rc.sum())
    mean = float(score_rc[read_rc].mean())
    deviation_rc = np.where(read_rc, score_rc - mean, 0.0)
    none = float((deviation_rc**2).sum()) / n**2
    readers = float((deviation_rc.sum(axis=1) ** 2).sum()) / n**2
    cases = float((deviation_rc.sum(axis=0) ** 2).sum()) / n**2
    return ClusterVariances(none=none, readers=readers, cases=cases, both=readers + cases - none)


def cluster_robust_mean(score_rc: Numbers, *, bounds: tuple[float, float] = (0.0, 1.0)) -> Estimate:
    """Mean of all readings (readers, cases), NaN where missing, with the two-way robust interval.

    t with min(readers, cases) - 1 degrees of freedom.
    """
    read_rc = np.isfinite(score_rc)
    score_rc = score_rc[read_rc.any(axis=1)][:, read_rc.any(axis=0)]
    read_rc = np.isfinite(score_rc)
    if not read_rc.any():
        return Estimate.undefined(reason=NO_READINGS, method=TWO_WAY)
    value, extent = float(score_rc[read_rc].mean()), extent_of(read_rc)
    variance = cluster_variances(score_rc).both
    df = min(score_rc.shape) - 1
    if df < 1 or variance <= 0:
        reason = NOT_POSITIVE if df else "one reader or one case only"
        return Estimate(value=value, method=TWO_WAY, extent=extent, interval_reason=reason)
    return t_estimate(
        value=value, se=sqrt(variance), df=df, method=TWO_WAY, extent=extent, bounds=bounds
    )


def mean_squares(score_rc: Numbers) -> MeanSquares:
    """Mean squares of a complete table (readers, cases).

    Raises ValueError where a reading is missing, or with one reader or one case.
    """
    readers, cases = score_rc.shape
    if not np.isfinite(score_rc).all() or min(readers, cases) < 2:
        raise ValueError("mean squares need a complete table of two readers and two cases or more")
    reader_r, case_c = score_rc.mean(axis=1), score_rc.mean(axis=0)
    residual_rc = score_rc - reader_r[:, None] - case_c + score_rc.mean()
    return MeanSquares(
        reader=cases * float(reader_r.var(ddof=1)),
        case=readers * float(case_c.var(ddof=1)),
        residual=float((residual_rc**2).sum()) / ((readers - 1) * (cases - 1)),
    )


def reader_t_mean(
    figure_r: Numbers, *, extent: Extent, bounds: tuple[float, float] = (0.0, 1.0)
) -> Estimate:
    """Mean of the readers' figures (readers,), with a t interval over readers alone."""
    if figure_r.size == 0:
        return Estimate.undefined(reason=NO_READINGS, method=READER_T, extent=extent)
    value = float(figure_r.mean())
    if figure_r.size < 2:
        reason = "an interval over readers needs two readers"
        return Estimate(value=value, method=READER_T, extent=extent, interval_reason=reason)
    return t_estimate(
        value=value,
        se=float(stats.sem(figure_r)),
        df=figure_r.size - 1,
        method=READER_T,
        extent=extent,
        bounds=bounds,
        no_spread="every reader has the same figure",
    )
