"""A small convolutional network on the signals themselves: what features may have missed.

Shape legend: ``_n`` record, ``_b`` record of a mini-batch, ``_c`` lead or channel, ``_t`` time.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from generator.evaluation.utility.labelled import Labelled
from generator.evaluation.utility.one_thread import one_thread

STEPS: Final = 100
BATCH: Final = 24
"""Half of each mini-batch is of either rhythm, however rare one is."""
RATE: Final = 6e-3
DECAY: Final = 1e-2
WIDTH: Final = 16
CUT_SAMPLES: Final = 400
"""Training sees 8 of the 10 s at 50 Hz, cut out at random; the network takes any length."""
GAIN: Final = (0.7, 1.3)
NOISE: Final = 0.05
"""Of the leads' spread."""
HIDDEN: Final = 0.3
"""Chance of a lead to be hidden in training, lest the network lean on one."""
_KERNELS_AND_STRIDES: Final = ((5, 2, 1), (5, 2, 1), (5, 2, 1), (5, 1, 2), (5, 1, 4))
"""Length, stride and dilation of each convolution; a value of the last sees 4.4 s: some beats."""


class SignalNetwork(nn.Module):
    """Five convolutions, then mean and maximum over time, then one number: a logit."""

    def __init__(self, leads: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        channels = leads
        for place, (kernel, stride, dilation) in enumerate(_KERNELS_AND_STRIDES):
            width = WIDTH if place == 0 else 2 * WIDTH
            padding = dilation * (kernel // 2)
            layers.append(nn.Conv1d(channels, width, kernel, stride, padding, dilation, bias=False))
            layers += [nn.BatchNorm1d(width), nn.ReLU()]
            channels = width
        self.convolutions = nn.Sequential(*layers)
        self.head = nn.Linear(2 * channels, 1)

    def forward(self, x_bct: Tensor) -> Tensor:
        """Logits (b,) of signals of any length."""
        found_bct = self.convolutions(x_bct)
        pooled_bc = torch.cat([found_bct.mean(-1), found_bct.amax(-1)], dim=1)
        logit_b: Tensor = self.head(pooled_bc)[:, 0]
        return logit_b


@dataclass(frozen=True, eq=False)
class FittedNetwork:
    """Says for each record how probable the positive rhythm is."""

    network: SignalNetwork
    spread_c1: NDArray[np.float32]
    """The standard deviation of each lead in mV, of the training side alone."""

    def __call__(self, tested: Labelled) -> NDArray[np.float64]:
        """Probabilities (n,)."""
        x_nct = _scaled(tested, self.spread_c1)
        with torch.inference_mode(), one_thread():
            probability_n = torch.sigmoid(self.network(x_nct))
        return probability_n.numpy().astype(np.float64)


def fit_signal_network(train: Labelled, seed: int) -> FittedNetwork:
    """Train for a fixed number of steps: the same seed gives the same network.

    Raises ValueError where a rhythm has no record.
    """
    if train.positive_n.all() or not train.positive_n.any():
        raise ValueError("a classifier needs records of both rhythms")
    stream = torch.Generator().manual_seed(seed)
    spread_c1 = train.signals_mv_nlt.std(axis=(0, 2))[:, None] + np.float32(1e-6)
    x_nct = _scaled(train, spread_c1)
    positive_n = torch.from_numpy(train.positive_n)
    network = _fresh_network(x_nct.shape[1], stream)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=STEPS)
    network.train()
    with one_thread():
        for _ in range(STEPS):
            x_bct, target_b = _mini_batch(x_nct, positive_n, stream)
            loss = functional.binary_cross_entropy_with_logits(network(x_bct), target_b)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return FittedNetwork(network.eval(), spread_c1)


def _scaled(records: Labelled, spread_c1: NDArray[np.float32]) -> Tensor:
    """At 50 Hz, pairs of samples averaged: P, T and f waves keep their shape, at half the cost."""
    n, leads, samples = records.signals_mv_nlt.shape
    pairs = records.signals_mv_nlt.reshape(n, leads, samples // 2, 2)
    return torch.from_numpy(pairs.mean(axis=-1) / spread_c1)


def _fresh_network(leads: int, stream: torch.Generator) -> SignalNetwork:
    """Weights from this stream alone, not from the global one."""
    network = SignalNetwork(leads)
    for module in network.modules():
        if isinstance(module, nn.Conv1d | nn.Linear):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu", generator=stream)
    nn.init.zeros_(network.head.bias)
    return network


def _mini_batch(
    x_nct: Tensor, positive_n: Tensor, stream: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Signals and targets: cut, gain, noise and hidden leads at random."""
    chosen = [
        where[torch.randint(len(where), (BATCH // 2,), generator=stream)]
        for where in (torch.nonzero(positive_n)[:, 0], torch.nonzero(~positive_n)[:, 0])
    ]
    index_b = torch.cat(chosen)
    last = x_nct.shape[2] - CUT_SAMPLES
    start = int(torch.randint(last + 1, (1,), generator=stream))
    x_bct = x_nct[index_b, :, start : start + CUT_SAMPLES]
    gain_b11 = torch.empty(BATCH, 1, 1).uniform_(*GAIN, generator=stream)
    noise_bct = NOISE * torch.randn(x_bct.shape, generator=stream)
    shown_bc1 = torch.rand(*x_bct.shape[:2], 1, generator=stream) >= HIDDEN
    return shown_bc1 * (gain_b11 * x_bct + noise_bct), positive_n[index_b].float()
