"""The convolution kernel of a structured state space (S4).

Equations are those of Gu, Goel, Ré 2022 (arXiv 2111.00396). A state space
x' = A x + B u, y = 2 Re(C x) with A = diag(w) - P Q^T (normal plus low rank) is discretised by the
bilinear rule with a step dt for each channel; its kernel K_j = C Abar^j Bbar is found through its
generating function at the roots of unity, which needs Cauchy sums instead of powers of Abar.

Shape legend: ``n`` half the state (one of each conjugate pair), ``h`` channel, ``d`` direction,
``l`` time, ``f`` frequency; ``2`` at the end is a complex number as a real pair, the form in which
checkpoints hold it. Q starts as the conjugate of P, so the paper's P Q* is P Q^T here.
"""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

DT_MIN, DT_MAX = 1e-3, 0.1
BASIS_LIMIT_BYTES = 32 * 2**20
"""A layer's basis is kept up to this size: compact networks have 24 or more layers."""


class S4Kernel(nn.Module):
    """Kernels for ``channels`` channels in ``directions`` directions.

    As in the published model only the output matrix C is trained; the rest is state of the
    checkpoint. C is kept as C (I - Abar^length), the C-tilde of the paper's Lemma C.3, so that
    the kernel is exactly the truncated one.

    ``conjugates`` says whether both terms of a conjugate pair enter the sums, as the paper has it.
    The published code leaves the second out wherever it finds neither its CUDA nor its KeOps
    extension; weights trained like that are only right when used like that.

    ``fresh=False`` leaves C as it falls, where weights are loaded next: its start takes a matrix
    power a channel, most of the time that a large network takes to build.
    """

    C_dhn2: Tensor
    B_hn2: Tensor
    P_hn2: Tensor
    Q_hn2: Tensor
    w_hn2: Tensor
    log_dt_h: Tensor

    def __init__(
        self,
        channels: int,
        *,
        state_size: int,
        length: int,
        directions: int = 2,
        conjugates: bool = True,
        fresh: bool = True,
    ) -> None:
        super().__init__()
        self.length = length
        self.conjugates = conjugates
        w_n, p_n, b_n = (torch.from_numpy(each) for each in hippo_legs_nplr(state_size))
        for name, value_n in (("w", w_n), ("P", p_n), ("Q", p_n.conj()), ("B", b_n)):
            self.register_buffer(f"{name}_hn2", _as_pairs(value_n.expand(channels, -1)))
        spread = math.log(DT_MAX / DT_MIN)
        self.register_buffer("log_dt_h", torch.rand(channels) * spread + math.log(DT_MIN))
        c_dhn = torch.randn(directions, channels, state_size // 2, dtype=torch.complex64)
        self.C_dhn2 = nn.Parameter(torch.view_as_real(c_dhn))
        self._basis_mhl: Tensor | None = None
        hook = self.register_load_state_dict_pre_hook
        hook(_forget_basis)  # type: ignore[no-untyped-call]
        if fresh:
            self._shorten_c()

    def forward(self) -> Tensor:
        """The kernels, float32 of shape (directions, channels, length).

        In training they are sums over the basis, where that fits into memory.
        """
        if self.training and self.basis_bytes <= BASIS_LIMIT_BYTES:
            if self._basis_mhl is None:
                self._basis_mhl = self.basis()
            with torch.autocast(self.C_dhn2.device.type, enabled=False):
                return torch.einsum("dhm,mhl->dhl", self.C_dhn2.flatten(2), self._basis_mhl)
        return self._kernels(torch.view_as_complex(self.C_dhn2))

    @torch.no_grad()
    def basis(self) -> Tensor:
        """The kernels of unit C, of shape (2 n, channels, length): real and imaginary in turns.

        Only C is trained, and the kernel is linear in it, so these stay as they are for a whole
        training; summing over them takes a fraction of the time of the Cauchy sums.
        """
        halves = self.C_dhn2.shape[2]
        unit_mn = torch.eye(2 * halves, device=self.C_dhn2.device).view(-1, halves, 2)
        unit_mhn = torch.view_as_complex(unit_mn)[:, None].expand(-1, self.C_dhn2.shape[1], -1)
        return self._kernels(unit_mhn)

    @property
    def basis_bytes(self) -> int:
        """What the basis takes: a float32 for each real number of C and each time."""
        _, channels, halves, _ = self.C_dhn2.shape
        return 8 * halves * channels * self.length

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> Self:
        """What moves or casts the kernel moves the basis not: it is made anew."""
        self._basis_mhl = None
        moved: Self = super()._apply(fn, recurse)  # type: ignore[no-untyped-call]
        return moved

    def _kernels(self, c_dhn: Tensor) -> Tensor:
        kernel_dhl: Tensor = torch.fft.irfft(self._generating_function(c_dhn), n=self.length)
        return kernel_dhl

    def _generating_function(self, c_dhn: Tensor) -> Tensor:
        """K-hat at the roots of unity (Theorem 3), shape (directions, channels, length // 2 + 1).

        The paper's sums over 1 / (z - dt w) with z = 2 (1 - omega) / (1 + omega) are infinite at
        omega = -1. With omega = exp(-i theta) and s, c = sin, cos of theta / 2 they are c times
        sums over 1 / (2 i s - c dt w), and the factors c cancel: everything stays finite.
        """
        half_f = torch.arange(self.length // 2 + 1).to(self.log_dt_h) * (math.pi / self.length)
        dt_h1 = self.log_dt_h.exp()[:, None]
        w_hn, b_hn, p_hn, q_hn = (
            torch.view_as_complex(each) for each in (self.w_hn2, self.B_hn2, self.P_hn2, self.Q_hn2)
        )
        left_rhn = torch.cat([c_dhn, q_hn[None]])
        right_khn = torch.stack([b_hn, p_hn])
        v_rkhn = dt_h1 * left_rhn[:, None] * right_khn[None]
        cauchy = cauchy_of_pairs if self.conjugates else cauchy_of_halves
        return _woodbury(cauchy(v_rkhn, dt_h1 * w_hn, half_f), half_f)

    @torch.no_grad()
    def _shorten_c(self) -> None:
        """C becomes C (I - Abar^length), so that the circular sum is the truncated kernel."""
        a_bar_hmm, _ = self.discretised()
        power_hmm = torch.linalg.matrix_power(a_bar_hmm, self.length)
        c_dhm = _with_conjugates(torch.view_as_complex(self.C_dhn2))
        c_dhm = c_dhm - torch.einsum("dhm,hmk->dhk", c_dhm, power_hmm)
        self.C_dhn2.copy_(torch.view_as_real(c_dhm[..., : self.C_dhn2.shape[2]].contiguous()))

    @torch.no_grad()
    def discretised(self) -> tuple[Tensor, Tensor]:
        """(Abar of shape (h, N, N), Bbar of shape (h, N)) by the bilinear rule (eq. 3), dense."""
        w_hm, p_hm, q_hm, b_hm = (
            _with_conjugates(torch.view_as_complex(each))
            for each in (self.w_hn2, self.P_hn2, self.Q_hn2, self.B_hn2)
        )
        dt_h11 = self.log_dt_h.exp()[:, None, None]
        a_hmm = torch.diag_embed(w_hm) - p_hm[:, :, None] * q_hm[:, None, :]
        eye_mm = torch.eye(w_hm.shape[1], dtype=w_hm.dtype, device=w_hm.device)
        back_hmm = eye_mm - dt_h11 / 2 * a_hmm
        a_bar_hmm = torch.linalg.solve(back_hmm, eye_mm + dt_h11 / 2 * a_hmm)
        b_bar_hm = torch.linalg.solve(back_hmm, dt_h11[:, 0] * b_hm)
        return a_bar_hmm, b_bar_hm


def _forget_basis(kernel: nn.Module, *_: Any) -> None:
    assert isinstance(kernel, S4Kernel)
    kernel._basis_mhl = None


def cauchy_of_halves(v_rkhn: Tensor, w_hn: Tensor, half_f: Tensor) -> Tensor:
    """The sum over n of v / (2 i s - c w), shape (r, k, h, f)."""
    nodes_f = torch.complex(torch.zeros_like(half_f), 2 * torch.sin(half_f))
    cauchy_hnf = (nodes_f - torch.cos(half_f) * w_hn[..., None]).reciprocal()
    return torch.einsum("rkhn,hnf->rkhf", v_rkhn, cauchy_hnf)


def cauchy_of_pairs(v_rkhn: Tensor, w_hn: Tensor, half_f: Tensor) -> Tensor:
    """The same sum with the conjugates, of v and w together, added.

    The two terms of a pair are 2 (2 i s Re(v) - c Re(v conj(w))) over the product of both
    denominators: one array of (h, n, f) instead of two, and real coefficients.
    """
    sin_f, cos_f = torch.sin(half_f), torch.cos(half_f)
    squared_hn1 = (w_hn.real.square() + w_hn.imag.square())[..., None]
    product_hnf = torch.complex(
        cos_f.square() * squared_hn1 - 4 * sin_f.square(),
        -4 * sin_f * cos_f * w_hn.real[..., None],
    )
    cauchy_hnf = product_hnf.reciprocal()
    of_sin = torch.einsum("rkhn,hnf->rkhf", v_rkhn.real.to(cauchy_hnf.dtype), cauchy_hnf)
    paired_rkhn = (v_rkhn * w_hn.conj()).real
    of_cos = torch.einsum("rkhn,hnf->rkhf", paired_rkhn.to(cauchy_hnf.dtype), cauchy_hnf)
    return 2 * (2j * sin_f * of_sin - cos_f * of_cos)


def _woodbury(q_rkhf: Tensor, half_f: Tensor) -> Tensor:
    """The low-rank correction: rows are C of each direction then Q, columns are B, P."""
    cos_f = torch.cos(half_f)
    q_cb, q_cp, q_qb, q_qp = q_rkhf[:-1, 0], q_rkhf[:-1, 1], q_rkhf[-1, 0], q_rkhf[-1, 1]
    corrected_dhf = q_cb - cos_f * q_cp * q_qb / (1 + cos_f * q_qp)
    return torch.complex(cos_f, torch.sin(half_f)) * corrected_dhf


@lru_cache(maxsize=8)
def hippo_legs_nplr(
    state_size: int,
) -> tuple[NDArray[np.complex128], NDArray[np.complex128], NDArray[np.complex128]]:
    """(w, P, B), each of shape (state_size / 2,): HiPPO-LegS as diag(w) - P P* (Theorem 1).

    A_nk = -sqrt(2n+1) sqrt(2k+1) below the diagonal, -(n+1) on it, and B_n = sqrt(2n+1) (eq. 2);
    adding P P^T with P_n = sqrt(n + 1/2) leaves -I/2 plus a skew matrix (Appendix C.1), which a
    unitary matrix makes diagonal. One of each conjugate pair is kept.
    """
    order = np.arange(state_size, dtype=np.float64)
    root = np.sqrt(2 * order + 1)
    a = -np.tril(np.outer(root, root), -1) - np.diag(order + 1)
    p = np.sqrt(order + 0.5)
    skew = a + np.outer(p, p) + 0.5 * np.eye(state_size)
    # i times a skew matrix is Hermitian: its eigenvalues are real, its vectors orthonormal.
    frequency, vectors = np.linalg.eigh(-1j * skew)
    upper = frequency > 0
    into = vectors[:, upper].conj().T
    return -0.5 + 1j * frequency[upper], into @ p, into @ root


def _as_pairs(value: Tensor) -> Tensor:
    return torch.view_as_real(value.to(torch.complex64).contiguous())


def _with_conjugates(value_n: Tensor) -> Tensor:
    return torch.cat([value_n, value_n.conj()], dim=-1)
