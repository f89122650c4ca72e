"""Krippendorff's alpha: agreement between any number of readers, readings missing or not.

Krippendorff 2019, Content Analysis, 4th ed., chapter 12; Hayes and Krippendorff 2007, Commun
Methods Meas 1:77. alpha = 1 - (observed disagreement) / (expected disagreement), from the matrix
of coincidences: pairs of values within a case, each weighted 1 / (readings of the case - 1).
"""

from typing import Final, Literal

import numpy as np

from reviewapp.results.statistics.bootstrap import REPLICATES, bootstrap_estimate
from reviewapp.results.statistics.coding import Codes, Numbers
from reviewapp.results.statistics.estimate import Estimate, Extent

from .chance_corrected import NO_PAIR, category_counts

Metric = Literal["nominal", "ordinal", "interval"]

NO_VARIATION: Final = "every paired reading says the same: no variation to agree on"


def krippendorff_alpha(
    codes_rc: Codes,
    *,
    categories: int,
    metric: Metric = "nominal",
    seed: int = 0,
    replicates: int = REPLICATES,
) -> Estimate:
    """Krippendorff's alpha of codes (readers, cases), 0..categories - 1 and -1 where missing.

    ``metric``: nominal (same or not), ordinal (Krippendorff's own, by ranks in use, not Gwet's
    ordinal weights) or interval (categories at equal steps). The interval is the percentile one of
    a seeded bootstrap of cases: it speaks for other cases read by these readers.
    """
    coincidence_cqq = _coincidences(category_counts(codes_rc, categories=categories))
    method = f"Krippendorff alpha, {metric}"
    extent = Extent.of(codes_rc)
    if not len(coincidence_cqq):
        return Estimate.undefined(reason=NO_PAIR, method=method, extent=extent)

    def alpha(drawn_bc: Numbers) -> Numbers:
        return _alpha(np.einsum("bc,ckl->bkl", drawn_bc, coincidence_cqq, optimize=True), metric)

    return bootstrap_estimate(
        alpha,
        cases=len(coincidence_cqq),
        seed=seed,
        method=method,
        extent=extent,
        undefined=NO_VARIATION,
        replicates=replicates,
    )


def _coincidences(counts_cq: Numbers) -> Numbers:
    """The coincidence matrix of each case with two readings or more (cases, q, q)."""
    counts_cq = counts_cq[counts_cq.sum(axis=1) >= 2]
    pairs_cqq = counts_cq[:, :, None] * counts_cq[:, None, :]
    diagonal = np.arange(counts_cq.shape[1])
    pairs_cqq[:, diagonal, diagonal] -= counts_cq
    return np.asarray(pairs_cqq / (counts_cq.sum(axis=1) - 1)[:, None, None], dtype=np.float64)


def _alpha(coincidence_bqq: Numbers, metric: Metric) -> Numbers:
    """alpha of each coincidence matrix, NaN where all values are the same (replicates,)."""
    total_bq = coincidence_bqq.sum(axis=2)
    distance_bqq = _squared_distances(total_bq, metric)
    observed_b = (coincidence_bqq * distance_bqq).sum(axis=(1, 2))
    expected_b = np.einsum("bk,bl,bkl->b", total_bq, total_bq, distance_bqq)
    varied_b = expected_b > 0
    ratio_b = np.divide(
        (total_bq.sum(axis=1) - 1) * observed_b,
        expected_b,
        out=np.full_like(expected_b, np.nan),
        where=varied_b,
    )
    return np.asarray(1 - ratio_b, dtype=np.float64)


def _squared_distances(total_bq: Numbers, metric: Metric) -> Numbers:
    """Squared distance between categories (replicates, q, q); ordinal ones depend on the totals."""
    replicates, categories = total_bq.shape
    step_qq = np.subtract.outer(np.arange(categories), np.arange(categories)).astype(np.float64)
    if metric == "ordinal":
        # Values up to the middle of each category: delta(k, l) is the number between the middles.
        middle_bq = np.cumsum(total_bq, axis=1) - total_bq / 2
        return np.asarray((middle_bq[:, :, None] - middle_bq[:, None, :]) ** 2, dtype=np.float64)
    distance_qq = step_qq**2 if metric == "interval" else (step_qq != 0).astype(np.float64)
    return np.broadcast_to(distance_qq, (replicates, categories, categories))
