"""Agreement of two readers, or of one reader with themselves: Cohen's kappa."""

from math import atanh, sqrt, tanh
from typing import Final

import numpy as np

from reviewapp.results.statistics.coding import MISSING, Codes, Numbers, checked_codes
from reviewapp.results.statistics.estimate import Estimate, Extent, Interval
from reviewapp.results.statistics.intervals import t_interval

from .chance_corrected import NO_SPREAD, NO_VARIATION, ROUNDING, with_zero_se
from .weights import Weights, agreement_weights, weights_title

FLEISS_COHEN_EVERITT: Final = "Fleiss-Cohen-Everitt SE, Fisher z interval with t(n - 1) over cases"
SINGLE_CATEGORY: Final = "one of the two used a single category, so that the SE is 0"


def cross_table(codes_rc: Codes, *, categories: int) -> Numbers:
    """Cases counted by the category of the first and of the second reader; unpaired ones left out.

    ``codes_rc`` has two rows. Raises ValueError otherwise.
    """
    checked_codes(codes_rc, categories=categories)
    if codes_rc.shape[0] != 2:
        raise ValueError(f"Cohen's kappa is of two readers, not of {codes_rc.shape[0]}")
    first_c, second_c = codes_rc[:, (codes_rc != MISSING).all(axis=0)]
    table_qq = np.zeros((categories, categories))
    np.add.at(table_qq, (first_c, second_c), 1)
    return table_qq


def cohen_kappa(
    codes_rc: Codes,
    *,
    categories: int,
    weighting: Weights = "identity",
    values_q: Numbers | None = None,
) -> Estimate:
    """Cohen's kappa, weighted or not, of two rows of codes.

    Cohen 1960 (Educ Psychol Meas 20:37) and 1968; the SE is the large-sample one of Fleiss, Cohen
    and Everitt 1969 (Psychol Bull 72:323, eq. 13), the interval :func:`fisher_z_interval`. Cases
    that either reader didn't read are left out. Where a reader used one category only, kappa is 0
    (or undefined) and has no interval.
    """
    table_qq = cross_table(codes_rc, categories=categories)
    method = f"{weights_title('Cohen kappa', weighting)}; {FLEISS_COHEN_EVERITT}"
    extent = Extent.of(codes_rc[:, (codes_rc != MISSING).all(axis=0)])
    n = float(table_qq.sum())
    if n == 0:
        return Estimate.undefined(reason="no case was read by both", method=method, extent=extent)
    share_qq = table_qq / n
    weights_qq = agreement_weights(weighting, categories, values_q=values_q)
    value, chance = kappa_of_shares(share_qq, weights_qq)
    if value is None:
        return Estimate.undefined(reason=NO_VARIATION, method=method, extent=extent)
    if max(share_qq.sum(axis=0).max(), share_qq.sum(axis=1).max()) > 1 - ROUNDING:
        constant = Estimate(
            value=value, method=method, extent=extent, interval_reason=SINGLE_CATEGORY
        )
        return with_zero_se(constant)
    se = sqrt(large_sample_variance(share_qq, weights_qq, value, chance) / n)
    if se <= ROUNDING or abs(value) > 1 - ROUNDING:
        certain = Estimate(value=value, method=method, extent=extent, interval_reason=NO_SPREAD)
        return with_zero_se(certain)
    low, high = fisher_z_interval(value, se, n)
    return Estimate(value=value, low=low, high=high, se=se, df=n - 1, method=method, extent=extent)


def fisher_z_interval(value: float, se: float, n: float) -> Interval:
    """tanh(atanh(kappa) +- t(n - 1) SE sqrt(n / (n - 1)) / (1 - kappa^2)), of n cases.

    kappa is skewed where cases are few: with 25 to 80 of them this holds the true kappa in 92 to
    97 % of studies, kappa +- 1.96 SE in 87 to 94 % (benchmarks/coverage_agreement.py).
    Raises ValueError where kappa is 1 or -1, or n below 2.
    """
    spread = se * sqrt(n / (n - 1)) / (1 - value**2)
    low, high = t_interval(atanh(value), spread, n - 1)
    return Interval(tanh(low), tanh(high))


def kappa_of_shares(share_qq: Numbers, weights_qq: Numbers) -> tuple[float | None, float]:
    """Kappa of a table of shares (None without variation), and the agreement by chance."""
    row_q, column_q = share_qq.sum(axis=1), share_qq.sum(axis=0)
    chance = float(row_q @ weights_qq @ column_q)
    if 1 - chance < ROUNDING:
        return None, chance
    return (float((weights_qq * share_qq).sum()) - chance) / (1 - chance), chance


def large_sample_variance(
    share_qq: Numbers, weights_qq: Numbers, value: float, chance: float
) -> float:
    """n times the variance of kappa (Fleiss, Cohen and Everitt 1969, eq. 13), of shares."""
    mean_qq = _mean_weights(share_qq, weights_qq)
    square = float((share_qq * (weights_qq - mean_qq * (1 - value)) ** 2).sum())
    variance = (square - (value - chance * (1 - value)) ** 2) / (1 - chance) ** 2
    return max(variance, 0.0)


def null_se(codes_rc: Codes, *, categories: int, weighting: Weights = "identity") -> float | None:
    """The SE of Cohen's kappa where it is truly 0, for a test of that and never for an interval.

    Fleiss, Cohen and Everitt 1969, eq. 9. None where kappa is undefined or the SE is 0.
    """
    table_qq = cross_table(codes_rc, categories=categories)
    n = float(table_qq.sum())
    if n == 0:
        return None
    share_qq, weights_qq = table_qq / n, agreement_weights(weighting, categories)
    value, chance = kappa_of_shares(share_qq, weights_qq)
    if value is None:
        return None
    independent_qq = np.outer(share_qq.sum(axis=1), share_qq.sum(axis=0))
    gap_qq = weights_qq - _mean_weights(share_qq, weights_qq)
    variance = float((independent_qq * gap_qq**2).sum()) - chance**2
    return sqrt(variance / n) / (1 - chance) if variance > ROUNDING else None


def _mean_weights(share_qq: Numbers, weights_qq: Numbers) -> Numbers:
    """The mean weight of each row plus that of each column, by the other reader's shares."""
    row_q, column_q = share_qq.sum(axis=1), share_qq.sum(axis=0)
    return np.asarray((weights_qq @ column_q)[:, None] + (row_q @ weights_qq)[None, :])
