"""DDIM: Song, Meng & Ermon 2021, Denoising Diffusion Implicit Models (arXiv 2010.02502).

Shape legend: ``_bcl`` is batch x channel x length, ``_b`` is batch.
"""

from collections.abc import Callable
from itertools import pairwise

import torch

from generator.time_grid import sampling_times

Epsilon = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def clean_estimate(
    epsilon: Epsilon, x_bcl: torch.Tensor, time: int, alphas_bar: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """The predicted clean signal and the predicted noise at ``time`` (equation 9)."""
    time_b = torch.full((len(x_bcl),), time, dtype=torch.long, device=x_bcl.device)
    noise_bcl = epsilon(x_bcl, time_b)
    alpha_bar = float(alphas_bar[time])
    return (x_bcl - (1 - alpha_bar) ** 0.5 * noise_bcl) / alpha_bar**0.5, noise_bcl


def sample_ddim(
    epsilon: Epsilon, alphas_bar: torch.Tensor, x_bcl: torch.Tensor, *, steps: int
) -> torch.Tensor:
    """Carry the noise ``x_bcl`` to a signal in ``steps`` evaluations (equation 12, eta = 0).

    ``epsilon(x_bcl, t_b)`` predicts the noise at the time indices ``t_b``; ``alphas_bar`` (T,) is
    the schedule of its training. Nothing is drawn, so the same ``x_bcl`` gives the same signal.
    The last step goes to alpha_bar = 1, the clean signal. Raises ValueError for steps beyond T.
    """
    times = sampling_times(alphas_bar, steps)
    for time, following in pairwise(times):
        clean_bcl, noise_bcl = clean_estimate(epsilon, x_bcl, time, alphas_bar)
        alpha_bar = float(alphas_bar[following])
        x_bcl = alpha_bar**0.5 * clean_bcl + (1 - alpha_bar) ** 0.5 * noise_bcl
    return clean_estimate(epsilon, x_bcl, times[-1], alphas_bar)[0]
