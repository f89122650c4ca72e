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

from .chance_corrected import NO_PAIR, ROUNDING, category_counts

Metric = Literal["nominal", "ordinal", "interval", "ratio"]

NO_VARIATION: Final = "every paired reading says the same: no variation to agree on"
NO_RATIO: Final = "a scale with values below 0 is no ratio scale"


def krippendorff_alpha(
    codes_rc: Codes,
    *,
    categories: int,
    metric: Metric | Numbers = "nominal",
    values_q: Numbers | None = None,
    seed: int = 0,
    replicates: int = REPLICATES,
) -> Estimate:
    """Krippendorff's alpha of codes (readers, cases), 0..categories - 1 and -1 where missing.

    ``metric``: nominal (same or not), ordinal (Krippendorff's own, by ranks in use, not Gwet's
    ordinal weights), interval, ratio, or a matrix of squared distances (categories, categories):
    1 - agreement weights gives the form of Gwet 2014. ``values_q`` are the values of the
    categories, 1..categories where not given. The interval is the percentile one of a seeded
    bootstrap of cases: it speaks for other cases read by these readers.
    """
    coincidence_cqq = _coincidences(category_counts(codes_rc, categories=categories))
    value_q = np.arange(1.0, categories + 1) if values_q is None else values_q
    title = metric if isinstance(metric, str) else "distances as given"
    method = f"Krippendorff alpha, {title}"
    extent = Extent.of(codes_rc)
    if not len(coincidence_cqq):
        return Estimate.undefined(reason=NO_PAIR, method=method, extent=extent)
    if isinstance(metric, str) and metric == "ratio" and value_q.min() < 0:
        return Estimate.undefined(reason=NO_RATIO, method=method, extent=extent)

    def alpha(drawn_bc: Numbers) -> Numbers:
        flat_bk = drawn_bc @ coincidence_cqq.reshape(len(coincidence_cqq), -1)
        coincidence_bqq = flat_bk.reshape(-1, categories, categories)
        distance_bqq = _squared_distances(coincidence_bqq.sum(axis=2), metric, value_q)
        return _alpha(coincidence_bqq, distance_bqq)

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


def _alpha(coincidence_bqq: Numbers, distance_bqq: Numbers) -> Numbers:
    """alpha of each coincidence matrix, NaN where all values are the same (replicates,)."""
    total_bq = coincidence_bqq.sum(axis=2)
    observed_b = (coincidence_bqq * distance_bqq).sum(axis=(1, 2))
    expected_b = np.einsum("bk,bl,bkl->b", total_bq, total_bq, distance_bqq)
    varied_b = expected_b > ROUNDING
    ratio_b = np.divide(
        (total_bq.sum(axis=1) - 1) * observed_b,
        expected_b,
        out=np.full_like(expected_b, np.nan),
        where=varied_b,
    )
    return np.asarray(1 - ratio_b, dtype=np.float64)


def _squared_distances(total_bq: Numbers, metric: Metric | Numbers, value_q: Numbers) -> Numbers:
    """Squared distance between categories (replicates, q, q); ordinal ones depend on the totals."""
    replicates, categories = total_bq.shape
    if not isinstance(metric, str):
        return np.broadcast_to(metric, (replicates, categories, categories))
    if metric == "ordinal":
        # Values up to the middle of each category: delta(k, l) is the number between the middles.
        middle_bq = np.cumsum(total_bq, axis=1) - total_bq / 2
        return np.asarray((middle_bq[:, :, None] - middle_bq[:, None, :]) ** 2, dtype=np.float64)
    step_qq = np.subtract.outer(value_q, value_q)
    if metric == "ratio":
        sum_qq = np.add.outer(value_q, value_q)
        step_qq = np.divide(step_qq, sum_qq, out=np.zeros_like(step_qq), where=step_qq != 0)
    distance_qq = (step_qq != 0).astype(np.float64) if metric == "nominal" else step_qq**2
    return np.broadcast_to(distance_qq, (replicates, categories, categories))
