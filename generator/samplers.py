"""From noise to a signal: one named function a published sampler.

A sampler knows no network: it takes a denoiser, ``(x_bcl, step_b) -> noise``.
Shape legend: ``_bcl`` is record x channel x time, ``_b`` record.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from generator.ddim import sample_ddim
from generator.diffusion import Denoiser, Schedule
from generator.dpm_solver import sample_dpm_solver_2m
from generator.edm_samplers import sample_edm_dpm_solver_2m, sample_euler, sample_heun

__all__ = [
    "ancestral_step",
    "sample_ancestral",
    "sample_ddim",
    "sample_dpm_solver_2m",
    "sample_edm_dpm_solver_2m",
    "sample_euler",
    "sample_heun",
]


def ancestral_step(
    x_bcl: Tensor, predicted_bcl: Tensor, step: int, schedule: Schedule, noise_bcl: Tensor
) -> Tensor:
    """From x_t to x_{t-1}: Algorithm 2 of Ho et al. 2020 (arXiv 2006.11239).

    ``predicted_bcl`` is the denoiser's noise at ``step``; the added noise is scaled by the
    posterior deviation, which is 0 at step 0.
    """
    beta, alpha_bar = schedule.beta[step], schedule.alpha_bar[step]
    mean_bcl = (x_bcl - beta / (1 - alpha_bar).sqrt() * predicted_bcl) / (1 - beta).sqrt()
    return mean_bcl + schedule.sigma[step] * noise_bcl


def sample_ancestral(
    denoise: Denoiser,
    x_bcl: Tensor,
    schedule: Schedule,
    noise_at: Callable[[int], Tensor],
    *,
    first: int | None = None,
    last: int = 0,
) -> Tensor:
    """Ancestral sampling, the published sampler: every step from ``first`` (T - 1) to ``last``.

    ``x_bcl`` is the noise to start from, ``noise_at(step)`` the noise to add at a step; it is not
    asked at step 0, which adds none. Raises ValueError when the steps lie outside the schedule.
    """
    first = schedule.steps - 1 if first is None else first
    if not 0 <= last <= first < schedule.steps:
        raise ValueError(f"steps {first} to {last} do not lie within 0 to {schedule.steps - 1}")
    for step in range(first, last - 1, -1):
        step_b = torch.full((x_bcl.shape[0],), step, device=x_bcl.device)
        noise_bcl = noise_at(step) if step else torch.zeros_like(x_bcl)
        x_bcl = ancestral_step(x_bcl, denoise(x_bcl, step_b), step, schedule, noise_bcl)
    return x_bcl
