"""The empirical ROC curve of one reader and the area under it; readers pooled, by that name only.

Sensitivity against 1 - specificity as the rating that counts as "synthetic" falls. The area is
that of :mod:`.areas`; the interval is DeLong's where it can be trusted, and one that stays inside
0..1 where the area is near an end.
"""

from dataclasses import dataclass
from math import inf, log, sqrt
from typing import Final

import numpy as np
from scipy import special

from reviewapp.results.statistics.coding import REAL, SYNTHETIC, Codes, Numbers
from reviewapp.results.statistics.estimate import Estimate, Extent, Interval
from reviewapp.results.statistics.intervals import (
    ROUNDING,
    normal_quantile,
    superiority,
    t_interval,
)

from .accuracy import NO_CASES, ONE_READER_NOTE
from .areas import area_figures

DELONG: Final = "area under the empirical ROC curve; DeLong SE, normal interval over cases"
DELONG_LOGIT: Final = "area under the empirical ROC curve; DeLong SE, logit interval over cases"
NEWCOMBE: Final = "area under the empirical ROC curve; Newcombe 2006 method 5 interval over cases"
POOLED: Final = "pooled over readers, who are taken for one: describes, does not infer"
POOLED_REASON: Final = "readings of one reader, or of one case, are not independent"
NEAR_AN_END: Final = 0.95
"""From this area up (and from 0.05 down) DeLong's normal interval is too narrow and too low."""


@dataclass(frozen=True)
class RocCurve:
    """Operating points from (0, 0) to (1, 1), and the rating at or above which each calls.

    ``threshold_k`` has one entry a point; the first, where nothing is called, is None.
    """

    false_alarm_k: Numbers
    hit_k: Numbers
    threshold_k: tuple[float | None, ...]


def roc_curve(rating_c: Numbers, truth_c: Codes) -> RocCurve:
    """The empirical operating points of one reader's ratings (cases,), NaN where missing.

    Raises ValueError without a rated case of each origin.
    """
    real_n, synthetic_p = _sides(rating_c, truth_c)
    if not (real_n.size and synthetic_p.size):
        raise ValueError("a ROC curve needs cases of both origins")
    cut_k = np.unique(np.concatenate([real_n, synthetic_p]))[::-1]
    false_alarm_k = (real_n[None, :] >= cut_k[:, None]).mean(axis=1)
    hit_k = (synthetic_p[None, :] >= cut_k[:, None]).mean(axis=1)
    return RocCurve(
        false_alarm_k=np.concatenate([[0.0], false_alarm_k]),
        hit_k=np.concatenate([[0.0], hit_k]),
        threshold_k=(None, *(float(cut) for cut in cut_k)),
    )


def area_of_reader(rating_c: Numbers, truth_c: Codes) -> Estimate:
    """Area of one reader's ratings (cases,), NaN where missing, with an interval over cases.

    DeLong's normal interval; its logit interval (Pepe 2003, 5.2.2) from an area of 0.95 up or
    0.05 down; Newcombe's score interval (Newcombe 2006, Stat Med 25:559) where DeLong's SE is 0
    or can't be known.
    """
    real_n, synthetic_p = _sides(rating_c, truth_c)
    reason = lacking_origin(real_n.size, synthetic_p.size)
    if reason:
        return Estimate.undefined(reason=reason, method=DELONG)
    rated_c = np.isfinite(rating_c)
    figures = area_figures(rating_c[None, rated_c], truth_c[rated_c])
    area = float(figures.figure_r[0])
    covariance_rr = figures.covariance_rr
    se = 0.0 if covariance_rr is None else sqrt(max(float(covariance_rr[0, 0]), 0.0))
    interval, method = _interval(area, se, real_n.size, synthetic_p.size)
    n = int(rated_c.sum())
    return Estimate(
        value=area,
        low=interval.low,
        high=interval.high,
        se=se if se > ROUNDING else None,
        method=method,
        extent=Extent(readings=n, readers=1, cases=n),
        note=ONE_READER_NOTE,
    )


def area_of_pooled_readings(rating_rc: Numbers, truth_c: Codes) -> Estimate:
    """Area of all readings (readers, cases) put together, without an interval.

    It depends on whether readers use the scale alike, and isn't the mean of their areas.
    """
    truth_rc = np.broadcast_to(truth_c, rating_rc.shape)
    rated_rc = np.isfinite(rating_rc)
    extent = Extent(
        readings=int(rated_rc.sum()),
        readers=int(rated_rc.any(axis=1).sum()),
        cases=int(rated_rc.any(axis=0).sum()),
    )
    area = area_of_reader(rating_rc.ravel(), truth_rc.ravel())
    if area.value is None:
        return Estimate.undefined(reason=area.reason, method=POOLED, extent=extent)
    return Estimate(value=area.value, method=POOLED, extent=extent, interval_reason=POOLED_REASON)


def partial_area(
    rating_c: Numbers, truth_c: Codes, *, false_alarms: tuple[float, float]
) -> Estimate:
    """Area of one reader's empirical curve between two false-alarm rates, over their distance.

    The mean sensitivity within the band (Jiang, Metz and Nishikawa 1996, Radiology 201:745);
    straight lines between the points. No interval: see the bootstrap. Raises ValueError unless
    0 <= from < to <= 1.
    """
    start, stop = false_alarms
    if not 0 <= start < stop <= 1:
        raise ValueError("a band of false-alarm rates lies within 0..1 and has a width")
    method = f"mean sensitivity at false-alarm rates from {start:g} to {stop:g} (partial area)"
    real_n, synthetic_p = _sides(rating_c, truth_c)
    reason = lacking_origin(real_n.size, synthetic_p.size)
    if reason:
        return Estimate.undefined(reason=reason, method=method)
    n = real_n.size + synthetic_p.size
    return Estimate(
        value=_area_between(roc_curve(rating_c, truth_c), start, stop) / (stop - start),
        method=method,
        extent=Extent(readings=n, readers=1, cases=n),
        interval_reason="a partial area is given without an interval",
    )


def hanley_mcneil_se(area: float, *, real: int, synthetic: int) -> float:
    """SE of an area from its value and the numbers of cases alone (Hanley and McNeil 1982).

    Radiology 143:29, with Q1 = A / (2 - A) and Q2 = 2 A^2 / (1 + A), which hold for exponential
    ratings. Raises ValueError without a case of each origin.
    """
    if min(real, synthetic) < 1:
        raise ValueError("an area needs cases of both origins")
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    spread = (synthetic - 1) * (q1 - area**2) + (real - 1) * (q2 - area**2)
    return sqrt(max(area * (1 - area) + spread, 0.0) / (real * synthetic))


def lacking_origin(real: int, synthetic: int) -> str:
    """Why a figure that needs both origins is undefined; nothing where it isn't."""
    sides = ((REAL, real), (SYNTHETIC, synthetic))
    return " and ".join(NO_CASES[origin] for origin, n in sides if n == 0)


def _sides(rating_c: Numbers, truth_c: Codes) -> tuple[Numbers, Numbers]:
    """The ratings there are, of real and of synthetic cases."""
    rated_c = np.isfinite(rating_c)
    return rating_c[rated_c & (truth_c == REAL)], rating_c[rated_c & (truth_c == SYNTHETIC)]


def _interval(area: float, se: float, real: int, synthetic: int) -> tuple[Interval, str]:
    if se <= ROUNDING:
        limits = superiority(area, synthetic, real)
        return Interval(min(limits.low, area), max(limits.high, area)), NEWCOMBE
    if min(area, 1 - area) <= 1 - NEAR_AN_END:
        return logit_interval(area, se), DELONG_LOGIT
    return t_interval(area, se, inf).clipped(low=0, high=1), DELONG


def logit_interval(area: float, se: float) -> Interval:
    """Normal interval on the scale log(A / (1 - A)), brought back; ``area`` within 0..1.

    Raises ValueError at 0 and 1.
    """
    if not 0 < area < 1:
        raise ValueError("the logit of an area needs one between 0 and 1")
    half = normal_quantile() * se / (area * (1 - area))
    middle = log(area / (1 - area))
    return Interval(float(special.expit(middle - half)), float(special.expit(middle + half)))


def _area_between(curve: RocCurve, start: float, stop: float) -> float:
    """Trapezoids between two false-alarm rates; a vertical step counts on its right."""
    inside_k = (curve.false_alarm_k > start) & (curve.false_alarm_k < stop)
    left = _height(curve, start, last=True)
    right = _height(curve, stop, last=False)
    x_k = np.concatenate([[start], curve.false_alarm_k[inside_k], [stop]])
    y_k = np.concatenate([[left], curve.hit_k[inside_k], [right]])
    return float(np.trapezoid(y_k, x_k))


def _height(curve: RocCurve, x: float, *, last: bool) -> float:
    """The curve at x; of several points there, the last or the first."""
    there_k = np.flatnonzero(curve.false_alarm_k == x)
    if there_k.size:
        return float(curve.hit_k[there_k[-1 if last else 0]])
    return float(np.interp(x, curve.false_alarm_k, curve.hit_k))
