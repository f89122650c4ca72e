"""Distances of clouds of points, beside those of real halves."""

import numpy as np
import pytest

from generator.evaluation.fidelity.cloud import (
    Cloud,
    cloud_of,
    diversity_contrasts,
    frechet_contrast,
    mmd_contrast,
    mmd_p,
    repeated_contrast,
)
from generator.evaluation.fidelity.cohort import cohort_of
from tests.generator.evaluation.ecg_sets import a_set

STREAM = np.random.default_rng(1)
POINTS = STREAM.normal(size=(100, 4)) * [1, 2, 3, 4] + 7


def _cloud(real_nd, synthetic_nd) -> Cloud:
    sides = [a_set(len(each), rhythms=("SR",) * len(each)) for each in (real_nd, synthetic_nd)]
    return cloud_of(cohort_of(*sides, "SR", seed=1), np.concatenate([real_nd, synthetic_nd]))


@pytest.fixture(scope="module")
def alike() -> Cloud:
    return _cloud(POINTS[:60], POINTS[60:])


@pytest.fixture(scope="module")
def moved() -> Cloud:
    """By one standard deviation of the real points in each dimension."""
    return _cloud(POINTS[:60], POINTS[60:] + POINTS[:60].std(axis=0))


@pytest.fixture(scope="module")
def repeated() -> Cloud:
    return _cloud(POINTS[:60], np.repeat(POINTS[60:61], 40, axis=0))


def test_the_unit_is_the_deviation_of_real_points(alike) -> None:
    assert alike.points_nd[:60].std(axis=0) == pytest.approx(np.ones(4))
    assert alike.points_nd[:60].mean(axis=0) == pytest.approx(np.zeros(4), abs=1e-9)
    assert list(alike.here(alike.cohort.synthetic[:3])) == [60, 61, 62]


def test_alike_costs_nothing(alike) -> None:
    assert mmd_contrast(alike).excess == 0
    assert frechet_contrast(alike).excess == 0
    assert repeated_contrast(alike).excess == 0
    assert diversity_contrasts(alike)["recall"].excess < 0.1


def test_a_shift_is_measured_in_deviations(moved) -> None:
    # |shift|² of four dimensions by one deviation each, less what halves do anyway
    assert (frechet_contrast(moved).value) == pytest.approx(4, rel=0.35)
    assert mmd_contrast(moved).excess > 0.05
    assert mmd_p(moved, permutations=99, stream=np.random.default_rng(2)) == pytest.approx(0.01)


def test_one_point_repeated_is_no_diversity(repeated) -> None:
    found = diversity_contrasts(repeated)
    assert found["recall"].value > 0.9
    assert found["coverage"].value > 0.5
    assert repeated_contrast(repeated).value == 1


def test_a_covariance_needs_more_records_than_a_mean() -> None:
    few = _cloud(POINTS[:24], POINTS[24:48])
    assert few.cohort.size == 12
    assert frechet_contrast(few) is None
    assert mmd_contrast(few) is not None
