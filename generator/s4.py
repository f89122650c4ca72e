"""The S4 layer: state-space convolution, GELU, linear map, residual, LayerNorm.

Shape legend: ``b`` record, ``l`` time, ``c`` channel, ``d`` direction, ``f`` frequency. Signals
are kept as (b, l, c): LayerNorm and linear maps then run over the last axis, which is contiguous.
"""

from collections.abc import Callable
from typing import Any, Self

import torch
from torch import Tensor, nn
from torch.nn import functional

from generator.s4_kernel import S4Kernel


class S4Layer(nn.Module):
    """One layer on ``channels`` channels of up to ``length`` samples, as in SSSD-ECG.

    The kernel's spectrum depends on the weights alone. :meth:`hold_kernel` keeps it for
    inference; training, loading weights or moving the layer lets it go.
    """

    D_c: Tensor

    def __init__(
        self,
        channels: int,
        *,
        state_size: int,
        length: int,
        bidirectional: bool = True,
        conjugates: bool = True,
        layer_norm: bool = True,
        dropout: float = 0.0,
        fresh: bool = True,
    ) -> None:
        super().__init__()
        self.kernel = S4Kernel(
            channels,
            state_size=state_size,
            length=length,
            directions=2 if bidirectional else 1,
            conjugates=conjugates,
            fresh=fresh,
        )
        self.D_c = nn.Parameter(torch.randn(channels))
        self.output = nn.Linear(channels, channels)
        self.norm = nn.LayerNorm(channels) if layer_norm else nn.Identity()
        # The same channels are dropped at all times, as Dropout2d did in the published layer.
        self.dropout = nn.Dropout1d(dropout)
        self._held: tuple[int, Tensor] | None = None
        hook = self.register_load_state_dict_pre_hook
        hook(_release_before_loading)  # type: ignore[no-untyped-call]

    def forward(self, x_blc: Tensor) -> Tensor:
        """Shape in, shape out: (b, l, c). Raises ValueError when l exceeds the kernel."""
        y_bcl = convolve(x_blc.transpose(1, 2), self.spectrum(x_blc.shape[1]))
        # The channels lie in the middle here; the transposed operand costs the product nothing, but
        # the derivative of GELU much, where its two operands lie differently in memory.
        y_blc = y_bcl.transpose(1, 2)
        y_blc = self.output(functional.gelu(y_blc.contiguous() if self.training else y_blc))
        if self.dropout.p:
            y_blc = self.dropout(y_blc.transpose(1, 2)).transpose(1, 2)
        normed: Tensor = self.norm(x_blc + y_blc)
        return normed

    def spectrum(self, length: int) -> Tensor:
        """Transform of the two-sided kernel for signals of ``length``: (c, length + 1), complex.

        The held one where there is one, else computed anew.
        """
        if self._held is not None and self._held[0] == length:
            return self._held[1]
        if length > self.kernel.length:
            raise ValueError(f"{length} samples, but the kernel has only {self.kernel.length}")
        return two_sided_spectrum(self.kernel()[..., :length], self.D_c)

    @torch.no_grad()
    def hold_kernel(self, length: int | None = None) -> None:
        """Compute the spectrum once, for signals of ``length`` (default: the longest).

        Raises RuntimeError in training mode, where the kernel changes with each step.
        """
        if self.training:
            raise RuntimeError("a kernel is held only in eval mode")
        self._held = None
        length = length or self.kernel.length
        self._held = (length, self.spectrum(length))

    def release_kernel(self) -> None:
        """Compute the kernel anew at each call from now on."""
        self._held = None

    def train(self, mode: bool = True) -> Self:
        """Training lets a held kernel go."""
        if mode:
            self.release_kernel()
        return super().train(mode)

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> Self:
        """What moves or casts the weights lets a held kernel go."""
        self.release_kernel()
        moved: Self = super()._apply(fn, recurse)  # type: ignore[no-untyped-call]
        return moved


def two_sided_spectrum(kernel_dcl: Tensor, skip_c: Tensor) -> Tensor:
    """One transform for all directions and the skip term y += D u: (c, l + 1), complex.

    The signal is padded to 2 l, so time -1 - j of the backward kernel lies at index 2 l - 1 - j,
    and D is a kernel's value at time 0.
    """
    length = kernel_dcl.shape[2]
    backward_cl = kernel_dcl[1].flip(-1) if len(kernel_dcl) > 1 else torch.zeros_like(kernel_dcl[0])
    both_cl = torch.cat([kernel_dcl[0], backward_cl], dim=-1)
    spectrum_cf: Tensor = torch.fft.rfft(both_cl, n=2 * length)
    return spectrum_cf + skip_c[:, None]


def convolve(u_bcl: Tensor, spectrum_cf: Tensor) -> Tensor:
    """The linear convolution of (b, c, l) with a spectrum over 2 l, in the type of the signal.

    Transforms run in float32, whatever the type of the signal: bfloat16 has none.
    """
    with torch.autocast(u_bcl.device.type, enabled=False):
        y_bcl: Tensor = _Convolution.apply(u_bcl.float(), spectrum_cf)  # type: ignore[no-untyped-call]
    return y_bcl.to(u_bcl.dtype)


class _Convolution(torch.autograd.Function):
    """Forward and backward by real transforms alone.

    PyTorch's own derivative of a real transform is a complex one of twice the length; without it an
    iteration of training takes a tenth less time.
    """

    @staticmethod
    def forward(ctx: Any, u_bcl: Tensor, spectrum_cf: Tensor) -> Tensor:
        length = u_bcl.shape[2]
        transform_bcf = torch.fft.rfft(u_bcl, n=2 * length)
        ctx.save_for_backward(transform_bcf, spectrum_cf)
        y_bcl: Tensor = torch.fft.irfft(transform_bcf * spectrum_cf, n=2 * length)
        return y_bcl[..., :length]

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, Tensor | None]:
        """A convolution's derivative is the correlation: the conjugate spectrum."""
        transform_bcf, spectrum_cf = ctx.saved_tensors
        length = gradients[0].shape[2]
        gradient_bcf = torch.fft.rfft(gradients[0], n=2 * length)
        of_u_bcl = torch.fft.irfft(gradient_bcf * spectrum_cf.conj(), n=2 * length)[..., :length]
        of_spectrum_cf = (transform_bcf.conj() * gradient_bcf).sum(dim=0)
        # irfft counts every frequency but the first and the last twice, and divides by 2 l.
        of_spectrum_cf[:, 1:-1] *= 2
        return of_u_bcl, of_spectrum_cf / (2 * length)


def _release_before_loading(layer: nn.Module, *_: Any) -> None:
    assert isinstance(layer, S4Layer)
    layer.release_kernel()
