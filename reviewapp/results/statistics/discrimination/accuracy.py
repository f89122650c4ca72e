"""How often the verdict met the origin: accuracy, sensitivity, specificity."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from reviewapp.results.statistics.coding import (
    MISSING,
    REAL,
    SYNTHETIC,
    Codes,
    checked_codes,
    checked_truth,
    read_part,
)
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import WILSON, mean_of_two_proportions, wilson

from .confusion import Confusion
from .reader_case import OR_HILLIS, mean_over_readers, stratified_means
from .u_statistic import GALLAS, crossed_mean

ONE_READER_NOTE: Final = "One reader: the interval speaks for other cases, not for other readers."
MOVER: Final = "mean of sensitivity and specificity; their Wilson intervals combined (MOVER)"
NO_READINGS: Final = "no reading gave a verdict"
NO_CASES: Final = {REAL: "no real case was read", SYNTHETIC: "no synthetic case was read"}


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """How well a reader, or a group of readers, told synthetic from real.

    ``accuracy`` is the share of correct verdicts; ``balanced`` the mean of ``sensitivity``
    (synthetic called synthetic) and ``specificity`` (real called real), which doesn't depend on
    the share of synthetic cases.
    """

    confusion: Confusion
    accuracy: Estimate
    balanced: Estimate
    sensitivity: Estimate
    specificity: Estimate


def accuracy_of(*, truth_c: Codes, verdict_rc: Codes) -> Accuracy:
    """Accuracy of the readers of a table of 0/1 verdicts (1 synthetic, -1 missing).

    ``truth_c``: (cases,), ``verdict_rc``: (readers, cases). One reader with readings: Wilson
    intervals, over cases only. Several readers, every case read by each: Obuchowski-Rockette and
    Hillis, with cases sampled within origin. Several readers with readings missing: Gallas's
    U-statistics. Readings are never pooled into one proportion with an interval, since those of
    one reader, or of one case, are not independent. Raises ValueError on codes other than these.
    """
    checked_codes(verdict_rc, categories=2)
    checked_truth(truth_c, verdict_rc)
    confusion = Confusion.of(truth_c=truth_c, verdict_rc=verdict_rc)
    read_rc, kept_c = read_part(verdict_rc)
    if read_rc.shape[0] < 2:
        return accuracy_of_one_reader(confusion)
    truth_c = truth_c[kept_c]
    every = (REAL, SYNTHETIC)
    return Accuracy(
        confusion=confusion,
        accuracy=_share_correct(truth_c, read_rc, every),
        balanced=_balanced(truth_c, read_rc),
        sensitivity=_share_correct(truth_c, read_rc, (SYNTHETIC,)),
        specificity=_share_correct(truth_c, read_rc, (REAL,)),
    )


def accuracy_of_one_reader(confusion: Confusion) -> Accuracy:
    """Accuracy of a single reader, with Wilson intervals over cases."""
    return Accuracy(
        confusion=confusion,
        accuracy=share_of_one_reader(confusion.correct, confusion.readings, NO_READINGS),
        balanced=_one_balanced(confusion),
        sensitivity=share_of_one_reader(
            confusion.synthetic_called_synthetic, confusion.synthetic, NO_CASES[SYNTHETIC]
        ),
        specificity=share_of_one_reader(confusion.real_called_real, confusion.real, NO_CASES[REAL]),
    )


def share_of_one_reader(successes: int, n: int, reason: str) -> Estimate:
    """A proportion of one reader's verdicts, Wilson interval; undefined by ``reason`` at n = 0."""
    if n == 0:
        return Estimate.undefined(reason=reason, method=WILSON)
    low, high = wilson(successes, n)
    return Estimate(
        value=successes / n,
        low=low,
        high=high,
        method=WILSON,
        extent=Extent(readings=n, readers=1, cases=n),
        note=ONE_READER_NOTE,
    )


def _one_balanced(confusion: Confusion) -> Estimate:
    hits = (confusion.synthetic_called_synthetic, confusion.synthetic)
    passes = (confusion.real_called_real, confusion.real)
    reason = _lacking(real=confusion.real, synthetic=confusion.synthetic)
    if reason:
        return Estimate.undefined(reason=reason, method=MOVER)
    low, high = mean_of_two_proportions(hits, passes)
    n = confusion.readings
    return Estimate(
        value=(hits[0] / hits[1] + passes[0] / passes[1]) / 2,
        low=low,
        high=high,
        method=MOVER,
        extent=Extent(readings=n, readers=1, cases=n),
        note=ONE_READER_NOTE,
    )


def _share_correct(truth_c: Codes, verdict_rc: Codes, origins: tuple[int, ...]) -> Estimate:
    """Share of correct verdicts on cases of ``origins``, over two readers or more."""
    part_c = np.isin(truth_c, origins)
    if not part_c.any():
        reason = " and ".join(NO_CASES[origin] for origin in origins)
        return Estimate.undefined(reason=reason, method=OR_HILLIS)
    truth_c, verdict_rc = truth_c[part_c], verdict_rc[:, part_c]
    present_rc = verdict_rc != MISSING
    if present_rc.all():
        shares = {origin: float((truth_c == origin).mean()) for origin in origins}
        return _stratified(truth_c, verdict_rc, {o: share for o, share in shares.items() if share})
    return crossed_mean(
        kernel=(verdict_rc == truth_c).astype(np.float64),
        present=present_rc.astype(np.float64),
        extent=Extent.of(verdict_rc),
        bounds=(0, 1),
    )


def _balanced(truth_c: Codes, verdict_rc: Codes) -> Estimate:
    """Mean of sensitivity and specificity, over two readers or more."""
    reason = _lacking(real=int((truth_c == REAL).sum()), synthetic=int(truth_c.sum()))
    if reason:
        return Estimate.undefined(reason=reason, method=OR_HILLIS)
    if (verdict_rc != MISSING).all():
        return _stratified(truth_c, verdict_rc, {REAL: 0.5, SYNTHETIC: 0.5})
    real_rc, synthetic_rc = verdict_rc[:, truth_c == REAL], verdict_rc[:, truth_c == SYNTHETIC]
    # The kernel of the area under the curve of a 0/1 verdict: readers x real x synthetic cases.
    kernel = (synthetic_rc[:, None, :] - real_rc[:, :, None] + 1) / 2
    present = (synthetic_rc != MISSING)[:, None, :] & (real_rc != MISSING)[:, :, None]
    if not present.any():
        reason = "no reader read cases of both origins"
        return Estimate.undefined(reason=reason, method=GALLAS)
    return crossed_mean(
        kernel=kernel,
        present=present.astype(np.float64),
        extent=Extent.of(verdict_rc),
        bounds=(0, 1),
    )


def _stratified(truth_c: Codes, verdict_rc: Codes, weights: dict[int, float]) -> Estimate:
    """Weighted shares of correct verdicts, every case read by every reader."""
    extent = Extent.of(verdict_rc)
    correct_rc = (verdict_rc == truth_c).astype(np.float64)
    if min(int((truth_c == origin).sum()) for origin in weights) < 2:
        shares = (w * correct_rc[:, truth_c == origin].mean() for origin, w in weights.items())
        return Estimate(
            value=float(sum(shares)),
            method=OR_HILLIS,
            extent=extent,
            interval_reason="an interval over cases needs two cases of each origin",
        )
    figure_r, covariance_rr = stratified_means(
        score_rc=correct_rc, stratum_c=truth_c, weights=weights
    )
    return mean_over_readers(
        figure_r=figure_r, covariance_rr=covariance_rr, extent=extent, bounds=(0, 1)
    )


def _lacking(*, real: int, synthetic: int) -> str:
    """Why a figure that needs both origins is undefined; nothing where it isn't."""
    return " and ".join(
        NO_CASES[origin] for origin, n in ((REAL, real), (SYNTHETIC, synthetic)) if n == 0
    )
