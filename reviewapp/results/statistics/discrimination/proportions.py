"""Proportions beyond the Wilson and Clopper-Pearson intervals, and the difference of two.

Newcombe 1998 compares these methods: Stat Med 17:857 (one proportion), 17:873 (two). They hold
for independent readings: one reader, or one case. Each raises ValueError when the successes
aren't within 0..n or n is 0.
"""

from math import sqrt
from typing import Final

from scipy import optimize, stats

from reviewapp.results.statistics.estimate import LEVEL, Estimate, Extent, Interval
from reviewapp.results.statistics.intervals import normal_quantile, wilson

NEWCOMBE_DIFFERENCE: Final = "difference of independent proportions; Newcombe hybrid score interval"
NO_TRIALS: Final = "one of the proportions has nothing to count"


def wilson_with_continuity(successes: int, n: int, *, level: float = LEVEL) -> Interval:
    """Score interval with continuity correction (Newcombe 1998, method 4)."""
    _check(successes, n)
    z, p = normal_quantile(level), successes / n
    q, divisor = 1 - p, 2 * (n + z * z)
    below = z * sqrt(max(z * z - 2 - 1 / n + 4 * p * (n * q + 1), 0.0))
    above = z * sqrt(max(z * z + 2 - 1 / n + 4 * p * (n * q - 1), 0.0))
    low = 0.0 if successes == 0 else (2 * n * p + z * z - 1 - below) / divisor
    high = 1.0 if successes == n else (2 * n * p + z * z + 1 + above) / divisor
    return Interval(low, high).clipped(low=0, high=1)


def mid_p(successes: int, n: int, *, level: float = LEVEL) -> Interval:
    """Exact interval that counts half of the observed outcome (Newcombe 1998, method 6)."""
    _check(successes, n)
    tail = (1 - level) / 2

    def above(p: float) -> float:
        half = stats.binom.pmf(successes, n, p) / 2
        return float(stats.binom.sf(successes, n, p) + half - tail)

    def below(p: float) -> float:
        half = stats.binom.pmf(successes, n, p) / 2
        return float(stats.binom.cdf(successes - 1, n, p) + half - tail)

    low = float(optimize.brentq(above, 0, 1, xtol=1e-14)) if successes else 0.0
    high = float(optimize.brentq(below, 0, 1, xtol=1e-14)) if successes < n else 1.0
    return Interval(low, high)


def binomial_p(successes: int, n: int, *, chance: float = 0.5) -> float:
    """Two-sided exact test that the proportion is ``chance`` (outcomes as likely or less)."""
    _check(successes, n)
    return float(stats.binomtest(successes, n, chance).pvalue)


def difference_of_proportions(
    first: tuple[int, int], second: tuple[int, int], *, level: float = LEVEL
) -> Estimate:
    """First minus second proportion, each (successes, n), from independent readings.

    Newcombe's hybrid of the two Wilson intervals (Newcombe 1998, Stat Med 17:873, method 10).
    Undefined where either n is 0.
    """
    readings = first[1] + second[1]
    if not (first[1] and second[1]):
        return Estimate.undefined(reason=NO_TRIALS, method=NEWCOMBE_DIFFERENCE)
    p, q = first[0] / first[1], second[0] / second[1]
    low_p, high_p = wilson(*first, level=level)
    low_q, high_q = wilson(*second, level=level)
    return Estimate(
        value=p - q,
        low=p - q - sqrt((p - low_p) ** 2 + (high_q - q) ** 2),
        high=p - q + sqrt((high_p - p) ** 2 + (q - low_q) ** 2),
        method=NEWCOMBE_DIFFERENCE,
        extent=Extent(readings=readings, cases=readings),
    )


def _check(successes: int, n: int) -> None:
    if not 0 <= successes <= n or n == 0:
        raise ValueError(f"{successes} of {n} is no proportion")
