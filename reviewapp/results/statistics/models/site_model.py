"""Sites compared twice: by their readers' accuracy, and by the mixed model of readings."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from reviewapp.results.statistics.estimate import Estimate

from .accuracy_model import fit_correct
from .design import Design, Factor, treatment
from .long import LongReadings
from .nested import RatioTest, ratio_test
from .site_difference import ONE_SITE, SiteDifference, site_difference


@dataclass(frozen=True, kw_only=True)
class SiteComparison:
    """``readers`` compares the readers' accuracies; ``odds_ratios`` are against ``reference``.

    ``test`` is the likelihood ratio test of site in ``logit(correct) ~ site + (1|reader) +
    (1|case)``. With few readers chi2 rejects too often (13 % instead of 5 % with six readers at
    two sites, docs/statistics-models.md); ``few_readers_p`` takes chi2/df against
    F(df, readers - sites) instead.
    """

    readers: SiteDifference
    test: RatioTest
    few_readers_p: float | None
    reference: str
    odds_ratios: dict[str, Estimate]


def compare_sites(readings: LongReadings, *, seed: int) -> SiteComparison:
    """Accuracy by site. A study of one site, or without sites, gives reasons.

    Sources: :mod:`.site_difference` and :mod:`.glmm`.
    """
    readings = readings.with_verdict()
    site = readings.site or Factor(np.zeros(readings.rows, dtype=np.int64), ("",))
    accuracy_r, site_of_reader = accuracy_by_reader(readings, site)
    columns = treatment("site ", site)
    design = Design.of(readings.rows, {"site": columns})
    test, odds_ratios = RatioTest(reason=ONE_SITE), {}
    if site.size > 1:
        model = fit_correct(readings, design)
        test = ratio_test(model, fit_correct(readings, design.without("site")))
        odds_ratios = {name: model.contrast({name: 1}, exponent=True) for name in columns}
    return SiteComparison(
        readers=site_difference(figure_r=accuracy_r, site=site_of_reader, seed=seed),
        test=test,
        few_readers_p=_few_readers_p(test, readings.reader.size - site.size),
        reference=site.levels[0] if site.levels else "",
        odds_ratios=odds_ratios,
    )


def _few_readers_p(test: RatioTest, freedom: int) -> float | None:
    if test.chi2 is None or test.df is None or freedom < 1:
        return None
    return float(stats.f.sf(test.chi2 / test.df, test.df, freedom))


def accuracy_by_reader(readings: LongReadings, site: Factor) -> tuple[np.ndarray, Factor]:
    """Share of correct verdicts of each reader, (readers,), and the readers' sites.

    A reader belongs to the site of the first of his or her readings.
    """
    codes_n = readings.reader.codes_n
    counts_r = np.bincount(codes_n, minlength=readings.reader.size)
    correct_r = np.bincount(codes_n, readings.correct_n, minlength=readings.reader.size)
    first_r = np.unique(codes_n, return_index=True)[1]
    return correct_r / counts_r, Factor(site.codes_n[first_r], site.levels)
