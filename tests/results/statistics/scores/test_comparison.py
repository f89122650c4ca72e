import numpy as np
import pytest
from scipy import stats

from reviewapp.results.statistics.scores.comparison import adjusted, compare_scores

TRUTH = np.repeat([0, 1], 10)
GENERATOR = np.random.default_rng(8)
SCORES = GENERATOR.integers(1, 6, (3, 20))
MEANS = SCORES.mean(axis=0)


def test_a_case_counts_once_however_many_readers_scored_it():
    alone = compare_scores(score_rc=SCORES[:1], truth_c=TRUTH)
    copied = compare_scores(score_rc=np.repeat(SCORES[:1], 5, axis=0), truth_c=TRUTH)
    assert copied.p_value == alone.p_value
    assert (copied.difference.low, copied.difference.high) == (
        alone.difference.low,
        alone.difference.high,
    )
    assert (alone.real.readings, copied.real.readings) == (10, 50)


def test_the_difference_of_means_has_the_welch_interval_of_scipy():
    found = compare_scores(score_rc=SCORES, truth_c=TRUTH).difference
    welch = stats.ttest_ind(MEANS[10:], MEANS[:10], equal_var=False).confidence_interval()
    assert found.value == pytest.approx(MEANS[10:].mean() - MEANS[:10].mean())
    assert (found.low, found.high) == pytest.approx((welch.low, welch.high))


def test_superiority_counts_pairs_of_cases():
    found = compare_scores(score_rc=SCORES, truth_c=TRUTH).superiority
    pairs = [(s > r) + (s == r) / 2 for s in MEANS[10:] for r in MEANS[:10]]
    assert found.value == pytest.approx(np.mean(pairs))
    assert found.low < found.value < found.high


def test_the_p_value_is_that_of_mann_whitney_and_is_adjusted_by_holm():
    one = compare_scores(score_rc=SCORES, truth_c=TRUTH)
    expected = stats.mannwhitneyu(MEANS[10:], MEANS[:10]).pvalue
    assert one.p_value == pytest.approx(expected)
    both = adjusted({"qrs": one, "st": one, "flat": compare_scores(
        score_rc=np.full((2, 20), 3), truth_c=TRUTH)})  # fmt: skip
    assert both["qrs"].p_holm == pytest.approx(min(1, 2 * expected))
    assert both["flat"].p_holm is None


def test_scores_are_counted_by_level_and_not_assessable_apart():
    score_rc = np.array([[1, 5, 0, 4], [2, -1, 0, 5]])
    found = compare_scores(score_rc=score_rc, truth_c=np.array([0, 1, 0, 1]))
    assert found.real.counts == (1, 1, 0, 0, 0)
    assert found.synthetic.counts == (0, 0, 0, 1, 2)
    assert (found.real.not_assessable, found.real.cases) == (2, 1)
    assert (found.real.mean, found.synthetic.mean) == (1.5, 4.75)
    assert found.difference.extent.readings == 5


def test_scores_that_never_vary_have_reasons_instead_of_figures():
    found = compare_scores(score_rc=np.full((2, 20), 3), truth_c=TRUTH)
    assert (found.difference.value, found.difference.low) == (0, None)
    assert found.difference.interval_reason
    assert (found.p_value, found.p_reason) == (None, "all cases have the same mean score")
    assert found.superiority.value == 0.5


def test_an_item_that_one_origin_lacks_is_undefined():
    found = compare_scores(score_rc=np.where(TRUTH == 1, 0, SCORES), truth_c=TRUTH)
    assert found.difference.reason == "no synthetic case has a score"
    assert found.superiority.reason == found.p_reason == "no synthetic case has a score"
    assert found.synthetic.mean is None
    assert found.real.mean == pytest.approx(MEANS[:10].mean())


def test_one_case_of_each_origin_gives_a_difference_without_an_interval():
    found = compare_scores(score_rc=np.array([[2, 4]]), truth_c=np.array([0, 1]))
    assert found.difference.value == 2
    assert "two cases" in found.difference.interval_reason


def test_a_score_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="from 1 to 5"):
        compare_scores(score_rc=np.array([[6]]), truth_c=np.array([0]))
