import numpy as np
import pytest
from scipy import optimize, stats

from reviewapp.results.statistics.discrimination.binormal import (
    FEW_POINTS,
    BinormalCurve,
    NoFit,
    binormal_curve,
    hit_rates,
)


def drawn(a, b, cases, seed=0, cuts=(-0.6, 0.0, 0.6, 1.4)):
    """Ratings 0..4 from the binormal model itself."""
    generator = np.random.default_rng(seed)
    truth_c = np.repeat([0, 1], cases)
    decision_c = generator.normal(size=2 * cases)
    decision_c[truth_c == 1] = (decision_c[truth_c == 1] + a) / b
    return np.digitize(decision_c, cuts).astype(float), truth_c


def test_hanley_and_mcneils_readings_as_dorfmans_program_fits_them(known_answers):
    study = known_answers("hanley_mcneil1982").rows()
    ratings = np.array([row["score"] for row in study], float)
    curve = binormal_curve(ratings, np.array([row["truth"] for row in study]))
    # Hanley and McNeil 1982, Radiology 143:29, print 0.911 with SE 0.0296
    assert curve.area.value == pytest.approx(0.911, abs=5e-4)
    assert curve.area.se == pytest.approx(0.0296, abs=5e-5)


def slow_fit(rating_c, truth_c):
    """a and b by a simplex search over the likelihood, written cell by cell."""

    def loss(free):
        total = 0.0
        edges = np.concatenate([[-np.inf], np.sort(free[2:]), [np.inf]])
        for truth, slope, shift in ((0, 1.0, 0.0), (1, free[1], free[0])):
            for level in range(5):
                low, high = stats.norm.cdf(slope * edges[level : level + 2] - shift)
                total -= ((truth_c == truth) & (rating_c == level)).sum() * np.log(
                    max(high - low, 1e-12)
                )
        return total

    start = [1.0, 1.0, -0.5, 0.1, 0.7, 1.3]
    options = {"maxiter": 20_000, "maxfev": 20_000, "xatol": 1e-8, "fatol": 1e-10}
    return optimize.minimize(loss, start, method="Nelder-Mead", options=options)


def test_the_maximum_is_the_one_that_a_simplex_search_finds():
    rating_c, truth_c = drawn(1.1, 0.8, 80)
    curve, slow = binormal_curve(rating_c, truth_c), slow_fit(rating_c, truth_c)
    assert (curve.a, curve.b) == pytest.approx(tuple(slow.x[:2]), abs=1e-3)
    assert curve.log_likelihood == pytest.approx(-slow.fun, abs=1e-5)


def test_many_cases_give_back_the_curve_they_came_from():
    curve = binormal_curve(*drawn(1.2, 0.7, 20_000))
    assert (curve.a, curve.b) == pytest.approx((1.2, 0.7), abs=0.04)
    assert curve.d_a.value == pytest.approx(1.2 * (2 / (1 + 0.49)) ** 0.5, abs=0.03)
    assert hit_rates(curve, np.array([0, 0.5, 1])) == pytest.approx([0, stats.norm.cdf(curve.a), 1])


def test_standard_errors_are_the_spread_of_estimates():
    curves = [binormal_curve(*drawn(0.8, 1.0, 120, seed=seed)) for seed in range(60)]
    d_a = np.array([curve.d_a.value for curve in curves])
    claimed = np.mean([curve.d_a.se for curve in curves])
    assert d_a.std(ddof=1) == pytest.approx(claimed, rel=0.25)


def test_turning_the_scale_over_turns_the_area_over():
    rating_c, truth_c = drawn(0.9, 0.8, 60)
    one, other = binormal_curve(rating_c, truth_c), binormal_curve(-rating_c, truth_c)
    assert other.area.value == pytest.approx(1 - one.area.value, abs=1e-4)
    assert other.b == pytest.approx(one.b, abs=1e-3)


@pytest.mark.parametrize(
    ("ratings", "reason"),
    [
        ([0, 0, 0, 1, 1, 1], FEW_POINTS),  # perfect
        ([0, 1, 1, 0, 1, 1], FEW_POINTS),  # two categories: one point
        ([2, 2, 2, 2, 2, 2], FEW_POINTS),
        ([np.nan] * 3 + [1, 2, 3], "no real case was read"),
    ],
)
def test_ratings_that_make_no_curve_say_why(ratings, reason):
    found = binormal_curve(np.array(ratings, float), np.array([0, 0, 0, 1, 1, 1]))
    assert found == NoFit(reason)


def test_any_ratings_give_a_curve_or_a_reason():
    generator = np.random.default_rng(5)
    for _ in range(40):
        cases = int(generator.integers(2, 14))
        ratings = generator.integers(0, 6, cases).astype(float)
        found = binormal_curve(ratings, generator.integers(0, 2, cases))
        assert isinstance(found, BinormalCurve | NoFit)
