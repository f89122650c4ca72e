"""Signal detection: discrimination d' and criterion c, the leaning of a reader.

d' = z(H) - z(F) and c = -(z(H) + z(F)) / 2, with H the share of synthetic cases called synthetic
and F the share of real ones called so. A positive c leans to "real". The log-linear correction of
Hautus 1995 (Behav Res Meth 27:46), +0.5 to each count and +1 to each n, is applied always, so that
rates of 0 and 1 give finite figures and every reader is treated alike.
"""

from dataclasses import dataclass
from math import inf, sqrt
from typing import Final

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import (
    MISSING,
    REAL,
    SYNTHETIC,
    Codes,
    Numbers,
    checked_codes,
    read_part,
)
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import t_estimate

from .accuracy import NO_CASES, ONE_READER_NOTE
from .confusion import Confusion
from .reader_case import mean_over_readers

LOG_LINEAR: Final = "log-linear correction; Gourevitch-Galanter SE, normal interval over cases"
RAW: Final = "no correction; Gourevitch-Galanter SE, normal interval over cases"
NO_Z: Final = "a rate of 0 or 1 has no z: see the figure with the log-linear correction"
LOG_LINEAR_OR: Final = (
    "mean over readers, log-linear correction; Obuchowski-Rockette/Hillis t interval, "
    "covariances by the delta method"
)


@dataclass(frozen=True, kw_only=True)
class Detection:
    """Discrimination (``d_prime``) and leaning (``criterion``)."""

    d_prime: Estimate
    criterion: Estimate

    @classmethod
    def undefined(cls, *, reason: str, method: str) -> "Detection":
        """Neither figure exists, and why."""
        nothing = Estimate.undefined(reason=reason, method=method)
        return cls(d_prime=nothing, criterion=nothing)


def detection_of(*, truth_c: Codes, verdict_rc: Codes) -> Detection:
    """d' and c of the readers of a table of 0/1 verdicts (1 synthetic, -1 missing).

    ``truth_c``: (cases,), ``verdict_rc``: (readers, cases). One reader: see
    :func:`detection_of_one_reader`. Several: the mean over readers, with readers and cases at
    random; readers who read no case of one origin are left out. Raises ValueError on other codes.
    """
    checked_codes(verdict_rc, categories=2)
    read_rc, kept_c = read_part(verdict_rc)
    truth_c = truth_c[kept_c]
    readers = [Confusion.of(truth_c=truth_c, verdict_rc=reader_c[None, :]) for reader_c in read_rc]
    has_both_r = np.array([one.real > 0 and one.synthetic > 0 for one in readers], dtype=bool)
    both = [one for one, has_both in zip(readers, has_both_r, strict=True) if has_both]
    if len(both) < 2:
        return detection_of_one_reader(both[0] if both else sum_of(readers))
    return _over_readers_and_cases(both, truth_c, read_rc[has_both_r])


def sum_of(readers: list[Confusion]) -> Confusion:
    """The counts of all readers together."""
    return Confusion(
        synthetic_called_synthetic=sum(one.synthetic_called_synthetic for one in readers),
        synthetic_called_real=sum(one.synthetic_called_real for one in readers),
        real_called_synthetic=sum(one.real_called_synthetic for one in readers),
        real_called_real=sum(one.real_called_real for one in readers),
    )


def detection_of_one_reader(confusion: Confusion) -> Detection:
    """d' and c of a single reader, with normal intervals over cases.

    SE: Gourevitch and Galanter 1967 (Psychometrika 32:25), at the corrected rates and n + 1;
    Var d' = sum of p (1 - p) / (n phi(z(p))^2) over both rates, and Var c = Var d' / 4.
    """
    reason = _lacking(confusion)
    if reason:
        return Detection.undefined(reason=reason, method=LOG_LINEAR)
    sizes = confusion.synthetic + 1, confusion.real + 1
    return _of_rates(_z_rates(confusion), sizes, method=LOG_LINEAR, readings=confusion.readings)


def raw_detection_of_one_reader(confusion: Confusion) -> Detection:
    """d' and c from the rates as they are: undefined where one of them is 0 or 1.

    For comparison with published tables; every figure of a study is corrected.
    """
    reason = _lacking(confusion)
    if not reason and 0 in (
        confusion.synthetic_called_synthetic,
        confusion.synthetic_called_real,
        confusion.real_called_synthetic,
        confusion.real_called_real,
    ):
        reason = NO_Z
    if reason:
        return Detection.undefined(reason=reason, method=RAW)
    z_hit = float(stats.norm.ppf(confusion.synthetic_called_synthetic / confusion.synthetic))
    z_alarm = float(stats.norm.ppf(confusion.real_called_synthetic / confusion.real))
    sizes = confusion.synthetic, confusion.real
    return _of_rates((z_hit, z_alarm), sizes, method=RAW, readings=confusion.readings)


def _lacking(confusion: Confusion) -> str:
    """Why d' and c are undefined; nothing where they aren't."""
    sides = ((REAL, confusion.real), (SYNTHETIC, confusion.synthetic))
    return " and ".join(NO_CASES[origin] for origin, n in sides if n == 0)


def _of_rates(
    z_rates: tuple[float, float], sizes: tuple[int, int], *, method: str, readings: int
) -> Detection:
    """d' and c from z of hits and of false alarms, and what the rates are out of."""
    z_hit, z_alarm = z_rates
    se = sqrt(_z_variance(z_hit, sizes[0]) + _z_variance(z_alarm, sizes[1]))
    extent = Extent(readings=readings, readers=1, cases=readings)

    def figure(value: float, se: float) -> Estimate:
        return t_estimate(
            value=value, se=se, df=inf, method=method, extent=extent, note=ONE_READER_NOTE
        )

    return Detection(
        d_prime=figure(z_hit - z_alarm, se), criterion=figure(-(z_hit + z_alarm) / 2 + 0.0, se / 2)
    )


def _z_rates(confusion: Confusion) -> tuple[float, float]:
    """z of the corrected hit and false-alarm rates."""
    hit = (confusion.synthetic_called_synthetic + 0.5) / (confusion.synthetic + 1)
    alarm = (confusion.real_called_synthetic + 0.5) / (confusion.real + 1)
    return float(stats.norm.ppf(hit)), float(stats.norm.ppf(alarm))


def _z_variance(z: float, n: int) -> float:
    rate = float(stats.norm.cdf(z))
    return rate * (1 - rate) / (n * float(stats.norm.pdf(z)) ** 2)


def _over_readers_and_cases(
    readers: list[Confusion], truth_c: Codes, verdict_rc: Codes
) -> Detection:
    """Obuchowski-Rockette on d' and c: Cov(z(p), z(p')) = Cov(p, p') / (phi(z) phi(z'))."""
    extent = Extent.of(verdict_rc)
    z_hit_r, z_alarm_r = np.array([_z_rates(one) for one in readers]).T
    if min(int((truth_c == origin).sum()) for origin in (REAL, SYNTHETIC)) < 2:
        return Detection(
            d_prime=_without_interval(z_hit_r - z_alarm_r, extent),
            criterion=_without_interval(-(z_hit_r + z_alarm_r) / 2, extent),
        )
    covariance_rr = _z_covariance(z_hit_r, verdict_rc[:, truth_c == SYNTHETIC])
    covariance_rr += _z_covariance(z_alarm_r, verdict_rc[:, truth_c == REAL])

    def figure(figure_r: Numbers, scale: float) -> Estimate:
        return mean_over_readers(
            figure_r=figure_r,
            covariance_rr=covariance_rr * scale,
            extent=extent,
            method=LOG_LINEAR_OR,
        )

    return Detection(
        d_prime=figure(z_hit_r - z_alarm_r, 1), criterion=figure(-(z_hit_r + z_alarm_r) / 2, 1 / 4)
    )


def _without_interval(figure_r: Numbers, extent: Extent) -> Estimate:
    return Estimate(
        value=float(figure_r.mean()),
        method=LOG_LINEAR_OR,
        extent=extent,
        interval_reason="an interval over cases needs two cases of each origin",
    )


def _z_covariance(z_r: Numbers, verdict_rc: Codes) -> Numbers:
    """Covariance between readers of z of a rate, from cases of one origin (readers, readers).

    Cov(p, p') = n S / (m m'), with S the sample covariance over the n cases that both read, and m
    and m' the cases that each read. S comes from the cases in common, around each reader's rate.
    """
    present_rc = (verdict_rc != MISSING).astype(np.float64)
    read_r = present_rc.sum(axis=1)
    said_rc = np.where(verdict_rc == SYNTHETIC, 1.0, 0.0)
    deviation_rc = present_rc * (said_rc - (said_rc.sum(axis=1) / read_r)[:, None])
    common_rr = present_rc @ present_rc.T
    sample_rr = (deviation_rc @ deviation_rc.T) / np.maximum(common_rr - 1, 1)
    slope_r = 1 / stats.norm.pdf(z_r)
    covariance_rr = common_rr * sample_rr / np.outer(read_r, read_r) * np.outer(slope_r, slope_r)
    return np.asarray(covariance_rr, dtype=np.float64)
