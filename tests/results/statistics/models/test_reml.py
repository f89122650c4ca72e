import numpy as np
import pytest

from reviewapp.results.statistics.models.crossed import crossing
from reviewapp.results.statistics.models.reml import Reml

from .twins import dense_reml, indicator

RNG = np.random.default_rng(2)
READER, CASE = RNG.integers(0, 4, 40), RNG.integers(0, 7, 40)
X = np.column_stack([np.ones(40), RNG.normal(size=40)])
Y = RNG.normal(size=40) + 0.5 * READER


@pytest.fixture
def reml():
    crossed, _ = crossing([CASE, READER], [7, 4])
    return Reml(x_np=X, y_n=Y, crossing=crossed, factors=2)


@pytest.mark.parametrize("ratio", [(0.8, 0.4), (0.0, 1.2), (0.0, 0.0)])
def test_the_criterion_is_that_of_its_definition(reml, ratio):
    z = np.hstack([indicator(CASE, 7), indicator(READER, 4)])
    dense = dense_reml(X, Y, z, (np.repeat(ratio, (7, 4)), 0.9))
    assert reml.full(np.array([*ratio, 0.9]))[0] == pytest.approx(dense, abs=1e-9)


@pytest.mark.parametrize("ratio", [(0.8, 0.4), (0.0, 1.2)])
def test_the_gradients_are_those_of_the_values(reml, ratio):
    for objective, at in ((reml.full, [*ratio, 0.9]), (reml.profiled, [*ratio])):
        steps = 1e-5 * np.eye(len(at))
        central = [(objective(at + s)[0] - objective(at - s)[0]) / 2e-5 for s in steps]
        assert objective(np.array(at))[1] == pytest.approx(central, abs=1e-6)


def test_profiled_is_the_criterion_at_its_best_residual_sd(reml):
    ratio = np.array([0.8, 0.4])
    sigma = np.sqrt(reml.solve((0.8, 0.4)).residual / reml.freedom)
    assert reml.profiled(ratio)[0] == pytest.approx(reml.full(np.append(ratio, sigma))[0])
    assert reml.full(np.append(ratio, sigma))[1][-1] == pytest.approx(0, abs=1e-9)
