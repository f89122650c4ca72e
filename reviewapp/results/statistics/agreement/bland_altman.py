"""Bland and Altman: how far two measurements of the same cases lie apart.

Bland and Altman 1986, Lancet i:307; 1999, Stat Methods Med Res 8:135.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import Numbers
from reviewapp.results.statistics.estimate import LEVEL, Estimate, Extent
from reviewapp.results.statistics.intervals import t_estimate

BIAS: Final = "Mean difference; t(n - 1) interval over cases"
SPREAD: Final = "SD of differences; chi-squared interval"
LIMIT: Final = "Limit of agreement; t(n - 1) interval (Bland and Altman 1999)"
WITHIN: Final = "Within-reader SD; chi-squared interval"
REPEATABILITY: Final = "Repeatability coefficient; chi-squared interval"
NO_PAIRS: Final = "no case was measured twice"
ONE_PAIR: Final = "one pair only: its variation can't be estimated"
NO_SPREAD: Final = "all differences are the same, so that the SE is 0"
TWO_SIDED_95: Final = float(stats.norm.ppf(0.975))

ROUNDING: Final = 1e-9


@dataclass(frozen=True, kw_only=True)
class LimitsOfAgreement:
    """Bias, SD of the differences, and the limits that 95 % of differences keep to."""

    bias: Estimate
    sd: Estimate
    lower: Estimate
    upper: Estimate


def limits_of_agreement(
    first_c: Numbers, second_c: Numbers, *, multiplier: float = TWO_SIDED_95
) -> LimitsOfAgreement:
    """Bland-Altman limits of first minus second measurements (cases,), NaN where missing.

    Bias -+ ``multiplier`` SD (1.96; 2 in the paper of 1986). Variance of a limit:
    s^2 (1 / n + multiplier^2 / (2 (n - 1))).
    """
    gap_c = (first_c - second_c)[np.isfinite(first_c) & np.isfinite(second_c)]
    n = gap_c.size
    extent = Extent(readings=2 * n, readers=2 if n else 0, cases=n)
    bias = float(gap_c.mean()) if n else None
    if bias is None or n < 2:
        return _no_limits(bias, extent)
    sd = float(gap_c.std(ddof=1))
    limit_se = sd * sqrt(1 / n + multiplier**2 / (2 * (n - 1)))
    return LimitsOfAgreement(
        bias=_t(bias, sd / sqrt(n), n, BIAS, extent),
        sd=_chi2(sd, n - 1, SPREAD, extent),
        lower=_t(bias - multiplier * sd, limit_se, n, LIMIT, extent),
        upper=_t(bias + multiplier * sd, limit_se, n, LIMIT, extent),
    )


def within_reader_sd(first_c: Numbers, second_c: Numbers) -> Estimate:
    """SD of one reader's measurements of one case: sqrt(mean of squared differences / 2).

    ``first_c`` and ``second_c`` (cases,) are NaN where missing. One degree of freedom a pair.
    """
    gap_c = (first_c - second_c)[np.isfinite(first_c) & np.isfinite(second_c)]
    extent = Extent(readings=2 * gap_c.size, readers=int(gap_c.size > 0), cases=gap_c.size)
    if not gap_c.size:
        return Estimate.undefined(reason=NO_PAIRS, method=WITHIN, extent=extent)
    return _chi2(sqrt(float(np.square(gap_c).mean()) / 2), gap_c.size, WITHIN, extent)


def repeatability(
    first_c: Numbers, second_c: Numbers, *, multiplier: float = TWO_SIDED_95
) -> Estimate:
    """The difference that 95 % of pairs of one reader keep to: multiplier x sqrt(2) x within SD."""
    within = within_reader_sd(first_c, second_c)
    factor = multiplier * sqrt(2)
    if within.value is None:
        return Estimate.undefined(reason=within.reason, method=REPEATABILITY, extent=within.extent)
    return Estimate(
        value=factor * within.value,
        low=None if within.low is None else factor * within.low,
        high=None if within.high is None else factor * within.high,
        method=REPEATABILITY,
        extent=within.extent,
        interval_reason=within.interval_reason,
    )


def _no_limits(bias: float | None, extent: Extent) -> LimitsOfAgreement:
    """What there is to say of one pair, or of none."""
    reason = NO_PAIRS if bias is None else ONE_PAIR
    sd, limit = (
        Estimate.undefined(reason=reason, method=method, extent=extent)
        for method in (SPREAD, LIMIT)
    )
    mean = (
        Estimate.undefined(reason=reason, method=BIAS, extent=extent)
        if bias is None
        else Estimate(value=bias, method=BIAS, extent=extent, interval_reason=reason)
    )
    return LimitsOfAgreement(bias=mean, sd=sd, lower=limit, upper=limit)


def _t(value: float, se: float, n: int, method: str, extent: Extent) -> Estimate:
    return t_estimate(
        value=value, se=se, df=n - 1, method=method, extent=extent, no_spread=NO_SPREAD
    )


def _chi2(sd: float, df: int, method: str, extent: Extent) -> Estimate:
    """An SD with the limits that the chi-squared distribution of its square gives."""
    if sd <= ROUNDING:
        return Estimate(value=sd, method=method, extent=extent, interval_reason=NO_SPREAD)
    tail = (1 - LEVEL) / 2
    low, high = (sd * sqrt(df / float(stats.chi2.isf(part, df))) for part in (tail, 1 - tail))
    return Estimate(value=sd, low=low, high=high, method=method, extent=extent, df=df)
