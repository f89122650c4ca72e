"""Readers and cases both at random, with readings missing: Gallas's one-shot estimator.

Gallas 2006, Acad Radiol 13:353; Gallas, Bandos, Samuelson and Wagner 2009, Commun Stat Theory
Methods 38:2586. A figure is the mean of a kernel over every cell of a table whose axes (readers,
cases, or readers, real cases, synthetic cases) are all random; cells may be missing.
"""

from dataclasses import dataclass, replace
from itertools import chain, combinations
from math import floor, inf, sqrt
from typing import Final

import numpy as np

from reviewapp.results.statistics.coding import Numbers
from reviewapp.results.statistics.estimate import FEW_READERS, Estimate, Extent
from reviewapp.results.statistics.intervals import t_estimate, t_interval

from .reader_case import FEW_READERS_NOTE, ROUNDING

GALLAS: Final = "mean over the readings that there are; Gallas U-statistic t interval"
GALLAS_DIFFERENCE: Final = "difference of means; Gallas U-statistic t interval"
IMRMC: Final = "Gallas U-statistic as iMRMC 4 prints it"
NEGATIVE_COVARIANCE: Final = "The covariance between readers came out negative and counts as 0."
IMRMC_NORMAL: Final = 50
ONE_LEVEL: Final = "one reader or one case only: its variation can't be estimated"
NOT_POSITIVE: Final = "the estimated variance is not positive"

Axes = frozenset[int]


def crossed_mean(
    *,
    kernel: Numbers,
    present: Numbers,
    extent: Extent,
    bounds: tuple[float, float],
    method: str = GALLAS,
) -> Estimate:
    """Mean of ``kernel`` over the cells where ``present`` is 1, all axes being random.

    Both arrays have one axis a random factor, readers first; ``kernel`` may hold anything finite
    where ``present`` is 0. The variance is the unbiased one with iMRMC's "BDG" degrees of freedom;
    where that of the readers' own means is larger, which says that the covariance between readers
    came out negative, the latter with readers - 1, as Obuchowski and Rockette do (without it, with
    few readers, the interval is too narrow). Raises ValueError when no cell is present.
    """
    found, value = _moments_of_mean(kernel, present)
    own_r = _own_means(kernel, present)
    floor_variance = float(own_r.var(ddof=1)) / own_r.size if own_r.size > 1 else 0.0
    if found.dfs.min() >= 1 and floor_variance > max(found.covariance, ROUNDING):
        return t_estimate(
            value=value,
            se=sqrt(floor_variance),
            df=own_r.size - 1,
            method=method,
            extent=extent,
            bounds=bounds,
            note=" ".join(filter(None, [_few_readers(extent), NEGATIVE_COVARIANCE])),
        )
    return _estimate(value, found, extent=extent, bounds=bounds, method=method)


def imrmc_mean(*, kernel: Numbers, present: Numbers, extent: Extent) -> Estimate:
    """The mean of :func:`crossed_mean` and its interval as the FDA's iMRMC 4 prints them.

    For comparison with that program: the unbiased variance as it is, and t with the degrees of
    freedom of :func:`imrmc_df`. ``df`` is the uncut one. Raises ValueError when no cell is present.
    """
    found, value = _moments_of_mean(kernel, present)
    estimate = _estimate(value, found, extent=extent, bounds=(-inf, inf), method=IMRMC)
    if estimate.se is None:
        return estimate
    low, high = t_interval(value, estimate.se, imrmc_df(estimate.df))
    return replace(estimate, low=low, high=high)


def _moments_of_mean(kernel: Numbers, present: Numbers) -> tuple["_Moments", float]:
    if not present.any():
        raise ValueError("a mean needs at least one reading")
    crossed = Crossed(kernel, present)
    return _moments(crossed, crossed), float((kernel * present).sum() / present.sum())


def _own_means(kernel: Numbers, present: Numbers) -> Numbers:
    """The mean of each reader who has a cell."""
    others = tuple(range(1, kernel.ndim))
    cells_r = present.sum(axis=others)
    return np.asarray((kernel * present).sum(axis=others)[cells_r > 0] / cells_r[cells_r > 0])


@dataclass(frozen=True)
class Crossed:
    """A kernel and which of its cells are there; one axis a random factor, readers first."""

    kernel: Numbers
    present: Numbers


def crossed_difference(*, first: Crossed, second: Crossed, extent: Extent) -> Estimate:
    """Mean of the first less that of the second condition: the same readers and cases.

    Each condition has its own gaps. Var = Var1 + Var2 - 2 Cov, Cov from the products of a cell of
    the one and a cell of the other condition (Gallas 2009). Undefined where a condition has no
    cell. Raises ValueError where the shapes differ.
    """
    if first.kernel.shape != second.kernel.shape:
        raise ValueError("two conditions compare the same readers and cases")
    if not (first.present.any() and second.present.any()):
        reason = "a condition has nothing to compare"
        return Estimate.undefined(reason=reason, method=GALLAS_DIFFERENCE, extent=extent)
    means = [float((one.kernel * one.present).sum() / one.present.sum()) for one in (first, second)]
    own = [_moments(one, one) for one in (first, second)]
    both = _moments(first, second)
    together = _Moments(
        covariance=own[0].covariance + own[1].covariance - 2 * both.covariance,
        components=own[0].components + own[1].components - 2 * both.components,
        dfs=np.minimum(own[0].dfs, own[1].dfs),
    )
    return _estimate(
        means[0] - means[1], together, extent=extent, bounds=(-1, 1), method=GALLAS_DIFFERENCE
    )


def imrmc_df(df: float | None) -> float:
    """Degrees of freedom as the FDA's iMRMC 4 uses them: cut to a whole number, normal above 50.

    For comparison with that program; our own intervals use them uncut.
    """
    return inf if df is None or df > IMRMC_NORMAL else float(floor(df))


def crossed_variance(kernel: Numbers, present: Numbers) -> tuple[float, float]:
    """Unbiased variance of the mean, and its degrees of freedom.

    For each set of axes T, M(T) is the mean product of two cells that agree on exactly T, and
    c(T) the share of such pairs among all; Var = sum of c(T) M(T) - M(none) (Gallas 2009, eq. 10).
    The df follow Satterthwaite on the components of each axis; a single level of an axis, or a
    variance that is not positive, gives df 0.
    """
    crossed = Crossed(kernel, present)
    found = _moments(crossed, crossed)
    return found.covariance, _satterthwaite(found)


@dataclass(frozen=True)
class _Moments:
    """Covariance of two means; by axis its component, and the degrees of freedom."""

    covariance: float
    components: Numbers
    dfs: Numbers


def _moments(first: Crossed, second: Crossed) -> _Moments:
    biased_sum = _agreeing_pairs(first.kernel * first.present, second.kernel * second.present)
    biased_n = _agreeing_pairs(first.present, second.present)
    sums, pairs = _exactly(biased_sum), _exactly(biased_n)
    nothing: Axes = frozenset()
    share = {axes: pairs[axes] / biased_n[nothing] for axes in pairs}
    moment = {axes: sums[axes] / pairs[axes] if pairs[axes] else 0.0 for axes in pairs}
    components, dfs = [], []
    for axis in range(first.kernel.ndim):
        weight = sum(share[axes] for axes in share if axis in axes)
        dfs.append(float(round(1 / weight - 1)) if weight > 0 else 0.0)
        alone: Axes = frozenset({axis})
        mean = biased_sum[alone] / biased_n[alone] if biased_n[alone] else 0.0
        components.append(mean - biased_sum[nothing] / biased_n[nothing])
    return _Moments(
        covariance=sum(share[axes] * moment[axes] for axes in pairs) - moment[nothing],
        components=np.array(components),
        dfs=np.array(dfs),
    )


def _satterthwaite(found: _Moments) -> float:
    """iMRMC's "BDG" degrees of freedom: those of the smallest axis or more; 0 where none."""
    variance, smallest = found.covariance, float(found.dfs.min())
    if smallest < 1 or variance <= ROUNDING:
        return 0.0
    below = float((found.components**2 / found.dfs**3).sum())
    return max(variance**2 / below if below > 0 else inf, smallest)


def _estimate(
    value: float,
    found: _Moments,
    *,
    extent: Extent,
    bounds: tuple[float, float],
    method: str,
) -> Estimate:
    note = _few_readers(extent)
    df = _satterthwaite(found)
    if df > 0:
        return t_estimate(
            value=value,
            se=sqrt(found.covariance),
            df=df,
            method=method,
            extent=extent,
            bounds=bounds,
            note=note,
        )
    reason = ONE_LEVEL if found.dfs.min() < 1 else NOT_POSITIVE
    return Estimate(value=value, method=method, extent=extent, interval_reason=reason, note=note)


def _few_readers(extent: Extent) -> str:
    return FEW_READERS_NOTE if extent.readers < FEW_READERS else ""


def _subsets(axes: int) -> list[Axes]:
    sizes = range(axes + 1)
    return [frozenset(c) for c in chain.from_iterable(combinations(range(axes), k) for k in sizes)]


def _agreeing_pairs(first: Numbers, second: Numbers) -> dict[Axes, float]:
    """Sum of products of a cell of each table over pairs that agree on the axes of the key."""
    totals = {}
    for axes in _subsets(first.ndim):
        others = tuple(axis for axis in range(first.ndim) if axis not in axes)
        totals[axes] = float((first.sum(axis=others) * second.sum(axis=others)).sum())
    return totals


def _exactly(at_least: dict[Axes, float]) -> dict[Axes, float]:
    """The same over pairs that agree on exactly the axes of the key, by inclusion and exclusion."""
    return {
        axes: sum(
            (-1) ** len(more - axes) * total for more, total in at_least.items() if more >= axes
        )
        for axes in at_least
    }
