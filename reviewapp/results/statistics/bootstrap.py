"""Percentile intervals from a bootstrap of cases: all readings of a case are drawn together."""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from .coding import Numbers
from .estimate import LEVEL, Estimate, Extent, Interval
from .intervals import ROUNDING

REPLICATES: Final = 2000
"""Replicates of an interval that doesn't say otherwise."""


class Bootstrap(NamedTuple):
    """The interval (None: see ``reason``), and how many replicates were undefined and dropped."""

    interval: Interval | None
    dropped: int
    reason: str
    se: float | None = None


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
    return percentiles(statistic(drawn_bc.astype(np.float64)), level=level)


def percentiles(value_b: Numbers, *, level: float = LEVEL) -> Bootstrap:
    """Percentile interval of a figure's replicates (Efron 1979); NaN ones dropped and counted."""
    defined_b = value_b[np.isfinite(value_b)]
    dropped = value_b.size - defined_b.size
    if defined_b.size < value_b.size / 2:
        return Bootstrap(None, dropped, f"{dropped} of {value_b.size} replicates are undefined")
    tail = (1 - level) / 2
    low, high = (float(limit) for limit in np.quantile(defined_b, (tail, 1 - tail)))
    if high - low < ROUNDING:
        return Bootstrap(None, dropped, "the replicates of the bootstrap show no variation")
    return Bootstrap(Interval(low, high), dropped, "", float(defined_b.std(ddof=1)))


def percentile_estimate(
    value: float, value_b: Numbers, *, method: str, extent: Extent, seed: int, note: str = ""
) -> Estimate:
    """``value`` with the interval and the deviation of its replicates, or why it has none."""
    found = percentiles(value_b)
    return _estimate_of(
        value, found, value_b.size, method=method, extent=extent, seed=seed, note=note
    )


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
    found = bootstrap_cases(statistic, cases=cases, seed=seed, replicates=replicates)
    return _estimate_of(value, found, replicates, method=method, extent=extent, seed=seed)


def _estimate_of(
    value: float,
    found: Bootstrap,
    replicates: int,
    *,
    method: str,
    extent: Extent,
    seed: int,
    note: str = "",
) -> Estimate:
    dropped = f"{found.dropped} of {replicates} replicates undefined and dropped"
    return Estimate(
        value=value,
        low=found.interval.low if found.interval else None,
        high=found.interval.high if found.interval else None,
        se=found.se,
        method=method,
        extent=extent,
        interval_reason=found.reason,
        note=" ".join(filter(None, (note, dropped if found.dropped else ""))),
        seed=seed,
    )
