"""Edges of records that were made to differ from the middle, and of such that were not."""

import numpy as np
import pytest

from generator.evaluation.fidelity.edges import (
    edge,
    edge_level,
    edge_slope,
    edge_step,
    edge_variance,
)


@pytest.fixture
def noise():
    return np.random.default_rng(1).normal(size=(40, 12, 1000))


def test_noise_has_edges_like_its_middle(noise) -> None:
    for measure in (edge_level, edge_slope, edge_variance, edge_step):
        assert measure(noise).mean() == pytest.approx(0, abs=0.15)


def test_a_quiet_edge_is_seen_at_its_own_end_alone(noise) -> None:
    noise[..., -50:] *= 0.25
    assert edge_variance(edge(noise, end=True)).mean() == pytest.approx(-2, abs=0.15)
    assert edge_step(edge(noise, end=True)).mean() == pytest.approx(-2, abs=0.15)
    assert edge_variance(edge(noise, end=False)).mean() == pytest.approx(0, abs=0.15)


def test_a_raised_edge_has_a_level_and_a_ramp_a_slope(noise) -> None:
    plain = edge_level(noise).mean(), edge_slope(noise).mean()
    raised, ramp = noise.copy(), noise.copy()
    raised[..., :50] += 2
    ramp[..., :50] += np.linspace(-4, 4, 50)
    assert edge_level(raised).mean() > plain[0] + 2
    assert edge_slope(ramp).mean() > plain[1] + 2
    assert edge_level(ramp).mean() == pytest.approx(plain[0], abs=0.15)


def test_a_flat_record_has_finite_edges() -> None:
    flat = np.zeros((1, 12, 1000))
    for measure in (edge_level, edge_slope, edge_variance, edge_step):
        assert measure(flat)[0] == 0
