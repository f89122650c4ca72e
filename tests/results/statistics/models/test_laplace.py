import numpy as np
import pytest
from scipy import optimize

from reviewapp.results.statistics.models.crossed import crossing
from reviewapp.results.statistics.models.laplace import Laplace

from .twins import dense_laplace, indicator, quadrature_loglik

RNG = np.random.default_rng(2)
READER, CASE = (grid.ravel() for grid in np.indices((4, 7)))
X = np.column_stack([np.ones(28), RNG.normal(size=28)])
Y = (RNG.random(28) < 0.6).astype(float)


def crossed_model(link):
    crossed, _ = crossing([READER, CASE], [4, 7])
    return Laplace(
        x_np=X, successes_n=Y, trials_n=np.ones(28), crossing=crossed, factors=2, link=link
    )


@pytest.mark.parametrize("link", ["logit", "probit"])
def test_by_blocks_is_as_by_dense_matrices(link):
    at = np.array([0.3, -0.4, 0.9, 0.5])  # coefficients, SD of cases, SD of readers
    z = np.hstack([indicator(CASE, 7), indicator(READER, 4)])
    dense = dense_laplace(
        x=X, y=Y, z=z, spread=np.repeat([0.9, 0.5], (7, 4)), coefficient=at[:2], link=link
    )
    assert -crossed_model(link)(at)[0] == pytest.approx(dense, abs=1e-6)


@pytest.mark.parametrize("link", ["logit", "probit"])
@pytest.mark.parametrize("deviations", [(0.9, 0.5), (0.0, 0.7), (0.0, 0.0)])
def test_the_gradient_is_that_of_the_value(link, deviations):
    at = np.array([0.3, -0.4, *deviations])
    model = crossed_model(link)
    numeric = optimize.approx_fprime(at, lambda t: model(t)[0], 1e-6)
    central = [(model(at + step)[0] - model(at - step)[0]) / 2e-5 for step in 1e-5 * np.eye(4)]
    assert model(at)[1] == pytest.approx(central, abs=1e-6)
    assert numeric == pytest.approx(central, abs=1e-3)


def test_with_much_data_in_each_group_it_is_as_good_as_quadrature():
    group = np.arange(6)
    trials, x = np.full(6, 400.0), np.ones((6, 1))
    successes = RNG.binomial(400, [0.3, 0.4, 0.5, 0.5, 0.6, 0.7]).astype(float)
    crossed, _ = crossing([group], [6])
    model = Laplace(
        x_np=x, successes_n=successes, trials_n=trials, crossing=crossed, factors=1, link="logit"
    )
    change = model(np.array([0.1, 0.6]))[0] - model(np.array([-0.1, 0.5]))[0]
    exact = [
        quadrature_loglik(np.array([b]), sd, x=x, y=successes, trials=trials, group=group)
        for b, sd in ((0.1, 0.6), (-0.1, 0.5))
    ]
    assert -change == pytest.approx(exact[0] - exact[1], abs=2e-3)
