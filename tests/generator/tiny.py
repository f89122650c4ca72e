"""Networks small enough for a test: random weights, two rhythms, 40 samples."""

from dataclasses import replace

import torch

from generator.beat_model import BeatModel
from generator.config import DiffusionConfig, EdmConfig, ModelConfig, NetworkConfig
from generator.network import DiffusionNetwork

CONFIG = ModelConfig(
    network=NetworkConfig(
        labels=3,
        length=40,
        width=8,
        skip_width=8,
        blocks=2,
        state_size=4,
        label_width=4,
        step_width_in=8,
        step_width_mid=8,
        step_width_out=8,
    ),
    diffusion=DiffusionConfig(steps=12),
    rhythms={"AF": (2,), "SR": (0, 1)},
)
BEATS_CONFIG = replace(
    CONFIG,
    network=replace(CONFIG.network, patch=4, beat_channels=4, beat_average=True),
    edm=EdmConfig(predicts_signal=True, unit_mv=(0.2,) * 8),
    rate_hz=10.0,
    beat_models={
        "AF": BeatModel(
            log_rr_mean=-0.4,
            log_rr_deviation=0.2,
            log_variation_mean=-1.6,
            log_variation_deviation=0.3,
            correlation=0.0,
        )
    },
)
"""EDM's objective with the beats as a condition; 40 samples are 4 s."""


def tiny_network(config=CONFIG):
    torch.manual_seed(4)
    network = DiffusionNetwork(config.network)
    torch.nn.init.normal_(network.final.weight, std=0.3)
    return network.eval()
