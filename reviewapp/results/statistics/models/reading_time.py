"""How long a reading takes, and what that depends on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reviewapp.results.statistics.coding import REAL, SYNTHETIC, Numbers
from reviewapp.results.statistics.estimate import Estimate

from .accuracy_model import POSITION, position_per_10
from .design import Design, Term
from .figures import exponentiated
from .lmm import Lmm, fit_lmm
from .long import LongReadings

SYNTHETIC_CASE: Final = "synthetic"
NOT_IN_MODEL: Final = "this study's readings do not tell it"


@dataclass(frozen=True, kw_only=True)
class Quartiles:
    """Median and quartiles of the times of ``n`` readings, in s; all None without a reading."""

    n: int
    low_s: float | None
    median_s: float | None
    high_s: float | None


@dataclass(frozen=True, kw_only=True)
class ReadingTime:
    """``log(seconds) ~ position + synthetic + (1|reader) + (1|case)``.

    ``per_10_cases`` and ``synthetic_over_real`` are ratios of times; ``satterthwaite`` the
    degrees of freedom that lmerTest would give their logarithms. ``left_out`` counts readings
    without a time, or with one that isn't positive.
    """

    everyone: Quartiles
    real: Quartiles
    synthetic: Quartiles
    per_10_cases: Estimate
    synthetic_over_real: Estimate
    satterthwaite: Mapping[str, float | None]
    model: Lmm
    left_out: int


def reading_time(readings: LongReadings) -> ReadingTime:
    """Times of all readings that have one, with or without a verdict; t(readers - 1) intervals.

    Source: :mod:`.reml`; the t(J - 1) of the design of this study's statistics, for Satterthwaite's
    degrees of freedom let readings stand for readers. Idle time is to be taken out beforehand, as
    the protocol says.
    """
    seconds_n = readings.seconds_n
    known_n = np.zeros(readings.rows, dtype=bool)
    if seconds_n is not None:
        known_n = np.nan_to_num(seconds_n, nan=-1.0, posinf=-1.0) > 0
    if readings.position_n is not None:
        known_n &= np.isfinite(readings.position_n)
    kept = readings.where(known_n)
    seconds_n = np.empty(0) if kept.seconds_n is None else kept.seconds_n
    model = fit_lmm(
        y_n=np.log(seconds_n),
        design=Design.of(kept.rows, _terms(kept)),
        groups=kept.groups,
        df=kept.reader.size - 1,
    )
    return ReadingTime(
        everyone=quartiles(seconds_n),
        real=quartiles(seconds_n[kept.synthetic_n == REAL]),
        synthetic=quartiles(seconds_n[kept.synthetic_n == SYNTHETIC]),
        per_10_cases=_ratio(model, POSITION),
        synthetic_over_real=_ratio(model, SYNTHETIC_CASE),
        satterthwaite=model.satterthwaite,
        model=model,
        left_out=readings.rows - kept.rows,
    )


def quartiles(seconds_n: Numbers) -> Quartiles:
    """Quartiles by linear interpolation (Hyndman and Fan 1996, type 7, R's default)."""
    if not seconds_n.size:
        return Quartiles(n=0, low_s=None, median_s=None, high_s=None)
    low, middle, high = (float(value) for value in np.quantile(seconds_n, (0.25, 0.5, 0.75)))
    return Quartiles(n=int(seconds_n.size), low_s=low, median_s=middle, high_s=high)


def _terms(readings: LongReadings) -> dict[str, Term]:
    terms: dict[str, Term] = {"origin": {SYNTHETIC_CASE: readings.synthetic_n}}
    if readings.position_n is not None:
        terms["position"] = {POSITION: position_per_10(readings.position_n)}
    return terms


def _ratio(model: Lmm, name: str) -> Estimate:
    found = model.coefficients.get(name)
    if found is None:
        return Estimate.undefined(reason=NOT_IN_MODEL, method="ratio of times", extent=model.extent)
    return exponentiated(found)
