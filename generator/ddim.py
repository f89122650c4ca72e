"""DDIM: Song, Meng & Ermon 2021, Denoising Diffusion Implicit Models (arXiv 2010.02502).

Shape legend: ``_bcl`` is record x channel x time, ``_b`` record.
"""

from itertools import pairwise

import torch
from torch import Tensor

from generator.diffusion import Denoiser, Schedule
from generator.step_grid import visited_steps


def clean_estimate(
    denoise: Denoiser, x_bcl: Tensor, step: int, schedule: Schedule
) -> tuple[Tensor, Tensor]:
    """The predicted clean signal and the predicted noise at ``step`` (equation 9)."""
    step_b = torch.full((x_bcl.shape[0],), step, device=x_bcl.device)
    noise_bcl = denoise(x_bcl, step_b)
    alpha_bar = float(schedule.alpha_bar[step])
    return (x_bcl - (1 - alpha_bar) ** 0.5 * noise_bcl) / alpha_bar**0.5, noise_bcl


def sample_ddim(denoise: Denoiser, x_bcl: Tensor, schedule: Schedule, *, steps: int) -> Tensor:
    """Carry the noise ``x_bcl`` to a signal in ``steps`` evaluations (equation 12, eta = 0).

    Nothing is drawn on the way, so the same ``x_bcl`` gives the same signal. The last step goes to
    alpha_bar = 1, the clean signal. Raises ValueError for more steps than the schedule has.
    """
    visited = visited_steps(schedule, steps)
    for step, following in pairwise(visited):
        clean_bcl, noise_bcl = clean_estimate(denoise, x_bcl, step, schedule)
        alpha_bar = float(schedule.alpha_bar[following])
        x_bcl = alpha_bar**0.5 * clean_bcl + (1 - alpha_bar) ** 0.5 * noise_bcl
    return clean_estimate(denoise, x_bcl, visited[-1], schedule)[0]
