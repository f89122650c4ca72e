import numpy as np
import pytest

from reviewapp.results.statistics.models.links import log_coefficients, pieces

ETA = np.linspace(-4, 4, 41)
TRIALS = np.full(41, 5.0)
SUCCESSES = np.arange(41.0) % 6


@pytest.mark.parametrize("link", ["logit", "probit"])
def test_each_derivative_is_the_slope_of_the_one_before(link):
    up, down = (pieces(link, ETA + d, SUCCESSES, TRIALS) for d in (1e-5, -1e-5))
    here = pieces(link, ETA, SUCCESSES, TRIALS)
    assert here.slope_n == pytest.approx((up.loglik_n - down.loglik_n) / 2e-5, abs=1e-6)
    assert here.weight_n == pytest.approx((down.slope_n - up.slope_n) / 2e-5, abs=1e-6)
    assert here.weight_slope_n == pytest.approx((up.weight_n - down.weight_n) / 2e-5, abs=1e-6)


@pytest.mark.parametrize("link", ["logit", "probit"])
def test_far_out_nothing_overflows(link):
    found = pieces(link, np.array([-1e5, 1e5]), np.array([1.0, 0.0]), np.ones(2))
    assert all(np.isfinite(part).all() for part in found)
    assert (found.weight_n >= 0).all()


def test_a_probit_of_half_is_the_logarithm_of_a_half():
    found = pieces("probit", np.zeros(1), np.ones(1), np.ones(1))
    assert found.loglik_n[0] == pytest.approx(np.log(0.5))


def test_binomial_coefficients():
    assert log_coefficients(np.array([2.0]), np.array([5.0])) == pytest.approx(np.log(10))
    assert log_coefficients(np.array([0.0, 1.0]), np.ones(2)) == pytest.approx(0)
