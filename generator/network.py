"""The residual diffusion network of SSSD-ECG (Alcaraz & Strodthoff 2023, arXiv 2301.08227).

DiffWave's residual net (Kong et al. 2021, arXiv 2009.09761) with two S4 layers a block in the
place of dilated convolutions (SSSD-S4: arXiv 2208.09399).

Two things are ours, and off in the published model: patches (several samples side by side make one
place in time, which shortens the sequence) and further input channels that say where the beats are
(beat_channel.py).

Shape legend: ``b`` record, ``c`` channel, ``l`` time, ``k`` label, ``e`` embedding. Inside, signals
are (b, l, c).
"""

import math
from typing import Self

import torch
from torch import Tensor, nn
from torch.nn import functional

from generator.beat_average import beat_average
from generator.conditions import LabelEmbedding
from generator.config import NetworkConfig
from generator.s4 import S4Layer


class NormedConv(nn.Module):
    """A convolution over time of odd ``size``, zero-padded, with weight normalisation.

    The weight is gain * direction / |direction| for each output channel (arXiv 1602.07868).
    """

    def __init__(self, in_channels: int, out_channels: int, size: int = 1) -> None:
        super().__init__()
        self.direction = nn.Parameter(torch.empty(out_channels, in_channels, size))
        nn.init.kaiming_normal_(self.direction)
        self.gain = nn.Parameter(self.direction.detach().flatten(1).norm(dim=1))
        bound = 1 / math.sqrt(in_channels * size)
        self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        self.size = size

    def forward(self, x_blc: Tensor) -> Tensor:
        """From (b, l, in) to (b, l, out)."""
        weight_ois = self.weight()
        if self.size == 1:
            return functional.linear(x_blc, weight_ois[..., 0], self.bias)
        # Neighbours in time side by side, so that the convolution is one matrix product.
        length = x_blc.shape[1]
        padded = functional.pad(x_blc, (0, 0, self.size // 2, self.size // 2))
        beside = torch.cat([padded[:, at : at + length] for at in range(self.size)], dim=2)
        return functional.linear(beside, weight_ois.transpose(1, 2).flatten(1), self.bias)

    def weight(self) -> Tensor:
        """The normalised weight, (out, in, size)."""
        norm_o11 = self.direction.flatten(1).norm(dim=1)[:, None, None]
        weight_ois: Tensor = self.direction * (self.gain[:, None, None] / norm_o11)
        return weight_ois


class StepEmbedding(nn.Module):
    """The diffusion step as sines and cosines, through two layers with swish (arXiv 2009.09761)."""

    def __init__(self, width_in: int, width_mid: int, width_out: int) -> None:
        super().__init__()
        self.waves = width_in // 2
        self.first = nn.Linear(width_in, width_mid)
        self.second = nn.Linear(width_mid, width_out)

    def forward(self, step_b: Tensor) -> Tensor:
        """From (b,), any number from 0 to T - 1, to (b, width_out)."""
        place = torch.arange(self.waves, device=step_b.device) / (self.waves - 1)
        angle_be = step_b.float()[:, None] * torch.exp(-math.log(10_000) * place)
        waves_be = torch.cat([angle_be.sin(), angle_be.cos()], dim=1)
        return functional.silu(self.second(functional.silu(self.first(waves_be))))


class ResidualBlock(nn.Module):
    """Step added, convolution, S4, label added, S4, gate; to the next block and to the skip sum."""

    def __init__(self, config: NetworkConfig, *, fresh: bool = True) -> None:
        super().__init__()
        width = config.width
        self.step = nn.Linear(config.step_width_out, width)
        self.conv = NormedConv(width, 2 * width, size=3)
        self.s4_before = _s4_layer(config, fresh)
        self.label = nn.Linear(config.label_width, 2 * width)
        self.s4_after = _s4_layer(config, fresh)
        self.residual = NormedConv(width, width)
        self.skip = NormedConv(width, config.skip_width)

    def forward(self, x_blc: Tensor, step_be: Tensor, label_be: Tensor) -> tuple[Tensor, Tensor]:
        """(b, l, width) to ((b, l, width), (b, l, skip_width))."""
        h_blc = self.s4_before(self.conv(x_blc + self.step(step_be)[:, None]))
        h_blc = self.s4_after(h_blc + self.label(label_be)[:, None])
        content_blc, gate_blc = h_blc.chunk(2, dim=2)
        out_blc = torch.tanh(content_blc) * torch.sigmoid(gate_blc)
        return (x_blc + self.residual(out_blc)) * math.sqrt(0.5), self.skip(out_blc)


class DiffusionNetwork(nn.Module):
    """Predicts the noise in x at a diffusion step, given the multi-hot label.

    ``fresh=False`` builds it for weights that are loaded next, which is far quicker.
    """

    def __init__(self, config: NetworkConfig, *, fresh: bool = True) -> None:
        super().__init__()
        self.config = config
        # A place in time sees its neighbours where places are patches, lest their borders show.
        size = 1 if config.patch == 1 else 3
        signals = 2 if config.beat_average else 1
        entering = (signals * config.in_channels + config.beat_channels) * config.patch
        self.entry = NormedConv(entering, config.width, size=size)
        self.label_embedding = LabelEmbedding(config.labels, config.label_width)
        self.step_embedding = StepEmbedding(
            config.step_width_in, config.step_width_mid, config.step_width_out
        )
        self.blocks = nn.ModuleList(
            ResidualBlock(config, fresh=fresh) for _ in range(config.blocks)
        )
        self.exit = NormedConv(config.skip_width, config.skip_width, size=size)
        self.final = nn.Linear(config.skip_width, config.out_channels * config.patch)
        # The untrained network predicts no noise at all, as in DiffWave.
        nn.init.zeros_(self.final.weight)
        nn.init.zeros_(self.final.bias)

    def forward(
        self, x_bcl: Tensor, step_b: Tensor, label_bk: Tensor, beats_bcl: Tensor | None = None
    ) -> Tensor:
        """The noise, (b, out_channels, l), in (b, in_channels, l) at steps (b,).

        ``beats_bcl`` (b, beat_channels, l) says where the beats are; without it they are unknown,
        which is all zeros. Raises ValueError when l is no whole number of patches.
        """
        label_be = self.label_embedding(label_bk)
        step_be = self.step_embedding(step_b)
        entering_bcl = self.with_beats(x_bcl, beats_bcl)
        h_blc = functional.relu(self.entry(to_patches(entering_bcl, self.config.patch)))
        skips_blc: Tensor | None = None
        for block in self.blocks:
            h_blc, skip_blc = block(h_blc, step_be, label_be)
            skips_blc = skip_blc if skips_blc is None else skips_blc + skip_blc
        assert skips_blc is not None
        mean_blc = skips_blc * math.sqrt(1 / len(self.blocks))
        noise_blc: Tensor = self.final(functional.relu(self.exit(mean_blc)))
        return from_patches(noise_blc, self.config.patch)

    def with_beats(self, x_bcl: Tensor, beats_bcl: Tensor | None) -> Tensor:
        """What enters: the signal, its average over the beats where asked for, the beats."""
        count = self.config.beat_channels
        if not count:
            return x_bcl
        if beats_bcl is None:
            beats_bcl = x_bcl.new_zeros(x_bcl.shape[0], count, x_bcl.shape[2])
        if not self.config.beat_average:
            return torch.cat([x_bcl, beats_bcl], dim=1)
        return torch.cat([x_bcl, beat_average(x_bcl, beats_bcl), beats_bcl], dim=1)

    def hold_kernels(self, length: int | None = None) -> Self:
        """Compute every S4 kernel once, for signals of ``length``; only in eval mode.

        ``length`` counts samples. The kernels depend on neither the step nor the batch.
        :meth:`release_kernels`, training, loading and moving undo it; it must be done again after
        weights were changed in place.
        """
        for layer in self._s4_layers():
            layer.hold_kernel(length and length // self.config.patch)
        return self

    def release_kernels(self) -> Self:
        """Compute the kernels at each call again."""
        for layer in self._s4_layers():
            layer.release_kernel()
        return self

    def _s4_layers(self) -> list[S4Layer]:
        return [layer for layer in self.modules() if isinstance(layer, S4Layer)]


def to_patches(x_bcl: Tensor, patch: int) -> Tensor:
    """(b, c, l) to (b, l / patch, c * patch): ``patch`` samples of a channel side by side.

    Raises ValueError when l is no multiple of ``patch``.
    """
    batch, channels, length = x_bcl.shape
    if length % patch:
        raise ValueError(f"{length} samples are no whole number of patches of {patch}")
    if patch == 1:
        return x_bcl.transpose(1, 2)
    x_bclp = x_bcl.reshape(batch, channels, length // patch, patch)
    return x_bclp.transpose(1, 2).flatten(2)


def from_patches(x_blc: Tensor, patch: int) -> Tensor:
    """(b, l / patch, c * patch) back to (b, c, l)."""
    if patch == 1:
        return x_blc.transpose(1, 2)
    batch, length, _ = x_blc.shape
    return x_blc.reshape(batch, length, -1, patch).transpose(1, 2).flatten(2)


def _s4_layer(config: NetworkConfig, fresh: bool) -> S4Layer:
    return S4Layer(
        2 * config.width,
        state_size=config.state_size,
        length=config.length // config.patch,
        bidirectional=config.bidirectional,
        conjugates=config.conjugates,
        layer_norm=config.layer_norm,
        dropout=config.dropout,
        fresh=fresh,
    )
