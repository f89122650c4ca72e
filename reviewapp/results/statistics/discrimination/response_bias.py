"""Response bias: do readers call "synthetic" more, or less, often than there are synthetic cases?

The criterion c is 0 without bias and positive where a reader leans to "real"; see
:mod:`.detection`. A reader may be at chance in accuracy for bias alone.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import stats

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
from reviewapp.results.statistics.multiplicity import holm

from .accuracy import NO_READINGS, share_of_one_reader
from .areas import TWO_CASES
from .confusion import Confusion
from .detection import detection_of, detection_of_one_reader
from .reader_case import OR_HILLIS, mean_over_readers, stratified_means
from .u_statistic import crossed_mean

SHARE: Final = f'share of verdicts "synthetic", less the share of synthetic cases; {OR_HILLIS}'


@dataclass(frozen=True, kw_only=True)
class ReaderBias:
    """One reader: share of verdicts "synthetic", the true share among the cases read, and c.

    ``p_value`` tests c = 0 (normal); ``p_holm`` is adjusted over all readers. Both None where c
    is undefined.
    """

    called_synthetic: Estimate
    true_share: float | None
    criterion: Estimate
    p_value: float | None
    p_holm: float | None


@dataclass(frozen=True, kw_only=True)
class ResponseBias:
    """Each reader (by row of the table), and all: excess share of "synthetic", and mean c."""

    readers: tuple[ReaderBias, ...]
    excess: Estimate
    criterion: Estimate


def response_bias(*, truth_c: Codes, verdict_rc: Codes) -> ResponseBias:
    """The bias of 0/1 verdicts (readers, cases), 1 synthetic, -1 missing.

    Raises ValueError on other codes.
    """
    checked_codes(verdict_rc, categories=2)
    checked_truth(truth_c, verdict_rc)
    counted = [Confusion.of(truth_c=truth_c, verdict_rc=row_c[None]) for row_c in verdict_rc]
    criteria = [detection_of_one_reader(confusion).criterion for confusion in counted]
    p_values = [_p_value(criterion) for criterion in criteria]
    tested = [p for p in p_values if p is not None]
    adjusted = iter(holm(np.array(tested, dtype=np.float64)))
    p_holm = [None if p is None else float(next(adjusted)) for p in p_values]
    each = zip(counted, criteria, p_values, p_holm, strict=True)
    return ResponseBias(
        readers=tuple(
            ReaderBias(
                called_synthetic=_called_synthetic(confusion),
                true_share=confusion.synthetic / confusion.readings if confusion.readings else None,
                criterion=criterion,
                p_value=p,
                p_holm=p_adjusted,
            )
            for confusion, criterion, p, p_adjusted in each
        ),
        excess=excess_called_synthetic(truth_c=truth_c, verdict_rc=verdict_rc),
        criterion=detection_of(truth_c=truth_c, verdict_rc=verdict_rc).criterion,
    )


def excess_called_synthetic(*, truth_c: Codes, verdict_rc: Codes) -> Estimate:
    """Mean share of verdicts "synthetic" less the share of synthetic cases, over readers and cases.

    Complete tables: Obuchowski-Rockette/Hillis with cases sampled within origin; else Gallas.
    """
    read_rc, kept_c = read_part(verdict_rc)
    truth_c, extent = truth_c[kept_c], Extent.of(verdict_rc)
    if not extent.readings:
        return Estimate.undefined(reason=NO_READINGS, method=SHARE)
    excess_rc = np.where(read_rc == MISSING, 0.0, read_rc - truth_c)
    value = float(excess_rc.sum() / extent.readings)
    counts = {origin: int((truth_c == origin).sum()) for origin in (REAL, SYNTHETIC)}
    if extent.readers < 2:
        reason = "an interval over readers needs two readers"
        return Estimate(value=value, method=SHARE, extent=extent, interval_reason=reason)
    if extent.missing:
        present_rc = (read_rc != MISSING).astype(np.float64)
        return crossed_mean(kernel=excess_rc, present=present_rc, extent=extent, bounds=(-1, 1))
    weights = {origin: n / truth_c.size for origin, n in counts.items() if n}
    if min(n for n in counts.values() if n) < 2:
        return Estimate(value=value, method=SHARE, extent=extent, interval_reason=TWO_CASES)
    figure_r, covariance_rr = stratified_means(
        score_rc=excess_rc, stratum_c=truth_c, weights=weights
    )
    return mean_over_readers(
        figure_r=figure_r,
        covariance_rr=covariance_rr,
        extent=extent,
        bounds=(-1, 1),
        method=SHARE,
    )


def _called_synthetic(confusion: Confusion) -> Estimate:
    called = confusion.synthetic_called_synthetic + confusion.real_called_synthetic
    return share_of_one_reader(called, confusion.readings, NO_READINGS)


def _p_value(criterion: Estimate) -> float | None:
    if criterion.value is None or criterion.se is None:
        return None
    return float(2 * stats.norm.sf(abs(criterion.value) / criterion.se))
