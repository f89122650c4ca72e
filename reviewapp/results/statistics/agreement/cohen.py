"""Agreement of two readers, or of one reader with themselves: Cohen's kappa."""

from math import inf, sqrt
from typing import Final

import numpy as np

from reviewapp.results.statistics.coding import MISSING, Codes, Numbers, checked_codes
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import t_estimate

from .chance_corrected import NO_SPREAD, NO_VARIATION, ROUNDING
from .weights import Weighting, agreement_weights

FLEISS_COHEN_EVERITT: Final = "Fleiss-Cohen-Everitt SE, normal interval over cases"


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


def cohen_kappa(codes_rc: Codes, *, categories: int, weighting: Weighting = "identity") -> Estimate:
    """Cohen's kappa, weighted or not, of two rows of codes.

    Cohen 1960 (Educ Psychol Meas 20:37) and 1968; the SE is the large-sample one of Fleiss, Cohen
    and Everitt 1969 (Psychol Bull 72:323, eq. 13). Cases that either reader didn't read are left
    out. Where a reader used one category only, kappa is 0 (or undefined) and has no interval.
    """
    table_qq = cross_table(codes_rc, categories=categories)
    name = "Cohen kappa" if weighting == "identity" else f"Cohen kappa, {weighting} weights"
    method = f"{name}; {FLEISS_COHEN_EVERITT}"
    paired_rc = codes_rc[:, (codes_rc != MISSING).all(axis=0)]
    extent = Extent.of(paired_rc)
    n = table_qq.sum()
    if n == 0:
        return Estimate.undefined(reason="no case was read by both", method=method, extent=extent)
    weights_qq = agreement_weights(weighting, categories)
    share_qq = table_qq / n
    row_q, column_q = share_qq.sum(axis=1), share_qq.sum(axis=0)
    observed = float((weights_qq * share_qq).sum())
    chance = float(row_q @ weights_qq @ column_q)
    if 1 - chance < ROUNDING:
        return Estimate.undefined(reason=NO_VARIATION, method=method, extent=extent)
    value = (observed - chance) / (1 - chance)
    if max(row_q.max(), column_q.max()) == 1:
        reason = "one of the two used a single category, so that the SE is 0"
        return Estimate(value=value, method=method, extent=extent, interval_reason=reason)
    return t_estimate(
        value=value,
        se=_standard_error(share_qq, weights_qq, value, chance, n),
        df=inf,
        method=method,
        extent=extent,
        bounds=(-1, 1),
        no_spread=NO_SPREAD,
    )


def _standard_error(
    share_qq: Numbers, weights_qq: Numbers, value: float, chance: float, n: float
) -> float:
    """Fleiss, Cohen and Everitt 1969, eq. 13, of a table of shares."""
    row_q, column_q = share_qq.sum(axis=1), share_qq.sum(axis=0)
    mean_qq = (weights_qq @ column_q)[:, None] + (row_q @ weights_qq)[None, :]
    square = float((share_qq * (weights_qq - mean_qq * (1 - value)) ** 2).sum())
    variance = (square - (value - chance * (1 - value)) ** 2) / (n * (1 - chance) ** 2)
    return sqrt(max(variance, 0.0))
