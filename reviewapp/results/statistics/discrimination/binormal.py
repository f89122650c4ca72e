"""The binormal ROC curve of one reader's ordinal ratings, by maximum likelihood.

Dorfman and Alf 1969, J Math Psychol 6:487: ratings arise where a normal decision variable falls
between thresholds t; real cases ~ N(0, 1), synthetic ones ~ N(a / b, 1 / b^2), so that
P(rating <= k) = Phi(t_k) for real and Phi(b t_k - a) for synthetic cases. From a and b follow the
area Phi(a / sqrt(1 + b^2)) and d_a = a sqrt(2 / (1 + b^2)) (Simpson and Fitter 1973).
Suffixes: ``_k`` rating categories in use, ``_m`` their K - 1 thresholds.
"""

from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import Final

import numpy as np
from scipy import optimize, stats

from reviewapp.results.statistics.coding import REAL, SYNTHETIC, Codes, Numbers
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import t_estimate, t_interval

from .accuracy import ONE_READER_NOTE
from .roc import lacking_origin

BINORMAL_AREA: Final = (
    "area under the binormal ROC curve, maximum likelihood; normal interval of a / sqrt(1 + b^2)"
)
BINORMAL_D_A: Final = (
    "rating-scale d_a from the binormal curve, maximum likelihood; normal interval"
)
FEW_POINTS: Final = "a binormal curve needs two operating points with both rates between 0 and 1"
NO_FIT: Final = "the binormal likelihood has no maximum within reach"
STEEPEST: Final = 20.0
"""A fitted b above this, or below its inverse, is a curve that runs off to a corner."""

FLAT: Final = 0.01
"""A slope of the log likelihood below this is that of a maximum."""


@dataclass(frozen=True, kw_only=True)
class BinormalCurve:
    """The fitted curve: z(hit rate) = a + b z(false-alarm rate).

    ``covariance`` is that of (a, b); ``thresholds_m`` are z of the specificities.
    """

    a: float
    b: float
    thresholds_m: Numbers
    covariance: Numbers
    log_likelihood: float
    area: Estimate
    d_a: Estimate


@dataclass(frozen=True)
class NoFit:
    """Why ratings have no binormal curve."""

    reason: str


def binormal_curve(rating_c: Numbers, truth_c: Codes) -> BinormalCurve | NoFit:
    """Fit one reader's ratings (cases,), NaN where missing; a reason where they don't determine it.

    Needs two operating points off the edges (two categories make one point and no curve).
    Intervals speak for other cases read by this reader.
    """
    counts_ok = _counts(rating_c, truth_c)
    real, synthetic = (int(n) for n in counts_ok.sum(axis=1))
    reason = lacking_origin(real, synthetic)
    if reason:
        return NoFit(reason)
    below_om = np.cumsum(counts_ok, axis=1)[:, :-1] / counts_ok.sum(axis=1, keepdims=True)
    inner_m = ((below_om > 0) & (below_om < 1)).all(axis=0)
    if len(np.unique(below_om[:, inner_m], axis=1).T) < 2:
        return NoFit(FEW_POINTS)
    return _fit(counts_ok, below_om)


def _counts(rating_c: Numbers, truth_c: Codes) -> Numbers:
    """Cases by origin and rating category in use (2, K), in order."""
    rated_c = np.isfinite(rating_c)
    rating_c, truth_c = rating_c[rated_c], truth_c[rated_c]
    scale = np.unique(rating_c)
    sides = (rating_c[truth_c == REAL], rating_c[truth_c == SYNTHETIC])
    return np.array([(side[:, None] == scale).sum(axis=0) for side in sides], dtype=np.float64)


def _fit(counts_ok: Numbers, below_om: Numbers) -> BinormalCurve | NoFit:
    """Maximise over (a, log b, first threshold, log steps), which keeps thresholds in order."""
    n_o1 = counts_ok.sum(axis=1, keepdims=True)
    # Half a case keeps the start off rates of 0 and 1.
    z_om = stats.norm.ppf((below_om * n_o1 + 0.5) / (n_o1 + 1))
    spread = z_om[0].std()
    b = z_om[1].std() / spread if spread > 0 else 1.0
    b = min(max(b, 0.2), 5.0)
    start = [
        b * z_om[0].mean() - z_om[1].mean(),
        log(b),
        z_om[0, 0],
        *np.log(np.maximum(np.diff(z_om[0]), 0.05)),
    ]

    def loss(free: Numbers) -> tuple[float, Numbers]:
        value, slope = _log_likelihood(free, counts_ok)
        return -value, -slope

    found = optimize.minimize(loss, np.array(start, dtype=np.float64), method="BFGS", jac=True)
    a, b, threshold_m = _bound(found.x)
    settled = np.isfinite(found.fun) and float(np.abs(found.jac).max()) < FLAT
    if not (settled and 1 / STEEPEST < b < STEEPEST):
        return NoFit(NO_FIT)
    information = _information(a, b, threshold_m, counts_ok.sum(axis=1))
    if not np.isfinite(information).all() or np.linalg.cond(information) > 1e10:
        return NoFit(NO_FIT)
    covariance: Numbers = np.asarray(np.linalg.inv(information)[:2, :2], dtype=np.float64)
    readings = int(counts_ok.sum())
    return _curve(a, b, threshold_m, covariance, -float(found.fun), readings=readings)


def _bound(free: Numbers) -> tuple[float, float, Numbers]:
    """a, b and thresholds in rising order from unbounded parameters."""
    steps = np.exp(np.minimum(free[3:], 5.0))
    thresholds_m = free[2] + np.concatenate([[0.0], np.cumsum(steps)])
    return float(free[0]), exp(min(max(float(free[1]), -6.0), 6.0)), thresholds_m


def _cells(a: float, b: float, threshold_m: Numbers) -> Numbers:
    """Probability of each category by origin (2, K)."""
    edges = np.array([threshold_m, b * threshold_m - a])
    below = np.hstack([np.zeros((2, 1)), stats.norm.cdf(edges), np.ones((2, 1))])
    return np.asarray(np.diff(below, axis=1))


def _log_likelihood(free: Numbers, counts_ok: Numbers) -> tuple[float, Numbers]:
    """The log likelihood at unbounded parameters, and its slope in them."""
    a, b, threshold_m = _bound(free)
    cells_ok = np.maximum(_cells(a, b, threshold_m), 1e-300)
    slopes = zip(counts_ok / cells_ok, _cell_slopes(a, b, threshold_m), strict=True)
    slope = np.asarray(sum(slope_k @ ratio_k for ratio_k, slope_k in slopes))
    # A later threshold moves with the first one and with every step before it.
    above_m = np.cumsum(slope[:1:-1])[::-1]
    steps = np.diff(threshold_m)
    free_slope = np.concatenate([[slope[0], b * slope[1]], above_m[:1], steps * above_m[1:]])
    return float((counts_ok * np.log(cells_ok)).sum()), free_slope


def _cell_slopes(a: float, b: float, threshold_m: Numbers) -> tuple[Numbers, Numbers]:
    """Slopes of the cells of real and of synthetic cases in a, b and thresholds (K + 1, K)."""
    cuts = threshold_m.size
    real_mm = np.diag(stats.norm.pdf(threshold_m))
    density_m = stats.norm.pdf(b * threshold_m - a)
    real = np.vstack([np.zeros((2, cuts)), real_mm])
    synthetic = np.vstack([-density_m, threshold_m * density_m, b * np.diag(density_m)])
    edge = np.zeros((cuts + 2, 1))
    return (
        np.diff(np.hstack([edge, real, edge]), axis=1),
        np.diff(np.hstack([edge, synthetic, edge]), axis=1),
    )


def _information(a: float, b: float, threshold_m: Numbers, n_o: Numbers) -> Numbers:
    """Expected information of (a, b, thresholds): sum over cells of n dp dp' / p."""
    information = np.zeros((threshold_m.size + 2, threshold_m.size + 2))
    cells_ok = np.maximum(_cells(a, b, threshold_m), 1e-300)
    for slope_k, cells_k, n in zip(_cell_slopes(a, b, threshold_m), cells_ok, n_o, strict=True):
        information += n * (slope_k / cells_k) @ slope_k.T
    return information


def _curve(
    a: float,
    b: float,
    threshold_m: Numbers,
    covariance: Numbers,
    log_likelihood: float,
    *,
    readings: int,
) -> BinormalCurve:
    """Area and d_a with delta-method intervals; the area's is made on the scale of d_a."""
    extent = Extent(readings=readings, readers=1, cases=readings)
    root = sqrt(1 + b * b)
    slope = np.array([1 / root, -a * b / root**3])
    z, se = a / root, sqrt(max(float(slope @ covariance @ slope), 0.0))
    limits = [float(stats.norm.cdf(limit)) for limit in t_interval(z, se, inf)]
    area = Estimate(
        value=float(stats.norm.cdf(z)),
        low=limits[0],
        high=limits[1],
        se=float(stats.norm.pdf(z)) * se,
        method=BINORMAL_AREA,
        extent=extent,
        note=ONE_READER_NOTE,
    )
    d_a = t_estimate(
        value=sqrt(2) * z,
        se=sqrt(2) * se,
        df=inf,
        method=BINORMAL_D_A,
        extent=extent,
        note=ONE_READER_NOTE,
    )
    return BinormalCurve(
        a=a,
        b=b,
        thresholds_m=threshold_m,
        covariance=covariance,
        log_likelihood=log_likelihood,
        area=area,
        d_a=d_a,
    )


def hit_rates(curve: BinormalCurve, false_alarm_k: Numbers) -> Numbers:
    """The fitted hit rate at each false-alarm rate (points,), for drawing."""
    with np.errstate(divide="ignore"):
        return np.asarray(stats.norm.cdf(curve.a + curve.b * stats.norm.ppf(false_alarm_k)))
