"""DDIM against the exact flow of a Gaussian, and against its own limits."""

import pytest

torch = pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.ddim import sample_ddim  # noqa: E402
from tests.generator.gaussian import (  # noqa: E402
    exact_flow,
    fine_schedule,
    optimal_noise,
    published_schedule,
)

X_BCL = torch.linspace(-2, 2, 30, dtype=torch.float64).reshape(5, 2, 3)
MEAN, SPREAD = 0.4, 0.3


def error(schedule, steps):
    drawn = sample_ddim(optimal_noise(schedule, MEAN, SPREAD), X_BCL, schedule, steps=steps)
    return float((drawn - exact_flow(schedule, MEAN, SPREAD, X_BCL)).abs().max())


def test_twice_the_steps_halve_the_error():
    errors = [error(fine_schedule(), steps) for steps in (21, 41, 81)]
    assert errors[0] / errors[1] == pytest.approx(2, rel=0.1)
    assert errors[1] / errors[2] == pytest.approx(2, rel=0.1)


def test_all_200_published_steps_meet_the_flow():
    assert error(published_schedule(), 200) < 0.01


def test_the_last_step_is_the_clean_signal():
    """A network that always finds the true noise gives the signal back, whatever the steps."""
    schedule, signal = published_schedule(), torch.ones(1, 2, 3, dtype=torch.float64)

    def denoise(x_bcl, step_b):
        ab = schedule.alpha_bar[step_b].double().reshape(-1, 1, 1)
        return (x_bcl - ab.sqrt() * signal) / (1 - ab).sqrt()

    drawn = sample_ddim(denoise, X_BCL[:1], schedule, steps=5)
    assert torch.allclose(drawn, signal)


def test_each_step_asks_the_network_once():
    asked = []

    def denoise(x_bcl, step_b):
        asked.append(step_b.tolist())
        return torch.zeros_like(x_bcl)

    sample_ddim(denoise, X_BCL, published_schedule(), steps=4)
    assert len(asked) == 4
    assert asked[0] == [199] * 5
    assert asked[-1] == [0] * 5
