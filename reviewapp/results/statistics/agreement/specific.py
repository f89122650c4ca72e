"""Agreement on one category: of readings that say it, how many of the others do too."""

from math import sqrt
from typing import Final

import numpy as np

from reviewapp.results.statistics.coding import SYNTHETIC, Codes
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import t_estimate

from .chance_corrected import NO_PAIR, NO_SPREAD, ONE_CASE, category_counts, with_zero_se

SPECIFIC: Final = "Specific agreement; linearised SE of a ratio, t(n - 1) interval over cases"


def specific_agreement(
    codes_rc: Codes, *, category: int = SYNTHETIC, categories: int = 2
) -> Estimate:
    """Positive agreement of a category; with two categories, the other one's is the negative.

    Sum over cases of n(k) (n(k) - 1) by that of n(k) (n - 1), with n(k) of a case's n readings in
    the category (Cicchetti and Feinstein 1990, J Clin Epidemiol 43:551; Fleiss 1981 for several
    readers). The SE is that of a ratio of means over cases (Cochran 1977, eq. 6.9).
    """
    counts_cq = category_counts(codes_rc, categories=categories)
    extent = Extent.of(codes_rc)
    counts_cq = counts_cq[counts_cq.sum(axis=1) >= 2]
    chosen_c = counts_cq[:, category]
    same_c = chosen_c * (chosen_c - 1)
    possible_c = chosen_c * (counts_cq.sum(axis=1) - 1)
    n = possible_c.size
    if not n or possible_c.sum() == 0:
        reason = "no reading of a case read twice is in this category" if n else NO_PAIR
        return Estimate.undefined(reason=reason, method=SPECIFIC, extent=extent)
    value = float(same_c.sum() / possible_c.sum())
    if n < 2:
        return Estimate(value=value, method=SPECIFIC, extent=extent, interval_reason=ONE_CASE)
    residual_c = (same_c - value * possible_c) / possible_c.mean()
    found = t_estimate(
        value=value,
        se=sqrt(float(np.square(residual_c).sum()) / (n * (n - 1))),
        df=n - 1,
        method=SPECIFIC,
        extent=extent,
        bounds=(0, 1),
        no_spread=NO_SPREAD,
    )
    return with_zero_se(found)
