"""Precision, recall, density and coverage: known answers and slow twins."""

import numpy as np
import pytest

from generator.evaluation.fidelity.discrepancy import distances_between
from generator.evaluation.fidelity.diversity import (
    Diversity,
    diversity,
    nearest_fellow,
    repeats_of,
    share_repeated,
)

N = 60
REAL, OTHER = np.arange(N), np.arange(N, 2 * N)


def _of(real_nd, synthetic_nd, k: int = 5) -> Diversity:
    distances = distances_between(np.concatenate([real_nd, synthetic_nd]))
    real = np.arange(len(real_nd))
    return diversity(distances, real, np.arange(len(real_nd), len(distances)), k=k)


@pytest.fixture
def points():
    return np.random.default_rng(1).normal(size=(N, 3))


def test_identical_sets_cover_each_other(points) -> None:
    found = _of(points, points)
    assert (found.precision, found.recall, found.coverage) == (1, 1, 1)
    # Of n points each reaches k others and itself: (k + 1) / k
    assert found.density == pytest.approx(6 / 5)


def test_disjoint_sets_share_nothing(points) -> None:
    assert _of(points, points + 100) == Diversity(precision=0, recall=0, density=0, coverage=0)


def test_one_repeated_point_is_precise_and_recalls_nothing(points) -> None:
    found = _of(points, np.repeat(points[:1], N, axis=0))
    assert found.precision == 1
    # Its reach is 0: only the point itself is within it
    assert found.recall == pytest.approx(1 / N)
    assert found.coverage < 0.3


def test_they_are_what_a_slow_loop_finds(points) -> None:
    synthetic = np.random.default_rng(2).normal(0.5, 0.8, size=(40, 3))

    def reach(cloud, at):
        return sorted(np.linalg.norm(cloud - cloud[at], axis=1))[3]

    def reached(cloud, point):
        return sum(
            np.linalg.norm(each - point) <= reach(cloud, at) for at, each in enumerate(cloud)
        )

    found = _of(points, synthetic, k=3)
    assert found.precision == pytest.approx(np.mean([reached(points, p) > 0 for p in synthetic]))
    assert found.recall == pytest.approx(np.mean([reached(synthetic, p) > 0 for p in points]))
    assert found.density == pytest.approx(np.mean([reached(points, p) for p in synthetic]) / 3)
    covered = [
        np.linalg.norm(synthetic - each, axis=1).min() <= reach(points, at)
        for at, each in enumerate(points)
    ]
    assert found.coverage == pytest.approx(np.mean(covered))


def test_too_few_points_have_no_diversity(points) -> None:
    assert _of(points, points[:5]) is None


def test_repeats_are_found_and_named_by_the_first(points) -> None:
    synthetic = points + 0.3
    synthetic[7] = synthetic[2] + 1e-6
    distances = distances_between(np.concatenate([points, synthetic]))
    assert repeats_of(distances, OTHER, nearer_than=1e-3) == [(N + 7, N + 2)]
    assert nearest_fellow(distances, OTHER)[7] == pytest.approx(1e-6 * 3**0.5, rel=0.01)


def test_the_share_repeated_counts_both_of_a_pair(points) -> None:
    once = distances_between(np.concatenate([points, points + 0.3]))
    twice = distances_between(np.concatenate([points, np.repeat(points[:30], 2, axis=0)]))
    plain = share_repeated(once, REAL, REAL)
    assert share_repeated(once, REAL, OTHER) == pytest.approx(plain)
    assert share_repeated(twice, REAL, OTHER) == 1 > plain
