import numpy as np
import pytest

from reviewapp.results.statistics.scores.medians import case_means, difference_of_medians

TRUTH = np.repeat([0, 1], 15)
SCORES = np.random.default_rng(4).integers(1, 6, (3, 30)).astype(float)


def test_medians_are_over_the_mean_score_of_each_case():
    found = difference_of_medians(SCORES, TRUTH, seed=1, replicates=500)
    mean_c = SCORES.mean(axis=0)
    assert found.value == pytest.approx(np.median(mean_c[15:]) - np.median(mean_c[:15]))
    assert found.low <= found.value <= found.high
    assert found == difference_of_medians(SCORES, TRUTH, seed=1, replicates=500)


def test_the_interval_is_that_of_cases_drawn_one_by_one():
    mean_c = SCORES.mean(axis=0)
    generator = np.random.default_rng(9)
    drawn = [generator.choice(side, (4000, 15)) for side in (mean_c[15:], mean_c[:15])]
    slow = np.median(drawn[0], axis=1) - np.median(drawn[1], axis=1)
    found = difference_of_medians(SCORES, TRUTH, seed=2, replicates=4000)
    assert (found.low, found.high) == pytest.approx(np.quantile(slow, (0.025, 0.975)), abs=0.1)


def test_a_case_nobody_scored_has_no_mean():
    means = case_means(np.array([[1.0, np.nan, 2.0], [3.0, np.nan, np.nan]]))
    assert means[[0, 2]].tolist() == [2, 2]
    assert np.isnan(means[1])


def test_without_spread_or_without_cases_there_is_a_reason():
    flat = difference_of_medians(np.full((2, 30), 3.0), TRUTH, seed=1, replicates=50)
    assert (flat.value, flat.low, bool(flat.interval_reason)) == (0, None, True)
    few = difference_of_medians(np.array([[1.0, 2.0]]), np.array([0, 1]), seed=1, replicates=50)
    assert (few.value, few.low) == (1, None)
    none = difference_of_medians(SCORES[:, :15], TRUTH[:15], seed=1, replicates=50)
    assert none.reason == "no synthetic case has a score"
