import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from reviewapp.results.statistics.discrimination.mean_area import mean_area
from reviewapp.results.statistics.scores.effects import (
    cliffs_delta,
    difference_of_means,
    p_of_no_difference,
    superiority_over_readers,
)

TRUTH = np.repeat([0, 1], 12)
STRENGTH = np.random.default_rng(1).normal(0, 1.2, 24)  # of cases, so that readers covary
SCORES = np.digitize(STRENGTH + np.random.default_rng(2).normal(0, 1, (5, 24)), [-1, 0, 1, 2]) + 1.0
HOLES = np.where(np.random.default_rng(3).random(SCORES.shape) < 0.2, np.nan, SCORES)


def slow_superiority(score_rc, truth_c):
    """Counts pairs of cases of each reader one by one."""
    readers = []
    for score_c in score_rc:
        pairs = [
            (s > r) + (s == r) / 2
            for s in score_c[truth_c == 1]
            for r in score_c[truth_c == 0]
            if np.isfinite(s) and np.isfinite(r)
        ]
        readers.append(np.mean(pairs))
    return np.mean(readers)


@pytest.mark.parametrize("score_rc", [SCORES, HOLES], ids=["complete", "missing"])
def test_superiority_counts_pairs_of_one_readers_cases(score_rc):
    found = superiority_over_readers(score_rc, TRUTH)
    assert found.value == pytest.approx(slow_superiority(score_rc, TRUTH))
    assert found.low < found.value < found.high


def test_with_every_case_scored_superiority_is_the_mean_area_under_the_curve():
    found, area = superiority_over_readers(SCORES, TRUTH), mean_area(
        truth_c=TRUTH, rating_rc=SCORES
    )  # fmt: skip
    assert (found.value, found.se, found.df) == pytest.approx((area.value, area.se, area.df))


def slow_covariance(score_rc, truth_c, r, s):
    """Covariance of two readers' differences of means, from the cases that both scored."""
    total = 0.0
    for origin in (0, 1):
        first, second = score_rc[r, truth_c == origin], score_rc[s, truth_c == origin]
        both = np.isfinite(first) & np.isfinite(second)
        gaps = (first - np.nanmean(first))[both] * (second - np.nanmean(second))[both]
        sizes = np.isfinite(first).sum() * np.isfinite(second).sum()
        total += gaps.sum() * both.sum() / (both.sum() - 1) / sizes
    return total


def test_the_interval_of_the_difference_has_the_covariance_of_cases_scored_by_both():
    found = difference_of_means(HOLES, TRUTH)
    by_reader = [np.nanmean(one[TRUTH == 1]) - np.nanmean(one[TRUTH == 0]) for one in HOLES]
    pairs = [(r, s) for r in range(5) for s in range(5) if r != s]
    cov2 = np.mean([slow_covariance(HOLES, TRUTH, r, s) for r, s in pairs])
    assert found.value == pytest.approx(np.mean(by_reader))
    assert cov2 > 0
    variance = (np.var(by_reader, ddof=1) + 5 * cov2) / 5
    assert found.se == pytest.approx(np.sqrt(variance))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_neither_the_order_of_readers_and_cases_nor_a_shift_of_the_scale_matters(seed):
    generator = np.random.default_rng(seed)
    rows, columns = generator.permutation(5), generator.permutation(24)
    plain = superiority_over_readers(HOLES, TRUTH)
    moved = superiority_over_readers(HOLES[rows][:, columns] * 2 + 7, TRUTH[columns])
    assert (moved.value, moved.se) == pytest.approx((plain.value, plain.se))


def test_swapping_the_origins_mirrors_the_effect():
    there, back = (superiority_over_readers(HOLES, truth) for truth in (TRUTH, 1 - TRUTH))
    assert (there.value, there.low) == pytest.approx((1 - back.value, 1 - back.high))
    assert p_of_no_difference(there) == pytest.approx(p_of_no_difference(back))
    assert cliffs_delta(there).value == pytest.approx(-cliffs_delta(back).value)


def test_one_reader_has_the_welch_interval_of_scipy():
    found = difference_of_means(SCORES[:1], TRUTH)
    welch = stats.ttest_ind(SCORES[0, 12:], SCORES[0, :12], equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((welch.low, welch.high))


def test_a_reader_of_one_origin_only_is_left_out_and_said_so():
    partial = np.vstack([SCORES, np.where(TRUTH == 1, np.nan, 3.0)])
    found = superiority_over_readers(partial, TRUTH)
    assert found.value == pytest.approx(superiority_over_readers(SCORES, TRUTH).value)
    assert "1 reader(s) left out" in found.note


def test_nobody_who_scored_both_origins_gives_no_figure():
    apart = np.array([np.where(TRUTH == 1, 3.0, np.nan), np.where(TRUTH == 0, 3.0, np.nan)])
    for found in (superiority_over_readers(apart, TRUTH), difference_of_means(apart, TRUTH)):
        assert (found.value, found.low) == (None, None)
        assert p_of_no_difference(found) is None
        assert cliffs_delta(found).reason == found.reason
