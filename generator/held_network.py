"""The network to draw with: what the weights alone fix is computed once, the rest in place.

It computes what :class:`generator.network.DiffusionNetwork` does, on a CPU in less time. Time lies
last, as the transforms need it (matrix products do not mind), so nothing is transposed. Records go
through in groups small enough for the cache: larger arrays are new memory from the system at each
use, which costs more than the arithmetic on them saves.

Shape legend: ``b`` record, ``c`` channel (``o`` out of a product), ``l`` time or place in time,
``f`` frequency, ``e`` embedding, ``k`` label.
"""

import math
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from generator.network import DiffusionNetwork, NormedConv, ResidualBlock, from_patches, to_patches
from generator.s4 import S4Layer

GROUP_BYTES: Final = 4 * 2**20
"""The largest array of a group of records; about what a core's share of the cache holds."""


class HeldNetwork(nn.Module):
    """Called as the network is; it gives the same up to rounding, and no gradients.

    It keeps to the weights as they were when it was made. Raises RuntimeError for a network in
    training mode.
    """

    def __init__(self, network: DiffusionNetwork) -> None:
        super().__init__()
        if network.training:
            raise RuntimeError("a network is held only in eval mode")
        self.network = network
        config = network.config
        self.places = config.length // config.patch
        self.group = max(1, GROUP_BYTES // (4 * 2 * config.width * 2 * self.places))
        with torch.no_grad():
            self._entry, self._exit = _HeldConv(network.entry), _HeldConv(network.exit)
            self._blocks = [_HeldBlock(each, self.places) for each in _blocks_of(network)]
            self._shifts_c1 = _residual_shifts(self._blocks)
            self._skip_bias_c1 = torch.stack([each.skip_bias_c1 for each in self._blocks]).sum(0)

    @torch.no_grad()
    def forward(
        self, x_bcl: Tensor, step_b: Tensor, label_bk: Tensor, beats_bcl: Tensor | None = None
    ) -> Tensor:
        """As the network's. Raises ValueError for another length than the network's own."""
        network = self.network
        if x_bcl.shape[2] != network.config.length:
            raise ValueError(f"{x_bcl.shape[2]} samples instead of {network.config.length}")
        label_be = network.label_embedding(label_bk)
        step_be = network.step_embedding(step_b)
        entering_bcl = to_patches(network.with_beats(x_bcl, beats_bcl), network.config.patch).mT
        x_bcl = functional.relu(self._entry(self._entry.padded(entering_bcl)))
        skip_bcl = self._through_blocks(x_bcl, step_be, label_be)
        skip_bcl.mul_(math.sqrt(1 / len(self._blocks)))
        hidden_bcl = self._exit(self._exit.padded(skip_bcl)).relu_()
        noise_bcl = torch.matmul(network.final.weight, hidden_bcl)
        noise_bcl.add_(network.final.bias[:, None])
        return from_patches(noise_bcl.mT, network.config.patch)

    def _through_blocks(self, x_bcl: Tensor, step_be: Tensor, label_be: Tensor) -> Tensor:
        """The sum of the skips; uses up ``x_bcl``, the residual path."""
        batch, width, places = x_bcl.shape
        group = min(self.group, batch)
        padded_bcl = x_bcl.new_zeros(group, width, places + 2)
        signal_bcl = x_bcl.new_zeros(group, 2 * width, 2 * places)
        skip_bcl = self._skip_bias_c1.expand(batch, -1, places).clone()
        for block, shift_c1 in zip(self._blocks, self._shifts_c1, strict=True):
            step_bc1 = block.step(step_be)[..., None] + shift_c1
            label_bc1 = block.label(label_be)[..., None]
            # All groups pass a block before the next, while its weights are in the cache.
            parts = (each.split(group) for each in (x_bcl, skip_bcl, step_bc1, label_bc1))
            for x, skip, step, label in zip(*parts, strict=True):
                torch.add(x, step, out=padded_bcl[: len(x), :, 1:-1])
                out_bcl = block(padded_bcl[: len(x)], signal_bcl[: len(x)], label)
                x.baddbmm_(block.residual_oc.expand(len(x), -1, -1), out_bcl, beta=math.sqrt(0.5))
                skip.baddbmm_(block.skip_oc.expand(len(x), -1, -1), out_bcl)
        return skip_bcl


def ready_to_draw(
    network: DiffusionNetwork | HeldNetwork, *, float32: bool = True
) -> DiffusionNetwork | HeldNetwork:
    """What draws quickest on the network's device: a GPU prefers whole batches.

    What works in place keeps one precision, so another than float32 has the network itself.
    """
    if isinstance(network, HeldNetwork):
        return network
    on_cpu = next(network.parameters()).device.type == "cpu"
    return HeldNetwork(network) if on_cpu and float32 else network.hold_kernels()


class _HeldConv:
    """A convolution as one product for each of its taps, which are summed up in place."""

    def __init__(self, conv: NormedConv) -> None:
        self.taps_oc = [tap_oc.contiguous() for tap_oc in conv.weight().unbind(2)]
        self.bias_o1 = conv.bias.detach()[:, None]

    def padded(self, x_bcl: Tensor) -> Tensor:
        """With as many zeros at both ends as the taps reach beyond."""
        beyond = len(self.taps_oc) // 2
        return functional.pad(x_bcl, (beyond, beyond))

    def __call__(self, padded_bcl: Tensor, out_bol: Tensor | None = None) -> Tensor:
        """From (b, c, l + taps - 1) to (b, o, l)."""
        first_oc, *others_oc = (tap_oc.expand(len(padded_bcl), -1, -1) for tap_oc in self.taps_oc)
        length = padded_bcl.shape[2] - len(others_oc)
        first_bcl = padded_bcl[..., :length]
        out_bol = torch.baddbmm(self.bias_o1, first_oc, first_bcl, out=out_bol)
        for at, tap_oc in enumerate(others_oc, start=1):
            out_bol.baddbmm_(tap_oc, padded_bcl[..., at : at + length])
        return out_bol


class _HeldLayer:
    """An S4 layer whose input lies in the first half of an array of zeros, and its output too."""

    def __init__(self, layer: S4Layer, places: int) -> None:
        self.spectrum_cf = layer.spectrum(places).detach()
        self.output_oc, self.bias_o1 = layer.output.weight.detach(), layer.output.bias[:, None]
        self.norm = layer.norm if isinstance(layer.norm, nn.LayerNorm) else None

    def __call__(self, signal_bcl: Tensor, offset_bc1: Tensor) -> Tensor:
        """The layer's output, with ``offset_bc1`` added, in the place of its input."""
        length = signal_bcl.shape[2] // 2
        z_bcl = signal_bcl[..., :length]
        transform_bcf = torch.fft.rfft(signal_bcl).mul_(self.spectrum_cf)
        y_bcl = functional.gelu(torch.fft.irfft(transform_bcf, n=2 * length)[..., :length])
        z_bcl.baddbmm_(self.output_oc.expand(len(z_bcl), -1, -1), y_bcl).add_(self.bias_o1)
        if self.norm is None:
            return z_bcl.add_(offset_bc1)
        return _normalise_in_place(z_bcl, self.norm, offset_bc1)


class _HeldBlock:
    """A residual block without its steps into and out of the residual path."""

    def __init__(self, block: ResidualBlock, places: int) -> None:
        self.step, self.label = block.step, block.label
        self.conv = _HeldConv(block.conv)
        self.before = _HeldLayer(block.s4_before, places)
        self.after = _HeldLayer(block.s4_after, places)
        self.residual_oc = block.residual.weight()[..., 0] * math.sqrt(0.5)
        self.residual_bias_c1 = block.residual.bias[:, None] * math.sqrt(0.5)
        self.skip_oc, self.skip_bias_c1 = block.skip.weight()[..., 0], block.skip.bias[:, None]

    def __call__(self, padded_bcl: Tensor, signal_bcl: Tensor, label_bc1: Tensor) -> Tensor:
        """What goes to the residual path and to the skips, (b, c, l); uses up ``signal_bcl``."""
        self.conv(padded_bcl, signal_bcl[..., : signal_bcl.shape[2] // 2])
        self.before(signal_bcl, label_bc1)
        h_bcl = self.after(signal_bcl, torch.zeros_like(label_bc1))
        content_bcl, gate_bcl = h_bcl.chunk(2, dim=1)
        return torch.tanh(content_bcl).mul_(torch.sigmoid(gate_bcl))


def _normalise_in_place(z_bcl: Tensor, norm: nn.LayerNorm, offset_bc1: Tensor) -> Tensor:
    """LayerNorm over the channels: a product with a row of 1 / c is the quickest mean."""
    channels = z_bcl.shape[1]
    mean_1c = z_bcl.new_full((1, channels), 1 / channels)
    z_bcl.sub_(torch.matmul(mean_1c, z_bcl))
    variance_b1l = torch.matmul(mean_1c, z_bcl.square())
    z_bcl.mul_(variance_b1l.add_(norm.eps).rsqrt_())
    return torch.addcmul(norm.bias[:, None] + offset_bc1, z_bcl, norm.weight[:, None], out=z_bcl)


def _residual_shifts(blocks: list[_HeldBlock]) -> list[Tensor]:
    """What the biases of the blocks before have added to the residual path, (c, 1), by block.

    They are the same at all times, so they are added where the path is read, with the step.
    """
    shifts_c1 = [torch.zeros_like(blocks[0].residual_bias_c1)]
    for block in blocks[:-1]:
        shifts_c1.append(shifts_c1[-1] * math.sqrt(0.5) + block.residual_bias_c1)
    return shifts_c1


def _blocks_of(network: DiffusionNetwork) -> list[ResidualBlock]:
    return [block for block in network.blocks if isinstance(block, ResidualBlock)]
