import numpy as np
import pytest

from reviewapp.results.statistics.models.crossed import Blocks, crossing

from .twins import indicator

RNG = np.random.default_rng(5)
READER, CASE = RNG.integers(0, 4, 60), RNG.integers(0, 9, 60)
WEIGHT = RNG.random(60)
SCALE = (0.7, 1.3)


@pytest.fixture
def dense():
    """H in full, cases first, with its Z."""
    z = np.hstack([indicator(CASE, 9), indicator(READER, 4)])
    scaled = z * np.repeat(SCALE, (9, 4))
    return np.eye(13) + scaled.T @ (scaled * WEIGHT[:, None])


@pytest.fixture
def blocks():
    crossed, order = crossing([READER, CASE], [4, 9])
    assert order == [1, 0]  # the larger factor is eliminated
    return Blocks.of(crossed.cells(WEIGHT), SCALE)


def test_the_determinant_is_that_of_the_whole_matrix(blocks, dense):
    assert blocks.logdet == pytest.approx(np.linalg.slogdet(dense)[1], rel=1e-12)


def test_solutions_are_those_of_the_whole_matrix(blocks, dense):
    right = RNG.normal(size=(13, 3))
    assert blocks.solve(right) == pytest.approx(np.linalg.solve(dense, right))
    assert blocks.solve(right[:, 0]) == pytest.approx(np.linalg.solve(dense, right[:, 0]))


def test_entries_of_the_inverse_are_those_of_the_whole_inverse(blocks, dense):
    inverse = np.linalg.inv(dense)
    outer, inner, between = blocks.inverse_entries()
    assert np.concatenate([outer, inner]) == pytest.approx(np.diag(inverse))
    assert between == pytest.approx(inverse[:9, 9:])


def test_sums_over_rows_are_products_with_z():
    crossed, _ = crossing([CASE, READER], [9, 4])
    z = np.hstack([indicator(CASE, 9), indicator(READER, 4)])
    value = RNG.normal(size=13)
    assert crossed.at_levels(WEIGHT) == pytest.approx(z.T @ WEIGHT)
    assert crossed.at_rows(value, SCALE) == pytest.approx(z @ (crossed.spread(SCALE) * value))


def test_one_factor_alone_is_crossed_with_nothing():
    crossed, _ = crossing([READER], [4])
    blocks = Blocks.of(crossed.cells(WEIGHT), (0.5, 0.0))
    sums = np.bincount(READER, WEIGHT)
    assert blocks.logdet == pytest.approx(np.log(1 + 0.25 * sums).sum())


def test_three_factors_are_refused():
    with pytest.raises(ValueError, match="not 3"):
        crossing([READER, CASE, CASE], [4, 9, 9])
