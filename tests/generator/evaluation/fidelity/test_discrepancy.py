"""The maximum mean discrepancy against a slow double loop, a closed form, and chance."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from generator.evaluation.fidelity.discrepancy import (
    distances_between,
    gaussian_kernel,
    median_distance,
    permutation_p,
    squared_mmd,
)


def _slow(one_nd: NDArray[np.float64], other_nd: NDArray[np.float64], bandwidth: float) -> float:
    """Gretton et al. 2012, equation 3, term by term."""

    def kernel(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
        return float(np.exp(-((x - y) ** 2).sum() / (2 * bandwidth**2)))

    n, m = len(one_nd), len(other_nd)
    ones = sum(kernel(one_nd[i], one_nd[j]) for i in range(n) for j in range(n) if i != j)
    others = sum(kernel(other_nd[i], other_nd[j]) for i in range(m) for j in range(m) if i != j)
    across = sum(kernel(one, other) for one in one_nd for other in other_nd)
    return ones / (n * (n - 1)) + others / (m * (m - 1)) - 2 * across / (n * m)


def _kernel(points_nd: NDArray[np.float64], bandwidth: float) -> NDArray[np.float64]:
    return gaussian_kernel(distances_between(points_nd), bandwidth)


def test_it_is_what_a_slow_double_loop_finds() -> None:
    stream = np.random.default_rng(1)
    one, other = stream.normal(size=(7, 3)), stream.normal(0.5, 2, size=(11, 3))
    kernel = _kernel(np.concatenate([one, other]), 1.3)
    found = squared_mmd(kernel, np.arange(7), np.arange(7, 18))
    assert found == pytest.approx(_slow(one, other, 1.3))


def test_two_normals_are_as_far_as_their_closed_form() -> None:
    """The mean of a Gaussian kernel over a difference N(d, 2) is a Gaussian of d, wider by 2."""
    normal = stats.norm.ppf((np.arange(800) + 0.5) / 800)[:, None]
    kernel = _kernel(np.concatenate([normal, normal + 1]), 1.0)
    found = squared_mmd(kernel, np.arange(800), np.arange(800, 1600))
    known = 2 * (1 / 3) ** 0.5 * (1 - np.exp(-1 / 6))
    assert found == pytest.approx(known, abs=0.003)


def test_the_bandwidth_is_the_median_distance() -> None:
    assert median_distance(np.array([[0.0], [1.0], [3.0]])) == 2.0
    assert median_distance(np.zeros((4, 2))) == 1.0


def test_equal_clouds_are_exchangeable_and_distant_ones_are_not() -> None:
    stream = np.random.default_rng(3)
    points = stream.normal(size=(40, 2))
    people = [str(number) for number in range(40)]

    def p(moved: float) -> float:
        shifted = points + moved * (np.arange(40) >= 20)[:, None]
        return permutation_p(
            _kernel(shifted, 1.0), 20, people, permutations=99, stream=np.random.default_rng(4)
        )

    assert p(0.0) > 0.1
    assert p(3.0) == pytest.approx(0.01)


def test_a_permuted_side_is_measured_as_the_first_is() -> None:
    """The permutation test sums over the whole matrix at once: the same number as by rows."""
    from generator.evaluation.fidelity.discrepancy import _squared_mmds

    kernel = _kernel(np.random.default_rng(5).normal(size=(12, 2)), 1.0)
    side = np.zeros((1, 12))
    side[0, [1, 4, 5, 9]] = 1
    rows = np.flatnonzero(side[0]), np.flatnonzero(side[0] == 0)
    assert _squared_mmds(kernel, side)[0] == pytest.approx(squared_mmd(kernel, *rows))
