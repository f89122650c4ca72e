"""What a network is trained on: the published objective, or EDM where the configuration has it."""

import torch
from torch import Tensor, nn

from generator.config import ModelConfig
from generator.dataset import TrainingBatch
from generator.diffusion import add_noise, linear_schedule
from generator.edm import edm_loss_terms, training_sigmas, units


def loss_terms(network: nn.Module, batch: TrainingBatch, config: ModelConfig) -> Tensor:
    """The loss of each record of the batch, shape (b,); noise and noise level are the batch's."""

    def bound(x_bcl: Tensor, step_b: Tensor) -> Tensor:
        raw_bcl: Tensor = network(x_bcl, step_b, batch.label_bk, batch.beats_bcl)
        return raw_bcl

    if config.edm is not None:
        sigma_b = training_sigmas(batch.level_b, config.edm)
        x0_bcl = batch.signal_mv_bcl / units(config, batch.signal_mv_bcl.device)
        return edm_loss_terms(bound, x0_bcl, batch.noise_bcl, sigma_b, config.edm)
    schedule = linear_schedule(config.diffusion).to(batch.signal_mv_bcl.device)
    # The normal distribution's own function makes the level uniform over the steps.
    step_b = (torch.special.ndtr(batch.level_b) * schedule.steps).long()
    step_b = step_b.clamp(max=schedule.steps - 1)
    noisy_bcl = add_noise(batch.signal_mv_bcl, batch.noise_bcl, step_b, schedule)
    return torch.square(bound(noisy_bcl, step_b) - batch.noise_bcl).mean(dim=(1, 2))
