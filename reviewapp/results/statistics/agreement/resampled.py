"""Agreement of two rows of readings for many bootstrap samples of the cases at once.

Each function takes two rows, and gives a function of how often each case was drawn (replicates,
cases) with one value a replicate, NaN where undefined.
"""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from reviewapp.results.statistics.coding import Codes, Numbers

from .chance_corrected import ROUNDING

Resampled = Callable[[Numbers], Numbers]


def resampled_kappa(codes_2c: Codes, weights_qq: Numbers) -> Resampled:
    """Cohen's kappa with these weights; as :func:`.cohen.cohen_kappa`, but for its SE."""
    categories = len(weights_qq)
    paired_c = np.asarray((codes_2c >= 0).all(axis=0))
    scale_q = np.arange(categories)
    first_cq, second_cq = (
        (np.where(paired_c, codes_c, -1)[:, None] == scale_q).astype(np.float64)
        for codes_c in codes_2c
    )
    agreement_c1 = ((first_cq @ weights_qq) * second_cq).sum(axis=1, keepdims=True)
    columns_ck = np.hstack([agreement_c1, first_cq, second_cq])

    def kappa(drawn_bc: Numbers) -> Numbers:
        sums_bk = drawn_bc @ columns_ck
        first_bq, second_bq = sums_bk[:, 1 : categories + 1], sums_bk[:, categories + 1 :]
        pairs_b = first_bq.sum(axis=1)
        n_b = np.maximum(pairs_b, 1)
        observed_b = sums_bk[:, 0] / n_b
        chance_b = ((first_bq @ weights_qq) * second_bq).sum(axis=1) / n_b**2
        # A replicate without any pair has no share, so that chance and agreement are both 0.
        defined_b = (1 - chance_b > ROUNDING) & (pairs_b > 0)
        return quotient(observed_b - chance_b, 1 - chance_b, defined_b)

    return kappa


def resampled_icc(score_2c: Numbers) -> Resampled:
    """ICC(2,1) of two numeric rows, NaN where missing; as :func:`.icc.intraclass_correlation`."""
    paired_c = np.isfinite(score_2c).all(axis=0)
    first_c, second_c = score_2c[:, paired_c] - (
        score_2c[:, paired_c].mean() if paired_c.any() else 0.0
    )
    moments_cm = np.stack(
        [np.ones_like(first_c), first_c, second_c, (first_c + second_c) ** 2,
         (first_c - second_c) ** 2], axis=1
    )  # fmt: skip

    def icc(drawn_bc: Numbers) -> Numbers:
        n_b, first_b, second_b, sum_b, gap_b = (drawn_bc[:, paired_c] @ moments_cm).T
        n_b = np.maximum(n_b, 1)
        spread_b = np.maximum(n_b - 1, 1)
        between_b = (sum_b - (first_b + second_b) ** 2 / n_b) / 2 / spread_b
        error_b = (gap_b - (first_b - second_b) ** 2 / n_b) / 2 / spread_b
        column_b = (first_b - second_b) ** 2 / n_b / 2
        below_b = between_b + error_b + 2 / n_b * (column_b - error_b)
        return quotient(between_b - error_b, below_b, (below_b > ROUNDING) & (n_b > 1))

    return icc


def resampled_within_sd(score_2c: Numbers) -> Resampled:
    """Within-reader SD, sqrt(mean of squared differences / 2), of two numeric rows."""
    paired_c = np.isfinite(score_2c).all(axis=0)
    square_c = np.square(score_2c[0, paired_c] - score_2c[1, paired_c]) / 2

    def within_sd(drawn_bc: Numbers) -> Numbers:
        pairs_b = drawn_bc[:, paired_c].sum(axis=1)
        mean_b = quotient(drawn_bc[:, paired_c] @ square_c, pairs_b, pairs_b > 0)
        return np.asarray(np.sqrt(mean_b), dtype=np.float64)

    return within_sd


def mean_of_defined(values: Iterable[Numbers]) -> Numbers:
    """The mean of several values of each replicate that are defined, NaN where none is."""
    total_b: Numbers | float = 0.0
    defined_b: Numbers | float = 0.0
    for value_b in values:
        total_b = total_b + np.nan_to_num(value_b)
        defined_b = defined_b + np.isfinite(value_b).astype(np.float64)
    above_b, below_b = np.asarray(total_b), np.asarray(defined_b)
    return quotient(above_b, below_b, below_b > 0)


def quotient(above_b: Numbers, below_b: Numbers, defined_b: NDArray[np.bool_]) -> Numbers:
    """above / below where defined, and NaN elsewhere."""
    nothing_b = np.full(above_b.shape, np.nan)
    return np.asarray(np.divide(above_b, below_b, out=nothing_b, where=defined_b))
