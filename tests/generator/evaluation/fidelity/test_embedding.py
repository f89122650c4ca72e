"""The declared embedding: what it sees, what it does not, and that it stays the same."""

import numpy as np
import pytest
from numpy.typing import NDArray

from generator.evaluation.fidelity.embedding import DIMENSIONS, embed, responses
from generator.leads import TWELVE_LEADS
from tests.generator.evaluation.fidelity.beats import beating


def _moved(before_nd: NDArray[np.float64], after_nd: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(after_nd - before_nd, axis=1).mean())


def test_the_same_ecgs_have_the_same_embedding_alone_and_among_others() -> None:
    ecgs = beating(20, seed=1)
    together = embed(ecgs)
    assert together.shape == (20, DIMENSIONS)
    assert np.allclose(embed(ecgs[17:18]), together[17:18], atol=1e-4)


def test_two_kernels_pool_as_a_slow_loop_does() -> None:
    """Each column of the responses, from the published definition, tap by tap."""
    from generator.evaluation.fidelity import embedding

    ecgs = beating(1, seed=2)
    rows = [TWELVE_LEADS.index(lead) for lead in embedding.MODELLED_LEADS]
    signal_lt = ecgs[0, rows]
    kernels = embedding._kernels()[3]
    weights_lp, bias = kernels.weights_klp[5], kernels.bias_mv_k[5]
    span = 8 * kernels.dilation + 1
    response = [
        sum(
            weights_lp[lead, tap] * signal_lt[lead, at + tap * kernels.dilation]
            for lead in range(8)
            for tap in range(9)
        )
        for at in range(signal_lt.shape[1] - span + 1)
    ]
    found = responses(ecgs)[0, 3 * 192 :]
    assert found[5] == pytest.approx(4 * np.mean(np.array(response) > bias), abs=0.005)
    assert found[96 + 5] == pytest.approx(np.arcsinh(max(response)), abs=1e-4)


def test_an_offset_is_not_seen_and_a_shift_hardly() -> None:
    ecgs = beating(8, seed=3)
    plain = embed(ecgs)
    spread = _moved(plain[::-1], plain)
    # A response within rounding of its bias may fall to the other side
    assert _moved(plain, embed(ecgs + 0.7)) < 0.02 * spread
    assert _moved(plain, embed(np.roll(ecgs, 37, axis=-1))) < 0.4 * spread


def test_polarity_leads_and_noise_are_seen() -> None:
    ecgs = beating(8, seed=4)
    plain = embed(ecgs)
    shifted = _moved(plain, embed(np.roll(ecgs, 37, axis=-1)))
    flipped, swapped = ecgs.copy(), ecgs.copy()
    flipped[:, 6] *= -1
    swapped[:, [6, 11]] = swapped[:, [11, 6]]
    noisy = ecgs + np.random.default_rng(5).normal(0, 0.1, ecgs.shape)
    for changed in (flipped, swapped, noisy):
        assert _moved(plain, embed(changed)) > 2 * shifted


def test_other_shapes_and_gaps_are_refused() -> None:
    with pytest.raises(ValueError, match="12"):
        embed(np.zeros((3, 8, 1000)))
    with pytest.raises(ValueError, match="finite"):
        embed(np.full((1, 12, 1000), np.nan))


def test_the_declared_version_gives_these_numbers() -> None:
    """Another value means another embedding: give it another version."""
    pulse = np.zeros((1, 12, 1000))
    pulse[0, :, 100::80] = np.linspace(0.5, 1.6, 12)[:, None]
    assert embed(pulse)[0, :3] == pytest.approx([3.4229, -1.0457, 0.6561], abs=1e-3)
