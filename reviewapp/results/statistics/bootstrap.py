"""Percentile intervals from a bootstrap of cases: all readings of a case are drawn together."""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from .coding import Numbers
from .estimate import LEVEL, Estimate, Extent, Interval

REPLICATES: Final = 2000
"""Replicates of an interval that doesn't say otherwise."""


class Bootstrap(NamedTuple):
    """The interval (None: see ``reason``), and how many replicates were undefined and dropped."""

    interval: Interval | None
    dropped: int
    reason: str


def bootstrap_cases(
    statistic: Callable[[Numbers], Numbers],
    *,
    cases: int,
    seed: int,
    replicates: int = REPLICATES,
    level: float = LEVEL,
) -> Bootstrap:
    """Percentile interval of a statistic over cases drawn with replacement (Efron 1979).

    ``statistic`` takes how often each case was drawn, (replicates, cases), and gives one value a
    replicate, NaN where undefined; those are dropped and counted. The same seed gives the same
    interval.
    """
    if cases < 2:
        return Bootstrap(None, 0, "one case only: its variation can't be estimated")
    generator = np.random.default_rng(seed)
    drawn_bc = generator.multinomial(cases, np.full(cases, 1 / cases), size=replicates)
    value_b = statistic(drawn_bc.astype(np.float64))
    defined_b = value_b[np.isfinite(value_b)]
    dropped = replicates - defined_b.size
    if defined_b.size < replicates / 2:
        return Bootstrap(None, dropped, f"{dropped} of {replicates} replicates are undefined")
    tail = (1 - level) / 2
    low, high = (float(limit) for limit in np.quantile(defined_b, (tail, 1 - tail)))
    if high - low < 1e-12:
        return Bootstrap(None, dropped, "the replicates of the bootstrap show no variation")
    return Bootstrap(Interval(low, high), dropped, "")


def bootstrap_estimate(
    statistic: Callable[[Numbers], Numbers],
    *,
    cases: int,
    seed: int,
    method: str,
    extent: Extent,
    undefined: str,
    replicates: int = REPLICATES,
) -> Estimate:
    """The statistic of the cases as they are, with its interval from :func:`bootstrap_cases`.

    ``undefined`` says why there is no figure where the statistic is NaN on the cases as they are.
    """
    method = f"{method}; bootstrap of cases, {replicates} replicates"
    value = float(statistic(np.ones((1, cases)))[0])
    if not np.isfinite(value):
        return Estimate.undefined(reason=undefined, method=method, extent=extent)
    interval, dropped, reason = bootstrap_cases(
        statistic, cases=cases, seed=seed, replicates=replicates
    )
    return Estimate(
        value=value,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        method=method,
        extent=extent,
        interval_reason=reason,
        note=f"{dropped} of {replicates} replicates undefined and dropped" if dropped else "",
        seed=seed,
    )
