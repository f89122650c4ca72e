from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from reviewapp.results.statistics.models.design import Factor
from reviewapp.results.statistics.models.site_difference import (
    ALL_ALIKE,
    ALONE,
    NO_SPREAD,
    ONE_SITE,
    site_difference,
)

ACCURACY = np.array([0.5, 0.55, 0.6, 0.62, 0.7, 0.71, 0.4, 0.45])
SITES = ["A", "A", "A", "B", "B", "B", "C", "C"]


def compare(figures=ACCURACY, sites=SITES, seed=1):
    return site_difference(figure_r=np.array(figures), site=Factor.of(sites), seed=seed)


def test_the_tests_are_those_of_scipy():
    found = compare()
    groups = ACCURACY[:3], ACCURACY[3:6], ACCURACY[6:]
    assert (found.anova.statistic, found.anova.p) == pytest.approx(stats.f_oneway(*groups))
    pair = found.pairs[0]
    welch = stats.ttest_ind(groups[0], groups[1], equal_var=False)
    assert (pair.p, pair.difference.df) == pytest.approx((welch.pvalue, welch.df))
    assert tuple(welch.confidence_interval()) == pytest.approx(
        (pair.difference.low, pair.difference.high)
    )
    assert pair.adjusted_p >= pair.p


def test_the_spread_is_tested_as_brown_and_forsythe():
    figures, sites = [*ACCURACY, 0.9], [*SITES, "C"]
    groups = ACCURACY[:3], ACCURACY[3:6], [0.4, 0.45, 0.9]
    found = compare(figures, sites).spread
    assert (found.statistic, found.p) == pytest.approx(stats.levene(*groups, center="median"))


def test_the_permutation_is_exact_as_by_writing_all_of_them_down():
    def f(order):
        return stats.f_oneway(*(ACCURACY[list(order[a:b])] for a, b in ((0, 2), (2, 4), (4, 6))))[0]

    every = [f(order) for order in permutations(range(6))]
    found = compare(ACCURACY[:6], list("AABBCC")).permutation
    observed = f(range(6))
    assert found.ways == 90
    assert found.p == pytest.approx(np.mean(np.array(every) >= observed - 1e-9))
    assert found.seed is None


def test_many_readers_are_permuted_by_a_seeded_draw():
    figures = np.random.default_rng(1).normal(size=40)
    sites = list("ABCD") * 10
    found = compare(figures, sites).permutation
    assert found == compare(figures, sites).permutation
    assert found.seed == 1
    assert found.p == pytest.approx(compare(figures, sites).anova.p, abs=0.02)


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 1000), shift=st.floats(-5, 5))
def test_neither_order_nor_names_nor_a_shift_matter(seed, shift):
    order = np.random.default_rng(seed).permutation(8)
    names = {"A": "Göttingen", "B": "Aachen", "C": "7"}
    again = compare(ACCURACY[order] + shift, [names[SITES[place]] for place in order])
    first = compare()
    assert again.anova.p == pytest.approx(first.anova.p)
    assert again.permutation.p == pytest.approx(first.permutation.p)
    assert again.between.value == pytest.approx(first.between.value)


def test_one_site_has_nothing_to_compare():
    found = compare(sites=["A"] * 8)
    assert found.anova.reason == found.permutation.reason == found.spread.reason == ONE_SITE
    assert found.between.reason == ONE_SITE
    assert found.pairs == ()
    assert found.means["A"].value == pytest.approx(ACCURACY.mean())


def test_readers_all_alike_have_reasons_and_no_p():
    found = compare([0.5] * 8)
    assert found.anova.reason == found.permutation.reason == ALL_ALIKE
    assert found.pairs[0].difference.interval_reason == NO_SPREAD
    assert found.pairs[0].p is None


def test_a_site_with_one_reader_has_a_difference_without_an_interval():
    found = compare([0.5, 0.6, 0.7], ["A", "A", "B"])
    assert found.pairs[0].difference.value == pytest.approx(-0.15)
    assert found.pairs[0].difference.interval_reason == ALONE
    assert found.means["B"].interval_reason == "one reader only"


def test_a_reader_at_each_site_allows_no_test():
    found = compare([0.5, 0.6, 0.7], ["A", "B", "C"])
    assert found.anova.reason == found.permutation.reason == "each site has one reader only"


def test_no_reader_at_all_gives_reasons():
    found = compare([], [])
    assert found.anova.reason == ONE_SITE
    assert found.means == {}
