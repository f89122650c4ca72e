"""DPM-Solver++(2M) against the exact flow of a Gaussian."""

import pytest

torch = pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.ddim import sample_ddim  # noqa: E402
from generator.dpm_solver import sample_dpm_solver_2m  # noqa: E402
from tests.generator.gaussian import (  # noqa: E402
    exact_flow,
    fine_schedule,
    optimal_noise,
    published_schedule,
)

X_BCL = torch.linspace(-2, 2, 30, dtype=torch.float64).reshape(5, 2, 3)
MEAN, SPREAD = 0.4, 0.3


def error(schedule, steps, sampler=sample_dpm_solver_2m):
    drawn = sampler(optimal_noise(schedule, MEAN, SPREAD), X_BCL, schedule, steps=steps)
    return float((drawn - exact_flow(schedule, MEAN, SPREAD, X_BCL)).abs().max())


def test_twice_the_steps_quarter_the_error():
    errors = [error(fine_schedule(), steps) for steps in (41, 81, 161)]
    assert errors[0] / errors[1] == pytest.approx(4, rel=0.15)
    assert errors[1] / errors[2] == pytest.approx(4, rel=0.15)


def test_25_published_steps_are_nearer_than_ddims():
    schedule = published_schedule()
    assert error(schedule, 25) < 0.01
    assert error(schedule, 25) < error(schedule, 25, sample_ddim) / 5


def test_two_steps_are_one_ddim_step_and_the_clean_estimate():
    """The first step has no predecessor: there both papers agree."""
    schedule = published_schedule()
    assert error(schedule, 2) == pytest.approx(error(schedule, 2, sample_ddim))
