"""EDM's samplers on Gaussian data, where the exact answer is known.

For data of deviation s the ideal clean signal is s^2 / (s^2 + sigma^2) x, and the probability-flow
equation carries x from sigma to 0 as x s / sqrt(s^2 + sigma^2).
"""

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.config import EdmConfig  # noqa: E402
from generator.edm import sigma_grid  # noqa: E402
from generator.edm_samplers import (  # noqa: E402
    sample_edm_dpm_solver_2m,
    sample_euler,
    sample_heun,
)

CONFIG = EdmConfig(unit_mv=(0.2,) * 8)
SPREAD = 0.7
SAMPLERS = [sample_euler, sample_heun, sample_edm_dpm_solver_2m]


def relative_error(sampler, steps):
    def denoise(x_bcl, sigma_b):
        return x_bcl * (SPREAD**2 / (SPREAD**2 + sigma_b.view(-1, 1, 1) ** 2))

    sigmas = sigma_grid(CONFIG, steps)
    start = sigmas[0] * torch.randn(2, 8, 30, dtype=torch.float64)
    exact = start * SPREAD / (SPREAD**2 + sigmas[0] ** 2) ** 0.5
    return float((sampler(denoise, start, sigmas) - exact).norm() / exact.norm())


@pytest.mark.parametrize(
    ("sampler", "bound"),
    [(sample_euler, 0.15), (sample_heun, 0.03), (sample_edm_dpm_solver_2m, 0.02)],
)
def test_twenty_five_steps_come_near_the_exact_signal(sampler, bound):
    assert relative_error(sampler, 25) < bound


@pytest.mark.parametrize(("sampler", "order"), list(zip(SAMPLERS, [1, 2, 2], strict=True)))
def test_twice_the_steps_err_less_by_the_order_of_the_rule(sampler, order):
    coarse, fine = relative_error(sampler, 100), relative_error(sampler, 200)
    assert coarse / fine == pytest.approx(2**order, rel=0.25)


def test_heun_asks_twice_a_step_but_for_the_last():
    asked = []

    def denoise(x_bcl, sigma_b):
        asked.append(float(sigma_b[0]))
        return torch.zeros_like(x_bcl)

    sample_heun(denoise, torch.ones(1, 8, 5), sigma_grid(CONFIG, 5))
    assert len(asked) == 9
