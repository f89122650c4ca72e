"""Wasserstein and Kolmogorov-Smirnov against closed forms, scipy and slow twins."""

import numpy as np
import pytest
from scipy import stats

from generator.evaluation.fidelity.distributions import (
    kolmogorov_smirnov,
    ks_replicates,
    spread_of,
    wasserstein,
)


def test_a_shifted_normal_is_as_far_as_its_shift() -> None:
    normal = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    assert wasserstein(normal, normal + 1.7) == pytest.approx(1.7)
    # N(0, 1) and N(0, 4): E|X| of their difference of quantiles, sqrt(2 / pi)
    assert wasserstein(normal, 2 * normal) == pytest.approx((2 / np.pi) ** 0.5, abs=1e-3)


def test_shifted_normals_differ_most_halfway() -> None:
    normal = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    known = 2 * stats.norm.cdf(0.5) - 1
    assert kolmogorov_smirnov(normal, normal + 1) == pytest.approx(known, abs=1e-3)


def test_both_agree_with_scipy_also_with_ties_and_unequal_numbers() -> None:
    stream = np.random.default_rng(1)
    for _ in range(20):
        one = np.round(stream.normal(size=17), 1)
        other = np.round(stream.normal(0.3, 2, size=29), 1)
        assert wasserstein(one, other) == pytest.approx(stats.wasserstein_distance(one, other))
        assert kolmogorov_smirnov(one, other) == pytest.approx(stats.ks_2samp(one, other).statistic)


def test_a_replicate_is_the_distance_of_the_records_drawn() -> None:
    stream = np.random.default_rng(2)
    one, other = np.round(stream.normal(size=12), 1), np.round(stream.normal(1, 1, size=9), 1)
    count_one = stream.integers(0, 3, size=(5, 12)).astype(float)
    count_other = stream.integers(0, 3, size=(5, 9)).astype(float)
    found = ks_replicates(one, other, count_one, count_other)
    for row in range(5):
        drawn = np.repeat(one, count_one[row].astype(int))
        others = np.repeat(other, count_other[row].astype(int))
        assert found[row] == pytest.approx(stats.ks_2samp(drawn, others).statistic)


def test_a_replicate_without_a_side_is_left_out() -> None:
    counts = np.array([[1.0, 1.0], [0.0, 0.0]])
    assert len(ks_replicates(np.arange(2.0), np.arange(2.0), counts, np.ones((2, 2)))) == 1


def test_the_spread_falls_back_where_values_are_equal() -> None:
    there, rare, equal = np.arange(9.0), np.array([0.0] * 8 + [3.0]), np.zeros(9)
    assert spread_of(there, equal) == (4.0, "IQR")
    assert spread_of(rare, equal) == (pytest.approx(rare.std()), "SD")
    assert spread_of(equal, rare)[1] == "SD of both"
    assert spread_of(equal, equal) == (1.0, "unit")
