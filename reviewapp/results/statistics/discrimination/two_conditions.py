"""Two conditions compared by the same readers on the same cases: Obuchowski and Rockette.

Obuchowski and Rockette 1995 (Commun Stat Simul 24:285), degrees of freedom of Hillis 2007 (Stat
Med 26:596); the names RRRC, FRRC and RRFC say whether readers (R first) and cases (C) are random
(R) or fixed (F). Statistics as in Hillis 2014, Stat Med 33:330.
"""

from dataclasses import dataclass
from math import inf, sqrt
from typing import Final

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import REAL, SYNTHETIC, Codes, Numbers
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import t_estimate

from .areas import TWO_CASES, CovarianceMethod, Figures, area_figures
from .reader_case import ROUNDING, mean_over_readers, stratified_means

METHODS: Final = {
    "RRRC": "difference of means; Obuchowski-Rockette/Hillis, readers and cases random",
    "FRRC": "difference of means; Obuchowski-Rockette, these readers, cases random",
    "RRFC": "difference of means; Obuchowski-Rockette, readers random, these cases",
}
NO_DIFFERENCE: Final = "readers and cases show no variation in the difference, so that its SE is 0"


@dataclass(frozen=True, kw_only=True)
class Components:
    """Variances and covariances of the error over cases, and the mean squares (figure units^2).

    ``variance``: of one figure; ``cov1``: same reader, two conditions; ``cov2``: two readers, same
    condition; ``cov3``: two readers, two conditions. ``ms_condition`` and ``ms_interaction`` are
    the mean squares of condition, and of reader by condition.
    """

    readers: int
    variance: float
    cov1: float
    cov2: float
    cov3: float
    ms_condition: float
    ms_interaction: float


@dataclass(frozen=True, kw_only=True)
class ConditionTest:
    """Difference of the first and second condition with its interval, and the test that it is 0.

    ``statistic`` is F, or chi-squared with fixed readers (``df2`` None); all None with ``reason``.
    """

    difference: Estimate
    statistic: float | None = None
    df2: float | None = None
    p_value: float | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The three analyses of two conditions, with the components that they rest on.

    ``means``: each condition alone, as in a study that had only that one.
    """

    means: tuple[Estimate, Estimate]
    components: Components
    rrrc: ConditionTest
    frrc: ConditionTest
    rrfc: ConditionTest


@dataclass(frozen=True)
class NoComparison:
    """Why two conditions can't be compared."""

    reason: str


def compare_conditions(*, figure_tr: Numbers, covariance_xx: Numbers, extent: Extent) -> Comparison:
    """Compare two conditions: ``figure_tr`` (2, readers), difference = first - second.

    ``covariance_xx`` (2 readers, 2 readers) is that of the figures in the order of
    ``figure_tr.ravel()``, cases being random. Raises ValueError with fewer than two readers or
    other than two conditions.
    """
    conditions, readers = figure_tr.shape
    if conditions != 2 or readers < 2:
        raise ValueError("a comparison needs two conditions and two readers or more")
    found = components(figure_tr, covariance_xx)
    difference = float(figure_tr[0].mean() - figure_tr[1].mean())

    def test(name: str, denominator: float, df: float) -> ConditionTest:
        return _test(name, difference, found, denominator, df=df, extent=extent)

    both = found.ms_interaction + max(readers * (found.cov2 - found.cov3), 0.0)
    fixed = found.variance - found.cov1 + (readers - 1) * max(found.cov2 - found.cov3, 0.0)
    if found.ms_interaction <= ROUNDING:
        hillis_df = inf
    else:
        hillis_df = both**2 / (found.ms_interaction**2 / (readers - 1))
    return Comparison(
        means=_each_alone(figure_tr, covariance_xx, extent),
        components=found,
        rrrc=test("RRRC", both, hillis_df),
        frrc=test("FRRC", fixed, inf),
        rrfc=test("RRFC", found.ms_interaction, readers - 1),
    )


def _each_alone(
    figure_tr: Numbers, covariance_xx: Numbers, extent: Extent
) -> tuple[Estimate, Estimate]:
    readers = figure_tr.shape[1]

    def alone(condition: int) -> Estimate:
        rows = slice(condition * readers, (condition + 1) * readers)
        return mean_over_readers(
            figure_r=figure_tr[condition], covariance_rr=covariance_xx[rows, rows], extent=extent
        )

    return alone(0), alone(1)


def components(figure_tr: Numbers, covariance_xx: Numbers) -> Components:
    """The components of :func:`compare_conditions`, averaged over readers and conditions."""
    readers = figure_tr.shape[1]
    covariance_trus = covariance_xx.reshape(2, readers, 2, readers)
    within_rs = (covariance_trus[0, :, 0] + covariance_trus[1, :, 1]) / 2
    between_rs = (covariance_trus[0, :, 1] + covariance_trus[1, :, 0]) / 2
    difference_r = figure_tr[0] - figure_tr[1]
    return Components(
        readers=readers,
        variance=float(np.trace(within_rs)) / readers,
        cov1=float(np.trace(between_rs)) / readers,
        cov2=_mean_off_diagonal(within_rs),
        cov3=_mean_off_diagonal(between_rs),
        ms_condition=readers * float(difference_r.mean()) ** 2 / 2,
        ms_interaction=float(difference_r.var(ddof=1)) / 2,
    )


def _mean_off_diagonal(table_rs: Numbers) -> float:
    readers = len(table_rs)
    return float(table_rs.sum() - np.trace(table_rs)) / (readers * (readers - 1))


def _test(
    name: str,
    difference: float,
    found: Components,
    denominator: float,
    *,
    df: float,
    extent: Extent,
) -> ConditionTest:
    """The F test (chi-squared where ``df`` is infinite) and the interval of the difference."""
    variance = 2 * max(denominator, 0.0) / found.readers
    estimate = t_estimate(
        value=difference,
        se=sqrt(variance),
        df=df,
        method=METHODS[name],
        extent=extent,
        no_spread=NO_DIFFERENCE,
    )
    if estimate.se is None:
        return ConditionTest(difference=estimate, reason=NO_DIFFERENCE)
    statistic = found.ms_condition / denominator
    p_value = stats.chi2.sf(statistic, 1) if df == inf else stats.f.sf(statistic, 1, df)
    return ConditionTest(
        difference=estimate, statistic=statistic, df2=estimate.df, p_value=float(p_value)
    )


def compare_areas(
    *, truth_c: Codes, rating_trc: Numbers, covariance: CovarianceMethod = "delong"
) -> Comparison | NoComparison:
    """Compare the areas of two conditions (2, readers, cases), NaN where a rating is missing.

    A reason where not every case was rated by every reader under both (see
    :func:`.u_statistic.crossed_difference`), or where there are too few readers or cases.
    """
    reason = _why_not(rating_trc, min(int((truth_c == o).sum()) for o in (REAL, SYNTHETIC)))
    if reason:
        return NoComparison(reason)
    figures = area_figures(np.vstack(list(rating_trc)), truth_c, covariance=covariance)
    return _compared(figures, rating_trc)


def compare_shares(*, correct_trc: Numbers) -> Comparison | NoComparison:
    """Compare the shares of correct verdicts of two conditions (2, readers, cases), NaN missing.

    With the cases of one origin these are sensitivities or specificities. Reasons as
    :func:`compare_areas`.
    """
    reason = _why_not(correct_trc, correct_trc.shape[2])
    if reason:
        return NoComparison(reason)
    one_stratum_c = np.zeros(correct_trc.shape[2], dtype=np.int64)
    shares = stratified_means(
        score_rc=np.vstack(list(correct_trc)), stratum_c=one_stratum_c, weights={0: 1.0}
    )
    return _compared(Figures(*shares), correct_trc)


def _why_not(value_trc: Numbers, cases: int) -> str:
    """Why two conditions can't be compared here; nothing where they can."""
    if value_trc.shape[1] < 2:
        return "a comparison over readers needs two readers"
    if cases < 2:
        return TWO_CASES
    if not np.isfinite(value_trc).all():
        return "readings are missing: see the U-statistic"
    return ""


def _compared(figures: Figures, value_trc: Numbers) -> Comparison | NoComparison:
    if figures.covariance_rr is None:
        return NoComparison(TWO_CASES)
    conditions, readers, cases = value_trc.shape
    extent = Extent(readings=conditions * readers * cases, readers=readers, cases=cases)
    return compare_conditions(
        figure_tr=figures.figure_r.reshape(conditions, readers),
        covariance_xx=figures.covariance_rr,
        extent=extent,
    )
