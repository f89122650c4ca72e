"""The kernel against slow twins: the recurrence, plain Cauchy sums, and the HiPPO matrix."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.s4_kernel import (  # noqa: E402
    S4Kernel,
    cauchy_of_halves,
    cauchy_of_pairs,
    hippo_legs_nplr,
)


@pytest.fixture
def kernel():
    torch.manual_seed(3)
    return S4Kernel(3, state_size=8, length=40).double()


def recurrence(kernel):
    """Each direction and channel, step after step: x_j = Abar x_{j-1}, K_j = C x_j, x_0 = Bbar."""
    a_bar, state = kernel.discretised()
    c = torch.view_as_complex(kernel.C_dhn2.detach())
    c = torch.cat([c, c.conj()], dim=-1)
    left = torch.eye(a_bar.shape[1]) - torch.linalg.matrix_power(a_bar, kernel.length)
    c = torch.linalg.solve(left.mT, c.permute(1, 2, 0)).permute(2, 0, 1)
    values = []
    for _ in range(kernel.length):
        values.append(torch.einsum("dhm,hm->dh", c, state).real)
        state = torch.einsum("hmk,hk->hm", a_bar, state)
    return torch.stack(values, dim=-1)


def test_the_kernel_is_the_impulse_response_of_the_recurrence(kernel):
    assert torch.allclose(kernel(), recurrence(kernel), rtol=0, atol=1e-9)


def test_an_odd_length_is_the_recurrence_too():
    torch.manual_seed(4)
    odd = S4Kernel(2, state_size=4, length=33).double()
    assert torch.allclose(odd(), recurrence(odd), rtol=0, atol=1e-9)


def test_float32_is_close_to_float64(kernel):
    exact = kernel().detach()
    rounded = kernel.float()().detach()
    assert torch.linalg.norm(rounded - exact) < 1e-5 * torch.linalg.norm(exact)


def test_cauchy_sums_are_the_plain_ones():
    v, w = (torch.randn(2, 2, 3, 4, dtype=torch.complex128) for _ in range(2))
    w = -0.5 + 1j * w[0, 0].imag
    half = torch.arange(1, 6, dtype=torch.float64) * torch.pi / 12
    node, cos = 2j * torch.sin(half), torch.cos(half)
    plain = (v[..., None] / (node - cos * w[..., None])).sum(-2)
    mirrored = (v.conj()[..., None] / (node - cos * w.conj()[..., None])).sum(-2)
    assert torch.allclose(cauchy_of_halves(v, w, half), plain)
    assert torch.allclose(cauchy_of_pairs(v, w, half), plain + mirrored)


def test_leaving_the_conjugates_out_is_another_kernel(kernel):
    both = kernel.eval()()
    kernel.conjugates = False
    assert torch.linalg.norm(kernel() - both) > 0.1 * torch.linalg.norm(both)


def test_normal_plus_low_rank_is_hippo_again():
    w, p, b = hippo_legs_nplr(6)
    diagonal = np.diag(np.concatenate([w, w.conj()]))
    p, b = np.concatenate([p, p.conj()]), np.concatenate([b, b.conj()])
    order = np.arange(6)
    root = np.sqrt(2 * order + 1)
    hippo = -np.tril(np.outer(root, root), -1) - np.diag(order + 1)
    rotated = diagonal - np.outer(p, p.conj())
    assert np.poly(rotated) == pytest.approx(np.poly(hippo))
    # B goes through the same change of basis: B^T A^k B is the same in both
    for power in range(3):
        mapped = b.conj() @ np.linalg.matrix_power(rotated, power) @ b
        assert mapped == pytest.approx(root @ np.linalg.matrix_power(hippo, power) @ root)


def test_time_steps_lie_where_published():
    step = S4Kernel(200, state_size=4, length=8).log_dt_h.exp()
    assert 1e-3 <= step.min() < 3e-3
    assert 0.03 < step.max() <= 0.1


@pytest.mark.parametrize("conjugates", [True, False])
def test_in_training_the_sum_over_the_basis_is_the_same_kernel(conjugates):
    kernel = S4Kernel(8, state_size=16, length=50, conjugates=conjugates)
    summed, exact = kernel.train()(), kernel.eval()()
    assert torch.linalg.norm(summed - exact) < 1e-5 * torch.linalg.norm(exact)


def test_weights_that_are_loaded_bring_their_own_basis():
    kernel, other = (S4Kernel(8, state_size=16, length=50) for _ in range(2))
    kernel.train()()
    kernel.load_state_dict(other.state_dict())
    assert torch.equal(kernel.train()(), other.train()())
