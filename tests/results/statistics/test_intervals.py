from math import inf

import pytest
from scipy import stats

from reviewapp.results.statistics import intervals
from reviewapp.results.statistics.estimate import Extent


def test_wilson_and_clopper_pearson_give_newcombes_published_table(known_answers):
    table = known_answers("newcombe1998_single_proportion")
    for row in table.rows():
        x, n = row["x"], row["n"]
        for name, interval in (("wilson", intervals.wilson), ("cp", intervals.clopper_pearson)):
            low, high = interval(x, n)
            table.check(f"{name}_lo_{x}_{n}", low)
            table.check(f"{name}_hi_{x}_{n}", high)


def test_wilson_limits_are_the_proportions_that_the_score_test_just_rejects():
    low, high = intervals.wilson(9, 20)
    for limit in (low, high):
        z = (9 / 20 - limit) / (limit * (1 - limit) / 20) ** 0.5
        assert abs(z) == pytest.approx(stats.norm.ppf(0.975))


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5), (0, 0)])
def test_what_is_no_proportion_is_refused(successes, n):
    for interval in (intervals.wilson, intervals.clopper_pearson):
        with pytest.raises(ValueError, match="no proportion"):
            interval(successes, n)


def test_superiority_of_a_perfect_reader_has_a_limit_below_one(known_answers):
    perfect = known_answers("degenerate_perfect_reader")
    low, high = intervals.superiority(1.0, 30, 30)
    perfect.check("auc_newcombe_lo", low)
    perfect.check("auc_newcombe_hi", high)
    mirrored = intervals.superiority(0.0, 30, 30)
    assert (1 - mirrored.high, mirrored.low) == pytest.approx((low, 0.0))


def test_superiority_needs_values_on_both_sides():
    with pytest.raises(ValueError, match="both sides"):
        intervals.superiority(0.5, 0, 3)


def test_t_interval_widens_as_degrees_of_freedom_fall():
    assert intervals.t_interval(0, 1, inf).high == pytest.approx(1.959964, abs=1e-6)
    assert intervals.t_interval(0, 1, 3).high == pytest.approx(3.182446, abs=1e-6)
    with pytest.raises(ValueError, match="positive"):
        intervals.t_interval(0, 0, 3)


def test_a_standard_error_of_zero_gives_a_reason_instead_of_a_point_interval():
    estimate = intervals.t_estimate(value=1.0, se=0.0, df=3, method="m", extent=Extent())
    assert (estimate.value, estimate.low, estimate.se) == (1.0, None, None)
    assert estimate.interval_reason == intervals.NO_SPREAD


def test_the_mean_of_two_proportions_stays_within_zero_and_one():
    low, high = intervals.mean_of_two_proportions((30, 30), (30, 30))
    assert 0.9 < low < 1
    assert high == 1
    mirrored = intervals.mean_of_two_proportions((0, 30), (0, 30))
    assert (1 - mirrored.high, mirrored.low) == pytest.approx((low, 0))
