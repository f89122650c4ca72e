"""Which steps a few-step sampler visits."""

from itertools import pairwise

import pytest

torch = pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.ddim import sample_ddim  # noqa: E402
from generator.dpm_solver import sample_dpm_solver_2m  # noqa: E402
from generator.step_grid import half_log_snr, visited_steps  # noqa: E402
from tests.generator.gaussian import exact_flow, optimal_noise, published_schedule  # noqa: E402

SCHEDULE = published_schedule()


@pytest.mark.parametrize("steps", [2, 10, 25, 50, 199, 200])
def test_the_steps_fall_from_the_last_to_the_first_and_are_as_many_as_asked(steps):
    visited = visited_steps(SCHEDULE, steps)
    assert len(visited) == steps
    assert (visited[0], visited[-1]) == (199, 0)
    assert all(later < step for step, later in pairwise(visited))


def test_the_steps_are_even_in_lambda():
    lambdas = half_log_snr(SCHEDULE)[visited_steps(SCHEDULE, 8)]
    assert torch.diff(lambdas).tolist() == pytest.approx([5.546 / 7] * 7, rel=0.3)


@pytest.mark.parametrize("steps", [0, 1, 201])
def test_other_numbers_of_steps_are_refused(steps):
    with pytest.raises(ValueError, match="2 to 200 steps"):
        visited_steps(SCHEDULE, steps)


@pytest.mark.parametrize(
    ("sampler", "most_mv"), [(sample_ddim, 0.012), (sample_dpm_solver_2m, 0.003)]
)
def test_25_steps_keep_spreads_of_5_to_500_microvolt(sampler, most_mv):
    spread = torch.logspace(-2.3, -0.3, 60, dtype=torch.float64)
    x_bcl = torch.ones(1, 1, 60, dtype=torch.float64)
    drawn = sampler(optimal_noise(SCHEDULE, 0, spread), x_bcl, SCHEDULE, steps=25)
    missed = drawn - exact_flow(SCHEDULE, 0, spread, x_bcl)
    assert float(missed.square().mean().sqrt()) < most_mv
