"""Curves of the readers' ratings, the areas under them, and their averages."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from reviewapp.results.reading_table import ReadingTable
from reviewapp.results.statistics.coding import Codes, Numbers
from reviewapp.results.statistics.discrimination.areas import area_kernel
from reviewapp.results.statistics.discrimination.binormal import NoFit, binormal_curve
from reviewapp.results.statistics.discrimination.mean_area import areas_of, extent_of
from reviewapp.results.statistics.discrimination.roc import RocCurve, roc_curve
from reviewapp.results.statistics.discrimination.u_statistic import GALLAS, crossed_mean
from reviewapp.results.statistics.estimate import Estimate

MOST_POINTS: Final = 400
"""An average curve has no more points than this."""

BINORMAL: Final = "area under the binormal curve, maximum likelihood"


@dataclass(frozen=True)
class Point:
    """One operating point; ``threshold``: called synthetic from this rating up, None: never."""

    false_alarm: float
    hit: float
    threshold: float | None = None


@dataclass(frozen=True, kw_only=True)
class ReaderCurve:
    """One reader: points from (0, 0) to (1, 1), none where the area is undefined."""

    reader: str
    site: str
    area: Estimate
    binormal: Estimate
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class RocFindings:
    """``mean`` is the primary figure: Obuchowski-Rockette/Hillis, or Gallas's with gaps.

    ``gallas`` is always the U-statistic's, as a check. ``average`` is the curve that runs through
    the mean of the readers' curves along lines at right angles to the diagonal, whose area is the
    mean of their areas (Chen and Samuelson 2014, Br J Radiol 87:20140016).
    """

    readers: tuple[ReaderCurve, ...]
    mean: Estimate
    gallas: Estimate
    average: tuple[Point, ...]


def find_roc(table: ReadingTable) -> RocFindings:
    """The figures of the ratings of a table whose cases all have a known origin."""
    truth_c, rating_rc = table.truth_c, table.first.rating_rc
    areas = areas_of(truth_c=truth_c, rating_rc=rating_rc)
    curves = [
        None if area.value is None else roc_curve(rating_c, truth_c)
        for area, rating_c in zip(areas.readers, rating_rc, strict=True)
    ]
    return RocFindings(
        readers=tuple(
            ReaderCurve(
                reader=reader.code,
                site=reader.site,
                area=area,
                binormal=_binormal(rating_c, truth_c, area),
                points=_points(curve),
            )
            for reader, area, curve, rating_c in zip(
                table.readers, areas.readers, curves, rating_rc, strict=True
            )
        ),
        mean=areas.mean,
        gallas=_gallas(truth_c, rating_rc),
        average=average_curve([curve for curve in curves if curve is not None]),
    )


def average_curve(curves: list[RocCurve]) -> tuple[Point, ...]:
    """The curves averaged along lines at right angles to the diagonal; none of no curve."""
    if not curves:
        return ()
    along = [curve.false_alarm_k + curve.hit_k for curve in curves]
    above = [curve.hit_k - curve.false_alarm_k for curve in curves]
    sum_k = np.unique(np.concatenate(along))
    if sum_k.size > MOST_POINTS:
        sum_k = np.linspace(0, 2, MOST_POINTS)
    pairs = zip(along, above, strict=True)
    rise_k = np.mean([np.interp(sum_k, x_k, y_k) for x_k, y_k in pairs], axis=0)
    return tuple(
        Point(float((total - rise) / 2), float((total + rise) / 2))
        for total, rise in zip(sum_k, rise_k, strict=True)
    )


def _points(curve: RocCurve | None) -> tuple[Point, ...]:
    if curve is None:
        return ()
    pairs = zip(curve.false_alarm_k, curve.hit_k, curve.threshold_k, strict=True)
    return tuple(Point(float(alarm), float(hit), threshold) for alarm, hit, threshold in pairs)


def _binormal(rating_c: Numbers, truth_c: Codes, area: Estimate) -> Estimate:
    fitted = binormal_curve(rating_c, truth_c)
    if isinstance(fitted, NoFit):
        return Estimate.undefined(reason=fitted.reason, method=BINORMAL, extent=area.extent)
    return fitted.area


def _gallas(truth_c: Codes, rating_rc: Numbers) -> Estimate:
    rated_rc = np.isfinite(rating_rc)
    kept_r, kept_c = rated_rc.any(axis=1), rated_rc.any(axis=0)
    rating_rc, truth_c = rating_rc[kept_r][:, kept_c], truth_c[kept_c]
    extent = extent_of(np.isfinite(rating_rc))
    kernel, present = area_kernel(rating_rc, truth_c)
    if not present.any():
        reason = "no reader rated cases of both origins"
        return Estimate.undefined(reason=reason, method=GALLAS, extent=extent)
    return crossed_mean(kernel=kernel, present=present, extent=extent, bounds=(0, 1))
