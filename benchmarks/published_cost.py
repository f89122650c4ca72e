"""The slow twin: SSSD-ECG computed at the published code's cost, with the weights of our network.

It does what a published network does at every diffusion step, written anew: both kernels of each
S4 layer are made again from Cauchy sums with every term in memory, transformed again, and signals
lie as (b, c, l), permuted to (l, b, c) and back around each layer. It stands for the published
code where neither of its extensions (CUDA, KeOps) is built, as on a CPU.

Shape legend: ``b`` record, ``c`` or ``h`` channel, ``l`` time, ``f`` frequency, ``n`` half the
state, ``d`` direction, ``r`` and ``k`` rows and columns of the low-rank correction.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional

from generator.network import DiffusionNetwork, NormedConv, ResidualBlock
from generator.s4 import S4Layer
from generator.s4_kernel import S4Kernel


class SlowTwin:
    """Called as the network is, it gives the same noise, slowly."""

    def __init__(self, network: DiffusionNetwork) -> None:
        """Raise ValueError for a network with more than the published model has."""
        config = network.config
        if config.patch != 1 or config.beat_channels or config.dropout:
            raise ValueError("the published model has neither patches, beat channels nor dropout")
        self.network = network
        self.nodes = _Nodes(config.length, next(network.parameters()).device)

    @torch.inference_mode()
    def __call__(self, x_bcl: Tensor, step_b: Tensor, label_bk: Tensor) -> Tensor:
        """The noise (b, out_channels, l) in x_bcl at the steps, for multi-hot labels."""
        network = self.network
        label_be = network.label_embedding(label_bk)
        step_be = network.step_embedding(step_b)
        h_bcl = functional.relu(_conv(network.entry, x_bcl))
        skips_bcl = torch.zeros(())
        for block in network.blocks:
            assert isinstance(block, ResidualBlock)
            h_bcl, skip_bcl = self._block(block, h_bcl, step_be, label_be)
            skips_bcl = skips_bcl + skip_bcl
        mean_bcl = skips_bcl * math.sqrt(1 / len(network.blocks))
        hidden_bcl = functional.relu(_conv(network.exit, mean_bcl))
        final = network.final
        return functional.conv1d(hidden_bcl, final.weight[..., None], final.bias)

    def _block(
        self, block: ResidualBlock, x_bcl: Tensor, step_be: Tensor, label_be: Tensor
    ) -> tuple[Tensor, Tensor]:
        h_bcl = _conv(block.conv, x_bcl + block.step(step_be)[..., None])
        h_bcl = self._layer(block.s4_before, h_bcl.permute(2, 0, 1)).permute(1, 2, 0)
        h_bcl = h_bcl + block.label(label_be)[..., None]
        h_bcl = self._layer(block.s4_after, h_bcl.permute(2, 0, 1)).permute(1, 2, 0)
        content_bcl, gate_bcl = h_bcl.chunk(2, dim=1)
        out_bcl = torch.tanh(content_bcl) * torch.sigmoid(gate_bcl)
        residual_bcl, skip_bcl = _conv(block.residual, out_bcl), _conv(block.skip, out_bcl)
        return (x_bcl + residual_bcl) * math.sqrt(0.5), skip_bcl

    def _layer(self, layer: S4Layer, x_lbc: Tensor) -> Tensor:
        u_bcl = x_lbc.permute(1, 2, 0)
        length = u_bcl.shape[2]
        kernel_dcl = self.nodes.kernels(layer.kernel)[..., :length]
        both_cl = functional.pad(kernel_dcl[0], (0, length))
        if len(kernel_dcl) > 1:
            both_cl = both_cl + functional.pad(kernel_dcl[1].flip(-1), (length, 0))
        spectrum_cf = torch.fft.rfft(both_cl, n=2 * length)
        transform_bcf = torch.fft.rfft(u_bcl, n=2 * length)
        y_bcl = torch.fft.irfft(transform_bcf * spectrum_cf, n=2 * length)[..., :length]
        y_bcl = functional.gelu(y_bcl + u_bcl * layer.D_c[:, None])
        mixed_bcl = torch.einsum("bul,vu->bvl", y_bcl, layer.output.weight)
        mixed_bcl = mixed_bcl + layer.output.bias[:, None] + u_bcl
        normed_lbc: Tensor = layer.norm(mixed_bcl.permute(2, 0, 1))
        return normed_lbc


class _Nodes:
    """Roots of unity omega, and z = 2 (1 - omega) / (1 + omega): kept, as the published code does.

    At omega = -1 z is infinite but for rounding; in float64 it is large enough not to matter.
    """

    def __init__(self, length: int, device: torch.device) -> None:
        angle_f = torch.arange(length // 2 + 1, dtype=torch.float64) * (-2 * math.pi / length)
        omega_f = torch.polar(torch.ones_like(angle_f), angle_f)
        self.length = length
        self.z_f = (2 * (1 - omega_f) / (1 + omega_f)).to(device, torch.complex64)
        self.scale_f = (2 / (1 + omega_f)).to(device, torch.complex64)

    def kernels(self, kernel: S4Kernel) -> Tensor:
        """Kernels of all directions, (d, h, l), with every term v / (z - w) laid out in memory."""
        w_hn, b_hn, p_hn, q_hn = (
            torch.view_as_complex(each)
            for each in (kernel.w_hn2, kernel.B_hn2, kernel.P_hn2, kernel.Q_hn2)
        )
        dt_h1 = kernel.log_dt_h.exp()[:, None]
        right_khn = torch.stack([b_hn, p_hn])
        left_rhn = torch.cat([torch.view_as_complex(kernel.C_dhn2), q_hn[None]])
        v_krhn, w_hn = right_khn[:, None] * left_rhn[None], w_hn * dt_h1
        sums_krhf = _cauchy(v_krhn, w_hn, self.z_f)
        if kernel.conjugates:
            sums_krhf = sums_krhf + _cauchy(v_krhn.conj(), w_hn.conj(), self.z_f)
        sums_krhf = sums_krhf * dt_h1
        (b_c, b_q), (p_c, p_q) = ((row[:-1], row[-1]) for row in sums_krhf)
        corrected_dhf = (b_c - b_q * p_c / (1 + p_q)) * self.scale_f
        return torch.fft.irfft(corrected_dhf, n=self.length)


def _cauchy(v_krhn: Tensor, w_hn: Tensor, z_f: Tensor) -> Tensor:
    terms_krhnf = v_krhn[..., None] / (z_f - w_hn[..., None])
    return terms_krhnf.sum(dim=-2)


def _conv(conv: NormedConv, x_bcl: Tensor) -> Tensor:
    """With the weight normalised again at each call, as its hook does there."""
    norm_o11 = conv.direction.flatten(1).norm(dim=1)[:, None, None]
    weight_ois = conv.direction * (conv.gain[:, None, None] / norm_o11)
    return functional.conv1d(x_bcl, weight_ois, conv.bias, padding=conv.size // 2)
