"""Difference of the medians of two origins, in steps of the scale."""

from typing import Final

import numpy as np

from reviewapp.results.statistics.bootstrap import REPLICATES
from reviewapp.results.statistics.coding import MISSING, REAL, SYNTHETIC, Codes, Numbers
from reviewapp.results.statistics.estimate import LEVEL, Estimate, Extent

MEDIANS: Final = (
    "difference of medians of case means, synthetic minus real; percentile bootstrap of cases"
)
TWO_CASES: Final = "an interval needs two cases of each origin"
NO_SPREAD: Final = "the replicates of the bootstrap show no variation"


def difference_of_medians(
    score_rc: Numbers, truth_c: Codes, *, seed: int, replicates: int = REPLICATES
) -> Estimate:
    """Median over synthetic cases of their mean score, less that over real cases.

    ``score_rc`` (readers, cases) is NaN where missing. Cases are drawn within their origin: the
    interval speaks for other cases scored by these readers.
    """
    given_rc = np.isfinite(score_rc)
    extent = Extent.of(np.where(given_rc, 0, MISSING))
    mean_c = case_means(score_rc)
    scored_c = np.isfinite(mean_c)
    real_c, synthetic_c = (mean_c[scored_c & (truth_c == side)] for side in (REAL, SYNTHETIC))
    if not (real_c.size and synthetic_c.size):
        name = "synthetic" if real_c.size else "real"
        reason = f"no {name} case has a score"
        return Estimate.undefined(reason=reason, method=MEDIANS, extent=extent)
    value = float(np.median(synthetic_c) - np.median(real_c))
    if min(real_c.size, synthetic_c.size) < 2:
        return Estimate(value=value, method=MEDIANS, extent=extent, interval_reason=TWO_CASES)
    generator = np.random.default_rng(seed)
    gap_b = _drawn_medians(synthetic_c, generator, replicates) - _drawn_medians(
        real_c, generator, replicates
    )
    tail = (1 - LEVEL) / 2
    low, high = (float(limit) for limit in np.quantile(gap_b, (tail, 1 - tail)))
    spread = high - low > 1e-12
    return Estimate(
        value=value,
        low=low if spread else None,
        high=high if spread else None,
        method=f"{MEDIANS}, {replicates} replicates",
        extent=extent,
        interval_reason="" if spread else NO_SPREAD,
        seed=seed,
    )


def case_means(score_rc: Numbers) -> Numbers:
    """The mean score of each case over the readers who gave one, NaN without any (cases,)."""
    given_rc = np.isfinite(score_rc)
    given_c = given_rc.sum(axis=0)
    total_c = np.where(given_rc, score_rc, 0).sum(axis=0)
    nothing_c = np.full(given_c.shape, np.nan)
    return np.asarray(np.divide(total_c, given_c, out=nothing_c, where=given_c > 0))


def _drawn_medians(mean_c: Numbers, generator: np.random.Generator, replicates: int) -> Numbers:
    """The median of as many cases drawn with replacement (replicates,).

    How often each value is drawn is multinomial, and the median is where those counts pass the
    middle: much faster than drawing cases, as scores have few values.
    """
    value_u, count_u = np.unique(mean_c, return_counts=True)
    n = mean_c.size
    up_to_bu = np.cumsum(generator.multinomial(n, count_u / n, size=replicates), axis=1)
    middle = [value_u[(up_to_bu > place).argmax(axis=1)] for place in ((n - 1) // 2, n // 2)]
    return np.asarray((middle[0] + middle[1]) / 2, dtype=np.float64)
