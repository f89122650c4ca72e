from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from reviewapp.results.statistics.agreement.kendall import (
    NO_ORDER,
    TOO_FEW,
    kendall_w,
    permutation_p,
    resampled_w,
)

SCORES = np.random.default_rng(1).integers(1, 6, (4, 14)).astype(float)


def test_w_is_friedmans_chi2_shared_out():
    found = kendall_w(SCORES, replicates=50)
    friedman = stats.friedmanchisquare(*SCORES.T)
    assert found.chi2 == pytest.approx(friedman.statistic)
    assert (found.p_value, found.w.value) == pytest.approx(
        (friedman.pvalue, friedman.statistic / (4 * 13))
    )


def test_without_ties_w_is_the_mean_rank_correlation_in_disguise():
    score_rc = np.random.default_rng(2).random((5, 9))
    rho = np.mean([stats.spearmanr(a, b).statistic for a, b in combinations(score_rc, 2)])
    found = kendall_w(score_rc, replicates=50)
    assert found.w.value == pytest.approx((1 + 4 * rho) / 5)
    assert found.uncorrected == pytest.approx(found.w.value)


def test_each_replicate_is_the_w_of_the_cases_drawn():
    drawn = np.random.default_rng(0).multinomial(14, np.full(14, 1 / 14), size=20)
    slow = [kendall_w(np.repeat(SCORES, times, axis=1), replicates=2).w.value for times in drawn]
    assert resampled_w(SCORES, drawn.astype(float)) == pytest.approx(slow)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_neither_names_nor_the_steps_of_the_scale_matter(seed):
    generator = np.random.default_rng(seed)
    moved = np.exp(SCORES[generator.permutation(4)][:, generator.permutation(14)])
    assert kendall_w(moved, replicates=2).w.value == pytest.approx(
        kendall_w(SCORES, replicates=2).w.value
    )


def test_the_exact_p_goes_through_all_orders():
    rank_rc = stats.rankdata(np.array([[1, 2, 3, 4], [1, 3, 2, 4.0]]), axis=1)
    seen = np.square(rank_rc.sum(axis=0) - 5).sum()
    spreads = [np.square(rank_rc[0] + np.array(one) - 5).sum() for one in permutations(rank_rc[1])]
    assert permutation_p(rank_rc) == np.mean([spread >= seen for spread in spreads])


def test_the_sampled_p_is_close_to_the_exact_one():
    rank_rc = stats.rankdata(np.random.default_rng(5).random((5, 6)), axis=1)
    found = kendall_w(rank_rc, seed=3, replicates=2)
    assert found.permutation_p == pytest.approx(found.p_value, abs=0.05)
    assert found.permutation_p == kendall_w(rank_rc, seed=3, replicates=2).permutation_p


def test_degenerate_scores_have_reasons():
    assert kendall_w(np.full((3, 5), 2.0)).w.reason == NO_ORDER
    for score_rc in (SCORES[:1], SCORES[:, :1], np.zeros((0, 0)), np.full((3, 4), np.nan)):
        assert kendall_w(score_rc).w.reason == TOO_FEW
    assert kendall_w(np.tile(SCORES[0], (3, 1)), replicates=50).w.value == pytest.approx(1)


def test_incomplete_cases_are_left_out_and_counted():
    holes = SCORES.copy()
    holes[1, 3] = np.nan
    found = kendall_w(holes, replicates=20)
    assert (found.dropped, found.w.extent.cases) == (1, 13)
