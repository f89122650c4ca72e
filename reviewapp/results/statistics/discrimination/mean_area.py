"""The mean area under the readers' ROC curves, readers and cases both at random."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from reviewapp.results.statistics.coding import REAL, SYNTHETIC, Codes, Numbers, checked_truth
from reviewapp.results.statistics.estimate import Estimate, Extent

from .areas import TWO_CASES, CovarianceMethod, area_figures, area_kernel
from .reader_case import OR_HILLIS, mean_over_readers
from .roc import area_of_reader, lacking_origin
from .u_statistic import GALLAS, crossed_mean

MEAN_AREA: Final = f"area under the empirical ROC curve; {OR_HILLIS}"


@dataclass(frozen=True, kw_only=True)
class Areas:
    """The area of each reader who has ratings (by row of the table), and their mean."""

    readers: tuple[Estimate, ...]
    mean: Estimate


def areas_of(*, truth_c: Codes, rating_rc: Numbers) -> Areas:
    """Areas of the ratings (readers, cases), NaN where missing, and their mean.

    One reader with readings: that reader's own, over cases only. Several, every case rated by
    each: DeLong covariances, Obuchowski-Rockette and Hillis. Ratings missing: Gallas's
    U-statistics. Raises ValueError on an origin that isn't coded 0 or 1.
    """
    checked_truth(truth_c, rating_rc)
    each = tuple(area_of_reader(rating_c, truth_c) for rating_c in rating_rc)
    rated_r = np.isfinite(rating_rc).any(axis=1)
    if rated_r.sum() == 1:
        return Areas(readers=each, mean=each[int(np.flatnonzero(rated_r)[0])])
    return Areas(readers=each, mean=mean_area(truth_c=truth_c, rating_rc=rating_rc))


def mean_area(
    *, truth_c: Codes, rating_rc: Numbers, covariance: CovarianceMethod = "delong"
) -> Estimate:
    """Mean area over two readers or more (readers, cases), NaN where a rating is missing.

    ``covariance`` says how the covariance over cases is estimated where every case has been rated
    by every reader. With one reader there is no interval over readers, and the reason.
    """
    rated_rc = np.isfinite(rating_rc)
    kept_c = rated_rc.any(axis=0)
    rating_rc, truth_c = rating_rc[rated_rc.any(axis=1)][:, kept_c], truth_c[kept_c]
    rated_rc = np.isfinite(rating_rc)
    extent = extent_of(rated_rc)
    reason = lacking_origin(int((truth_c == REAL).sum()), int((truth_c == SYNTHETIC).sum()))
    if reason:
        return Estimate.undefined(reason=reason, method=MEAN_AREA, extent=extent)
    if not rated_rc.all():
        return _with_missing(rating_rc, truth_c, extent)
    figures = area_figures(rating_rc, truth_c, covariance=covariance)
    if figures.covariance_rr is None or extent.readers < 2:
        few = TWO_CASES if extent.readers > 1 else "an interval over readers needs two readers"
        value = float(figures.figure_r.mean())
        return Estimate(value=value, method=MEAN_AREA, extent=extent, interval_reason=few)
    return mean_over_readers(
        figure_r=figures.figure_r,
        covariance_rr=figures.covariance_rr,
        extent=extent,
        bounds=(0, 1),
        method=MEAN_AREA,
    )


def extent_of(rated_rc: np.typing.NDArray[np.bool_]) -> Extent:
    """The extent of a table of ratings without empty rows and columns."""
    readings = int(rated_rc.sum())
    readers, cases = rated_rc.shape
    return Extent(
        readings=readings, readers=readers, cases=cases, missing=readers * cases - readings
    )


def _with_missing(rating_rc: Numbers, truth_c: Codes, extent: Extent) -> Estimate:
    kernel, present = area_kernel(rating_rc, truth_c)
    if not present.any():
        reason = "no reader read cases of both origins"
        return Estimate.undefined(reason=reason, method=GALLAS, extent=extent)
    return crossed_mean(kernel=kernel, present=present, extent=extent, bounds=(0, 1))
