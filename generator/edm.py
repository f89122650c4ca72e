"""The better objective: preconditioning and loss of EDM (Karras et al. 2022, arXiv 2206.00364).

The network sees x = signal + sigma noise scaled to deviation 1 and predicts a mixture of signal and
noise that keeps its own task equally hard at every sigma (table 1, column "Ours", with sigma_data
= 1 because signals are divided by ``unit_mv``).

Where patches hold nearly as many numbers as the network has channels, it can pass the noise of
every sample through only after a long training, and EDM's mixture asks for that at low sigma. A
network that predicts the clean signal need not: an ECG is smooth, so it is few numbers a patch (Li
& He 2025, arXiv 2511.13720, the same with images). ``predicts_signal`` does that.

Shape legend: ``_bcl`` is record x channel x time, ``_b`` record.
"""

from collections.abc import Callable
from typing import Final

import torch
from torch import Tensor

from generator.config import EdmConfig, ModelConfig

Network = Callable[[Tensor, Tensor], Tensor]
"""(x_bcl, step_b) -> the network's raw output; conditions are already bound."""
STEP_OF_LOG_SIGMA: Final = 25.0
"""c_noise is ln(sigma) / 4; times 100 it spans as many numbers as the embedding of T steps does."""


def denoise_edm(network: Network, x_bcl: Tensor, sigma_b: Tensor, config: EdmConfig) -> Tensor:
    """D(x; sigma), the predicted clean signal in units (eq. 7)."""
    sigma_b11 = sigma_b.view(-1, 1, 1)
    total_b11 = (sigma_b11.square() + 1).sqrt()
    raw_bcl = network(x_bcl / total_b11, STEP_OF_LOG_SIGMA * sigma_b.log())
    if config.predicts_signal:
        return raw_bcl
    return x_bcl / total_b11.square() + sigma_b11 / total_b11 * raw_bcl


def edm_loss_terms(
    network: Network, x0_bcl: Tensor, noise_bcl: Tensor, sigma_b: Tensor, config: EdmConfig
) -> Tensor:
    """The weighted squared error of each record (eq. 8), shape (b,); about 1 before training."""
    noisy_bcl = x0_bcl + sigma_b.view(-1, 1, 1) * noise_bcl
    clean_bcl = denoise_edm(network, noisy_bcl, sigma_b, config)
    weighted_b = sigma_b.clamp(min=config.least_weighted_sigma)
    weight_b = (weighted_b.square() + 1) / weighted_b.square()
    return weight_b * torch.square(clean_bcl - x0_bcl).mean(dim=(1, 2))


def training_sigmas(normal_b: Tensor, config: EdmConfig) -> Tensor:
    """Noise levels for training from standard normal numbers: log-normal (table 1)."""
    return (config.noise_mean + config.noise_deviation * normal_b).exp()


def sigma_grid(config: EdmConfig, steps: int) -> list[float]:
    """``steps`` falling noise levels from sigma_max to sigma_min, then 0 (eq. 5).

    Raises ValueError for fewer than 2 steps.
    """
    if steps < 2:
        raise ValueError(f"a sampler takes 2 steps or more, not {steps}")
    place = torch.linspace(0, 1, steps, dtype=torch.float64)
    first, last = (sigma ** (1 / config.rho) for sigma in (config.sigma_max, config.sigma_min))
    return [*((first + place * (last - first)) ** config.rho).tolist(), 0.0]


def units(config: ModelConfig, device: torch.device | str) -> Tensor:
    """mV of one unit of the network, (channels, 1); 1 for the published objective."""
    if config.edm is None:
        return torch.ones(len(config.leads), 1, device=device)
    return torch.tensor(config.edm.unit_mv, device=device)[:, None]
