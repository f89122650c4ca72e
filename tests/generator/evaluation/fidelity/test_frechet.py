"""The Fréchet distance against its closed forms."""

import numpy as np
import pytest
from scipy.linalg import sqrtm

from generator.evaluation.fidelity.frechet import Gaussian, gaussian_of, squared_frechet


def test_it_is_the_square_of_a_shift() -> None:
    covariance = np.array([[2.0, 0.5], [0.5, 1.0]])
    one = Gaussian(np.zeros(2), covariance)
    other = Gaussian(np.array([3.0, 4.0]), covariance)
    assert squared_frechet(one, other) == pytest.approx(25)
    assert squared_frechet(one, one) == pytest.approx(0, abs=1e-9)


def test_independent_dimensions_add_the_squares_of_their_deviations() -> None:
    one = Gaussian(np.zeros(3), np.diag([1.0, 4.0, 9.0]))
    other = Gaussian(np.zeros(3), np.diag([4.0, 4.0, 1.0]))
    assert squared_frechet(one, other) == pytest.approx(1 + 0 + 4)


def test_it_is_dowson_and_landau_s_formula_with_a_matrix_root() -> None:
    stream = np.random.default_rng(1)
    one, other = (stream.normal(size=(5, 5)) for _ in range(2))
    a, b = one @ one.T, other @ other.T
    mean = stream.normal(size=5)
    known = mean @ mean + np.trace(a + b - 2 * np.real(sqrtm(a @ b)))
    assert squared_frechet(Gaussian(np.zeros(5), a), Gaussian(mean, b)) == pytest.approx(known)


def test_many_points_have_their_own_covariance_and_few_a_rounder_one() -> None:
    stream = np.random.default_rng(2)
    truth = np.diag([4.0, 1.0, 0.25])
    many = gaussian_of(stream.multivariate_normal(np.ones(3), truth, size=20_000))
    assert np.allclose(many.covariance_dd, truth, atol=0.1)
    assert np.allclose(many.mean_d, 1, atol=0.1)
    few_points = stream.normal(size=(6, 20))
    plain = np.linalg.eigvalsh(np.cov(few_points.T))
    assert plain[0] < 1e-9 < np.linalg.eigvalsh(gaussian_of(few_points).covariance_dd)[0]
