"""The forward process: a linear schedule, noising, and the loss of the published objective.

Equations are those of Ho et al. 2020 (arXiv 2006.11239). Steps count from 0 (least noise) to
T - 1, as in the published code. Shape legend: ``_bcl`` is record x channel x time, ``_b`` record.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from generator.config import DiffusionConfig

Denoiser = Callable[[Tensor, Tensor], Tensor]
"""(x_bcl, step_b) -> the predicted noise, of the shape of x_bcl; conditions are already bound."""


@dataclass(frozen=True)
class Schedule:
    """The constants of each step, float32 tensors of shape (T,)."""

    beta: Tensor
    alpha_bar: Tensor
    """Product of 1 - beta up to the step: the share of the signal's variance that is left."""
    sigma: Tensor
    """Deviation of the posterior q(x_{t-1} | x_t, x_0), eq. 7; 0 at step 0."""

    @property
    def steps(self) -> int:
        """T."""
        return self.beta.shape[0]

    def to(self, device: torch.device | str) -> "Schedule":
        """The same schedule on another device."""
        return Schedule(self.beta.to(device), self.alpha_bar.to(device), self.sigma.to(device))


def linear_schedule(config: DiffusionConfig) -> Schedule:
    """Betas from ``beta_first`` to ``beta_last`` in equal increments."""
    # In float64, so that the product of 200 factors does not gather rounding.
    beta = torch.linspace(config.beta_first, config.beta_last, config.steps, dtype=torch.float64)
    alpha_bar = torch.cumprod(1 - beta, dim=0)
    before = torch.cat([torch.ones(1, dtype=torch.float64), alpha_bar[:-1]])
    sigma = torch.sqrt(beta * (1 - before) / (1 - alpha_bar))
    return Schedule(beta.float(), alpha_bar.float(), sigma.float())


def add_noise(x0_bcl: Tensor, noise_bcl: Tensor, step_b: Tensor, schedule: Schedule) -> Tensor:
    """x_t = sqrt(alpha_bar_t) x_0 + sqrt(1 - alpha_bar_t) noise (eq. 4), record by record."""
    kept_b11 = schedule.alpha_bar[step_b].view(-1, 1, 1)
    return kept_b11.sqrt() * x0_bcl + (1 - kept_b11).sqrt() * noise_bcl


def noise_loss(
    denoise: Denoiser,
    x0_bcl: Tensor,
    schedule: Schedule,
    generator: torch.Generator | None = None,
) -> Tensor:
    """The simple loss (eq. 14): mean squared error of the noise, at a uniform random step each.

    ``generator``, on the device of x0_bcl, makes steps and noise repeatable.
    """
    step_b = torch.randint(
        schedule.steps, (x0_bcl.shape[0],), generator=generator, device=x0_bcl.device
    )
    noise_bcl = torch.randn(
        x0_bcl.shape, generator=generator, device=x0_bcl.device, dtype=x0_bcl.dtype
    )
    predicted_bcl = denoise(add_noise(x0_bcl, noise_bcl, step_b, schedule), step_b)
    return torch.mean(torch.square(predicted_bcl - noise_bcl))
