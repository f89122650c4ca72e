import numpy as np
import pytest
from scipy import stats

from reviewapp.results.statistics.discrimination.best_reader import NOBODY, best_reader
from reviewapp.results.statistics.discrimination.roc import area_of_reader

from .studies import small_study


def test_areas_are_those_of_the_curves_best_first():
    truth_c, rating_rc = small_study(readers=5, cases=30, missing=0.1)
    found = best_reader(truth_c=truth_c, rating_rc=rating_rc, seed=0, permutations=99)
    assert [test.area for test in found.readers] == pytest.approx(
        sorted((area_of_reader(row, truth_c).value for row in rating_rc), reverse=True)
    )
    assert all(test.interval.low <= test.area <= test.interval.high for test in found.readers)


def test_a_reader_alone_has_the_exact_permutation_p_value():
    truth_c, rating_rc = small_study(seed=3, readers=1, cases=12)
    found = best_reader(truth_c=truth_c, rating_rc=rating_rc, seed=0, permutations=20_000)
    sides = rating_rc[0, truth_c == 1], rating_rc[0, truth_c == 0]
    method = stats.PermutationMethod(n_resamples=np.inf)
    exact = stats.mannwhitneyu(*sides, method=method, use_continuity=False).pvalue
    assert found.readers[0].p_value == pytest.approx(exact, abs=0.012)
    assert found.readers[0].p_adjusted == found.readers[0].p_value


def test_looking_at_more_readers_costs_but_never_more_than_bonferroni():
    truth_c, rating_rc = small_study(seed=1, readers=8, cases=40)
    for test in best_reader(truth_c=truth_c, rating_rc=rating_rc, seed=0).readers:
        assert test.p_value <= test.p_adjusted <= min(1, 8 * test.p_value + 0.01)


def test_readers_who_rate_alike_pay_for_one():
    truth_c, rating_rc = small_study(seed=1, readers=1, cases=40)
    same = best_reader(truth_c=truth_c, rating_rc=np.tile(rating_rc, (9, 1)), seed=0)
    assert all(test.p_adjusted == test.p_value for test in same.readers)


def test_who_told_nobody_anything_is_left_out():
    truth_c = np.array([0, 0, 1, 1])
    rating_rc = np.array([[1, 1, 1, 1], [0, 1, 1, 2], [np.nan] * 4], float)
    assert [t.row for t in best_reader(truth_c=truth_c, rating_rc=rating_rc, seed=0).readers] == [1]
    nobody = best_reader(truth_c=truth_c, rating_rc=rating_rc[:1], seed=0)
    assert (nobody.readers, nobody.reason) == ((), NOBODY)
