from dataclasses import replace

import pytest
from scipy import stats

from reviewapp.results.statistics.models.site_difference import ONE_SITE
from reviewapp.results.statistics.models.site_model import accuracy_by_reader, compare_sites

from .simulated import study


def test_accuracies_and_sites_of_readers():
    readings = study()
    accuracy, site = accuracy_by_reader(readings, readings.site)
    assert accuracy[2] == readings.correct_n[readings.reader.codes_n == 2].mean()
    assert site.codes_n.tolist() == [0, 1, 2, 0, 1, 2, 0, 1]


def test_both_comparisons_of_three_sites():
    found = compare_sites(study(), seed=1)
    assert found.test.df == 2
    assert found.few_readers_p == pytest.approx(stats.f.sf(found.test.chi2 / 2, 2, 5))
    assert set(found.odds_ratios) == {"site S1", "site S2"}
    assert found.reference == "S0"
    difference = found.readers.pairs[0].difference
    assert difference.value == pytest.approx(
        found.readers.means["S0"].value - found.readers.means["S1"].value
    )


@pytest.mark.parametrize("readings", [replace(study(), site=None), study(readers=1)])
def test_one_site_or_none_gives_reasons(readings):
    found = compare_sites(readings, seed=1)
    assert found.test.reason == found.readers.anova.reason == ONE_SITE
    assert found.odds_ratios == {}
