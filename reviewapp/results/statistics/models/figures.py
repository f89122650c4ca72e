"""Estimates of a model: coefficients, ratios and standard deviations, each with its interval."""

from collections.abc import Mapping
from math import exp, inf, isfinite, sqrt
from typing import Final

from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import normal_quantile, t_interval

from .design import Factor

BOUNDARY: Final = "the SD is at its boundary 0: the readings show no such variation"
FOLLOWS: Final = "follows from other columns of the model"


def positive_estimate(value: float, variance: float, method: str, extent: Extent) -> Estimate:
    """A standard deviation with its normal interval on the log scale, or at its boundary 0."""
    if value <= 0:
        return Estimate(value=0.0, method=method, extent=extent, interval_reason=BOUNDARY)
    se = sqrt(max(variance, 0.0))
    reach = normal_quantile() * se / value
    if reach > 20:
        return Estimate(
            value=value, method=method, extent=extent, se=se, interval_reason="too wide to tell"
        )
    low, high = value * exp(-reach), value * exp(reach)
    return Estimate(value=value, low=low, high=high, se=se, method=method, extent=extent)


def with_t_interval(
    value: float, variance: float, df: float | None, method: str, extent: Extent
) -> Estimate:
    """A coefficient with its t interval; normal where ``df`` is None."""
    se = sqrt(max(variance, 0.0))
    if not (se > 0 and isfinite(se)):
        return Estimate(value=value, method=method, extent=extent, interval_reason="the SE is 0")
    low, high = t_interval(value, se, inf if df is None else df)
    return Estimate(
        value=value,
        low=low,
        high=high,
        se=se,
        df=df,
        method=method,
        extent=extent,
    )


def exponentiated(found: Estimate) -> Estimate:
    """e to the figure and its limits: an odds ratio or a ratio of times; the SE stays its log's."""
    if found.value is None or found.low is None or found.high is None:
        return found
    if max(abs(found.low), abs(found.high)) > 300:
        return Estimate.undefined(reason="too large", method=found.method, extent=found.extent)
    return Estimate(
        value=exp(found.value),
        low=exp(found.low),
        high=exp(found.high),
        se=found.se,
        df=found.df,
        method=f"{found.method}, exponentiated (SE on the log scale)",
        extent=found.extent,
        note=found.note,
    )


def sizes_of(groups: Mapping[str, Factor]) -> dict[str, int]:
    """How many levels each group has."""
    return {name: factor.size for name, factor in groups.items()}


def extent_of(sizes: Mapping[str, int], rows: int) -> Extent:
    """What a model rests on, when its groups are called reader and case."""
    readers, cases = sizes.get("reader", 0), sizes.get("case", 0)
    return Extent(
        readings=rows, readers=readers, cases=cases, missing=max(readers * cases - rows, 0)
    )


def why_unfit(groups: Mapping[str, Factor], rows: int, df: float | None) -> str:
    """Why these rows can't take these random intercepts; "" when they can."""
    if rows == 0:
        return "there is no reading"
    for name, factor in groups.items():
        if factor.size < 2:
            return f"one {name} only: the variation between {name}s can't be estimated"
        if factor.size == rows:
            return f"no {name} was read twice: its effect can't be told from chance"
    return "" if df is None or df > 0 else "no degrees of freedom"
