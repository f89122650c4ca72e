import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reviewapp.results.statistics.discrimination.proportions import (
    binomial_p,
    difference_of_proportions,
    mid_p,
    wilson_with_continuity,
)
from reviewapp.results.statistics.intervals import clopper_pearson, wilson

# Newcombe 1998, Stat Med 17:873, Table II, method 10
PUBLISHED = [
    ((56, 70), (48, 80), (0.0524, 0.3339)),
    ((9, 10), (3, 10), (0.1705, 0.8090)),
    ((6, 7), (2, 7), (0.0582, 0.8062)),
    ((5, 56), (0, 29), (-0.0381, 0.1926)),
    ((0, 10), (0, 20), (-0.1611, 0.2775)),
    ((0, 10), (0, 10), (-0.2775, 0.2775)),
    ((10, 10), (0, 20), (0.6791, 1.0000)),
    ((10, 10), (0, 10), (0.6075, 1.0000)),
]


@pytest.mark.parametrize(("first", "second", "limits"), PUBLISHED)
def test_the_difference_of_two_proportions_as_newcombe_printed_it(first, second, limits):
    found = difference_of_proportions(first, second)
    assert (found.low, found.high) == pytest.approx(limits, abs=5e-5)


def test_a_proportion_of_nothing_has_no_difference():
    assert difference_of_proportions((1, 2), (0, 0)).reason


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_intervals_nest_and_turn_over_with_the_count(count):
    x, n = count
    for method in (wilson_with_continuity, mid_p):
        low, high = method(x, n)
        assert 0 <= low <= x / n <= high <= 1
        assert method(n - x, n) == pytest.approx((1 - high, 1 - low), abs=1e-9)
    assert wilson_with_continuity(x, n).low <= wilson(x, n).low + 1e-12
    assert mid_p(x, n).low >= clopper_pearson(x, n).low - 1e-12


def test_the_exact_test_doubles_one_tail_at_one_half():
    assert binomial_p(2, 9) == pytest.approx(2 * stats.binom.cdf(2, 9, 0.5))


def test_more_successes_than_trials_are_refused():
    with pytest.raises(ValueError, match="no proportion"):
        mid_p(3, 2)
