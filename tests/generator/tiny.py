"""A network small enough for a test: random weights, two rhythms, 40 samples."""

import torch

from generator.config import DiffusionConfig, ModelConfig, NetworkConfig
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


def tiny_network():
    torch.manual_seed(4)
    network = DiffusionNetwork(CONFIG.network)
    torch.nn.init.normal_(network.final.weight, std=0.3)
    return network.eval()
