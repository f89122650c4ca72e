"""How large the next study must be: one condition against chance, readers and cases random.

The variance components of this study's Obuchowski-Rockette analysis tell the standard error of J
readers and K cases: E[MS(R)] = Var(R) + K0/K (Var - Cov2), SE^2 = (E[MS(R)] + J K0/K Cov2) / J,
df as Hillis 2007 (Stat Med 26:596). Origins keep the proportions that they had.
"""

from dataclasses import dataclass
from math import inf, sqrt
from typing import Final

import numpy as np
from scipy import stats

from .areas import Figures
from .equivalence import Band
from .power import fewest_cases

NO_COMPONENTS: Final = "variance components need two readers, and two cases of each origin"


@dataclass(frozen=True, kw_only=True)
class Pilot:
    """Variance components of a figure in a study of ``cases`` cases (figure units squared).

    ``readers``: variance of the readers' true figures; ``error``: of one reader's figure over
    cases; ``shared``: covariance of two readers' figures over cases. None is negative.
    """

    cases: int
    readers: float
    error: float
    shared: float


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a study of ``readers`` and ``cases`` would have: SE and its degrees of freedom."""

    readers: int
    cases: int
    se: float
    df: float


def pilot_of(figures: Figures, *, cases: int) -> Pilot | None:
    """The components that a study's figures (readers,) and their covariance give.

    Var(R) = MS(R) - Var + Cov2, 0 where negative. None (:data:`NO_COMPONENTS`) with one reader or
    without a covariance.
    """
    covariance_rr, readers = figures.covariance_rr, figures.figure_r.size
    if covariance_rr is None or readers < 2:
        return None
    error = float(np.trace(covariance_rr)) / readers
    between = float(covariance_rr.sum() - np.trace(covariance_rr)) / (readers * (readers - 1))
    shared = max(between, 0.0)
    between_readers = max(float(figures.figure_r.var(ddof=1)) - error + shared, 0.0)
    return Pilot(cases=cases, readers=between_readers, error=error, shared=shared)


def plan(pilot: Pilot, *, readers: int, cases: int) -> Plan:
    """The SE that so many readers and cases would give.

    Raises ValueError with fewer than two readers or cases, or where the pilot shows no variance.
    """
    if readers < 2 or cases < 2:
        raise ValueError("a study has two readers and two cases or more")
    scale = pilot.cases / cases
    mean_square = pilot.readers + scale * max(pilot.error - pilot.shared, 0.0)
    total = mean_square + readers * scale * pilot.shared
    if total <= 0:
        raise ValueError("the pilot shows no variance")
    df = (readers - 1) * (total / mean_square) ** 2 if mean_square > 0 else inf
    return Plan(readers=readers, cases=cases, se=sqrt(total / readers), df=df)


def power_to_differ(
    planned: Plan, *, truth: float, chance: float = 0.5, alpha: float = 0.05
) -> float:
    """Power of the two-sided t test against ``chance`` when the figure truly is ``truth``."""
    critical = float(stats.t.isf(alpha / 2, planned.df))
    shift = (truth - chance) / planned.se
    if planned.df == inf:
        return float(stats.norm.sf(critical - shift) + stats.norm.cdf(-critical - shift))
    upper = stats.nct.sf(critical, planned.df, shift)
    return float(upper + stats.nct.cdf(-critical, planned.df, shift))


def power_of_equivalence(planned: Plan, *, truth: float, band: Band) -> float:
    """Power of the two one-sided t tests when the figure truly is ``truth``.

    The estimate is normal and its squared SE an independent multiple of chi-squared(df): the
    chance to land inside the band less t SE on either side, averaged over the SE (Phillips 1990,
    J Pharmacokinet Biopharm 18:137).
    """
    critical = float(stats.t.isf(band.alpha, planned.df))
    # Midpoints of 400 slices of equal chance of the estimated SE.
    chance_s = (np.arange(400) + 0.5) / 400
    ratio_s = np.ones(1) if planned.df == inf else stats.chi2.ppf(chance_s, planned.df) / planned.df
    half_s = critical * planned.se * np.sqrt(ratio_s)
    upper_s = (band.high - half_s - truth) / planned.se
    lower_s = (band.low + half_s - truth) / planned.se
    inside_s = np.maximum(stats.norm.cdf(upper_s) - stats.norm.cdf(lower_s), 0.0)
    return float(inside_s.mean())


def cases_for_equivalence(
    pilot: Pilot, *, readers: int, truth: float, band: Band, power: float = 0.8
) -> int | None:
    """Fewest cases whose power reaches ``power``; None where 20,000 cases don't give it."""

    def enough(cases: int) -> bool:
        planned = plan(pilot, readers=readers, cases=cases)
        return power_of_equivalence(planned, truth=truth, band=band) >= power

    return fewest_cases(enough)
