"""Readers and cases both at random: the one-arm analysis of Obuchowski and Rockette.

Obuchowski and Rockette 1995, Commun Stat Simul 24:285, with the degrees of freedom of Hillis 2007
(Stat Med 26:596). The same engine serves accuracy (0/1 answers) and any other figure that has a
value for each reader and a covariance between readers.
"""

from dataclasses import dataclass
from math import inf, sqrt
from typing import Final

import numpy as np

from reviewapp.results.statistics.coding import Codes, Numbers
from reviewapp.results.statistics.estimate import FEW_READERS, Estimate, Extent
from reviewapp.results.statistics.intervals import t_estimate

OR_HILLIS: Final = "mean over readers; Obuchowski-Rockette/Hillis t interval over readers and cases"
FIXED_READERS: Final = "mean over these readers; normal interval over cases"
NO_SPREAD_OF_CASES: Final = "cases show no variation, so that the SE is 0"

FEW_READERS_NOTE: Final = (
    f"Fewer than {FEW_READERS} readers: an interval that speaks for other readers is unreliable."
)

ROUNDING: Final = 1e-18
"""A variance below this is zero but for rounding."""


@dataclass(frozen=True)
class ReaderVariance:
    """Squared standard error of the mean over readers, and its degrees of freedom."""

    variance: float
    df: float


def reader_variance(figure_r: Numbers, covariance_rr: Numbers) -> ReaderVariance:
    """Variance of the mean of ``figure_r`` when readers and cases are both random (Hillis 2007).

    ``covariance_rr`` is the covariance between the readers' figures that comes from their reading
    the same cases. SE^2 = (MS(R) + J max(Cov2, 0)) / J and
    df = (MS(R) + J max(Cov2, 0))^2 / (MS(R)^2 / (J - 1)), infinite when MS(R) is 0.
    Raises ValueError with fewer than two readers.
    """
    readers = figure_r.size
    if readers < 2:
        raise ValueError("a variance over readers needs two readers")
    ms_reader = float(figure_r.var(ddof=1))
    off_diagonal = covariance_rr.sum() - np.trace(covariance_rr)
    covariance = max(float(off_diagonal) / (readers * (readers - 1)), 0.0)
    total = ms_reader + readers * covariance
    df = inf if ms_reader <= ROUNDING else total**2 / (ms_reader**2 / (readers - 1))
    return ReaderVariance(total / readers, df)


def mean_over_readers(
    *,
    figure_r: Numbers,
    covariance_rr: Numbers,
    extent: Extent,
    bounds: tuple[float, float] = (-inf, inf),
    method: str = OR_HILLIS,
) -> Estimate:
    """Mean of a figure over two or more readers, with the Obuchowski-Rockette/Hillis interval.

    ``bounds`` is the range that the figure can take; the limits are cut to it.
    Raises ValueError with fewer than two readers.
    """
    spread = reader_variance(figure_r, covariance_rr)
    return t_estimate(
        value=float(figure_r.mean()),
        se=sqrt(spread.variance),
        df=spread.df,
        method=method,
        extent=extent,
        bounds=bounds,
        note=FEW_READERS_NOTE if figure_r.size < FEW_READERS else "",
    )


def mean_of_these_readers(
    *,
    figure_r: Numbers,
    covariance_rr: Numbers,
    extent: Extent,
    bounds: tuple[float, float] = (-inf, inf),
) -> Estimate:
    """Mean of a figure over exactly these readers, cases being random: normal interval.

    SE^2 is the mean of all elements of ``covariance_rr`` (readers, readers). Speaks for other
    cases, not for other readers (FRRC); for other readers on these cases (RRFC) see
    :func:`.sensitivity_analysis.reader_t_mean`. Raises ValueError without a reader.
    """
    if not figure_r.size:
        raise ValueError("a mean over readers needs one")
    return t_estimate(
        value=float(figure_r.mean()),
        se=sqrt(max(float(covariance_rr.mean()), 0.0)),
        df=inf,
        method=FIXED_READERS,
        extent=extent,
        bounds=bounds,
        no_spread=NO_SPREAD_OF_CASES,
    )


def stratified_means(
    *, score_rc: Numbers, stratum_c: Codes, weights: dict[int, float]
) -> tuple[Numbers, Numbers]:
    """A weighted sum of each reader's stratum means, and its covariance between readers.

    ``score_rc`` is complete; ``stratum_c`` holds the keys of ``weights``. Cases are a sample
    within each stratum: Cov(r, r') = sum over strata of weight^2 S(r, r') / n, with S the sample
    covariance. With the weights 1/2, 1/2 over truth and 0/1 scores this is DeLong's covariance
    (DeLong 1988) of the area under the curve. Raises ValueError when a stratum has fewer than two
    cases.
    """
    readers = score_rc.shape[0]
    figure_r = np.zeros(readers)
    covariance_rr = np.zeros((readers, readers))
    for stratum, weight in weights.items():
        part_rc = score_rc[:, stratum_c == stratum]
        n = part_rc.shape[1]
        if n < 2:
            raise ValueError(f"stratum {stratum} has {n} cases: a variance needs two")
        figure_r += weight * part_rc.mean(axis=1)
        covariance_rr += weight**2 * np.atleast_2d(np.cov(part_rc)) / n
    return figure_r, covariance_rr
