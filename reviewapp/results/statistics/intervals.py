"""Confidence intervals of a single figure."""

from math import inf, isinf, sqrt
from typing import Final

from scipy import optimize, stats

from .estimate import LEVEL, Estimate, Extent, Interval

WILSON: Final = "Wilson score interval"
CLOPPER_PEARSON: Final = "Clopper-Pearson exact interval"
NO_SPREAD: Final = "readers and cases show no variation, so that the SE is 0"

ROUNDING: Final = 1e-9
"""A standard error below this is zero but for rounding."""


def normal_quantile(level: float = LEVEL) -> float:
    """The two-sided quantile of the normal distribution, 1.96 at 95 %."""
    return float(stats.norm.ppf((1 + level) / 2))


def wilson(successes: int, n: int, *, level: float = LEVEL) -> Interval:
    """Score interval of a proportion (Wilson 1927; Newcombe 1998, method 3).

    Stays valid at 0 and n successes. Raises ValueError when ``successes`` isn't within 0..n or
    n is 0.
    """
    _check_proportion(successes, n)
    z = normal_quantile(level)
    proportion = successes / n
    centre = (proportion + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(proportion * (1 - proportion) / n + z * z / (4 * n * n))
    # At 0 and n the limits are 0 and 1 exactly; the formula misses them by rounding.
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == n else centre + half
    return Interval(low, high)


def clopper_pearson(successes: int, n: int, *, level: float = LEVEL) -> Interval:
    """Exact interval of a proportion (Clopper and Pearson 1934), by quantiles of the beta.

    Raises ValueError when ``successes`` isn't within 0..n or n is 0.
    """
    _check_proportion(successes, n)
    tail = (1 - level) / 2
    failures = n - successes
    low = float(stats.beta.ppf(tail, successes, failures + 1)) if successes else 0.0
    high = float(stats.beta.isf(tail, successes + 1, failures)) if failures else 1.0
    return Interval(low, high)


def t_interval(value: float, se: float, df: float, *, level: float = LEVEL) -> Interval:
    """value +- t(df) * se; an infinite ``df`` gives the normal interval.

    Raises ValueError when ``se`` or ``df`` isn't positive.
    """
    if not (se > 0 and df > 0):
        raise ValueError(f"a t interval needs a positive SE and df, not {se} and {df}")
    half = float(stats.t.ppf((1 + level) / 2, df)) * se
    return Interval(value - half, value + half)


def t_estimate(
    *,
    value: float,
    se: float,
    df: float,
    method: str,
    extent: Extent,
    bounds: tuple[float, float] = (-inf, inf),
    no_spread: str = NO_SPREAD,
    note: str = "",
) -> Estimate:
    """A value with its t interval cut to ``bounds``; without one, and why, where the SE is 0."""
    if se <= ROUNDING:
        return Estimate(
            value=value, method=method, extent=extent, interval_reason=no_spread, note=note
        )
    low, high = t_interval(value, se, df).clipped(low=bounds[0], high=bounds[1])
    return Estimate(
        value=value,
        low=low,
        high=high,
        se=se,
        df=None if isinf(df) else df,
        method=method,
        extent=extent,
        note=note,
    )


def mean_of_two_proportions(first: tuple[int, int], second: tuple[int, int]) -> Interval:
    """Interval of the mean of two independent proportions, each given as (successes, n).

    The two Wilson intervals combined by the method of variance estimates recovery (Zou and
    Donner 2008, Stat Med 27:1693), so that it stays valid when both are 0 or 1.
    """
    shares = [successes / n for successes, n in (first, second)]
    limits = [wilson(*first), wilson(*second)]
    centre = sum(shares) / 2
    below = sqrt(sum((share - low) ** 2 for share, (low, _) in zip(shares, limits, strict=True)))
    above = sqrt(sum((high - share) ** 2 for share, (_, high) in zip(shares, limits, strict=True)))
    return Interval(centre - below / 2, centre + above / 2).clipped(low=0, high=1)


def superiority(theta: float, n_first: int, n_second: int, *, level: float = LEVEL) -> Interval:
    """Score interval of P(X > Y) + P(X = Y)/2, the area under the ROC curve.

    Newcombe 2006, Stat Med 25:559, method 5; stays valid at 0 and 1. ``theta`` is the observed
    figure, from ``n_first`` values X and ``n_second`` values Y. Raises ValueError when either is
    0.
    """
    if min(n_first, n_second) < 1:
        raise ValueError("a probability of superiority needs values on both sides")
    z = normal_quantile(level)
    star = (n_first + n_second) / 2 - 1

    def variance(t: float) -> float:
        spread = 1 + star * ((1 - t) / (2 - t) + t / (1 + t))
        return t * (1 - t) * spread / (n_first * n_second)

    def gap(t: float) -> float:
        return abs(theta - t) - z * sqrt(variance(t))

    # gap is negative at the estimate and positive at the far end; where the estimate is 0 or 1
    # itself, gap has a spurious root there, which the tiny step keeps out.
    inside = min(max(theta, 1e-12), 1 - 1e-12)
    low = float(optimize.brentq(gap, 0.0, inside, xtol=1e-14)) if theta > 0 else 0.0
    high = float(optimize.brentq(gap, inside, 1.0, xtol=1e-14)) if theta < 1 else 1.0
    return Interval(low, high)


def _check_proportion(successes: int, n: int) -> None:
    if not 0 <= successes <= n or n == 0:
        raise ValueError(f"{successes} of {n} is no proportion")
