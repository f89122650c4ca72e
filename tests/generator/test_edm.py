"""EDM's preconditioning and loss, against what is known of Gaussian data."""

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.config import EdmConfig  # noqa: E402
from generator.edm import (  # noqa: E402
    denoise_edm,
    edm_loss_terms,
    sigma_grid,
    training_sigmas,
)

CONFIG = EdmConfig(unit_mv=(0.2,) * 8)


def nothing(x_bcl, step_b):
    """A network before its first iteration: its last layer starts at zero."""
    return torch.zeros_like(x_bcl)


@pytest.mark.parametrize("sigma", [0.01, 1.0, 30.0])
def test_before_training_the_clean_signal_is_that_of_gaussian_data(sigma):
    x_bcl = torch.randn(2, 8, 20)
    clean_bcl = denoise_edm(nothing, x_bcl, torch.full((2,), sigma), CONFIG)
    assert torch.allclose(clean_bcl, x_bcl / (sigma**2 + 1))


def test_before_training_the_loss_is_one_at_every_noise_level():
    stream = torch.Generator().manual_seed(5)
    x0_bcl, noise_bcl = (torch.randn(3, 8, 20_000, generator=stream) for _ in range(2))
    losses_b = edm_loss_terms(nothing, x0_bcl, noise_bcl, torch.tensor([0.01, 1.0, 30.0]), CONFIG)
    assert losses_b.tolist() == pytest.approx([1, 1, 1], abs=0.02)


def test_a_network_that_knows_the_signal_has_no_loss():
    x0_bcl, noise_bcl, sigma_b = torch.randn(1, 8, 20), torch.randn(1, 8, 20), torch.tensor([0.5])

    def knows(x_bcl, step_b):
        # what is left of x0 when c_skip x is taken off, over c_out (table 1)
        total = 0.5**2 + 1
        return (x0_bcl - (x0_bcl + 0.5 * noise_bcl) / total) / (0.5 / total**0.5)

    loss_b = edm_loss_terms(knows, x0_bcl, noise_bcl, sigma_b, CONFIG)
    assert float(loss_b) == pytest.approx(0, abs=1e-10)


def test_a_network_may_give_the_signal_itself():
    config = replace(CONFIG, predicts_signal=True, least_weighted_sigma=0.1)
    x0_bcl, noise_bcl = torch.randn(2, 8, 20), torch.randn(2, 8, 20)

    def half(x_bcl, step_b):
        return x0_bcl / 2

    sigma_b = torch.tensor([0.001, 0.1])
    losses_b = edm_loss_terms(half, x0_bcl, noise_bcl, sigma_b, config)
    # as little noise as you like weighs no more than 0.1: (0.01 + 1) / 0.01
    expected_b = 101 * (x0_bcl / 2).square().mean(dim=(1, 2))
    assert torch.allclose(losses_b, expected_b)


def test_the_network_sees_deviation_one_at_every_noise_level():
    seen = []

    def watch(x_bcl, step_b):
        seen.append((float(x_bcl.std()), float(step_b[0])))
        return torch.zeros_like(x_bcl)

    for sigma in (0.01, 30.0):
        x_bcl = (1 + sigma**2) ** 0.5 * torch.randn(1, 8, 50_000)
        denoise_edm(watch, x_bcl, torch.tensor([sigma]), CONFIG)
    assert [deviation for deviation, _ in seen] == pytest.approx([1, 1], abs=0.01)
    assert seen[0][1] < seen[1][1]


def test_training_levels_are_log_normal():
    sigma_b = training_sigmas(torch.tensor([-1.0, 0.0, 1.0]), CONFIG)
    assert sigma_b.log().tolist() == pytest.approx([-2.2, -0.8, 0.6])


def test_the_grid_falls_from_the_most_to_the_least_noise_and_then_to_none():
    sigmas = sigma_grid(CONFIG, 7)
    assert [sigmas[0], sigmas[6], sigmas[7]] == pytest.approx([40, 0.004, 0])
    assert sigmas == sorted(sigmas, reverse=True)


def test_one_step_is_refused():
    with pytest.raises(ValueError, match="2 steps or more, not 1"):
        sigma_grid(CONFIG, 1)
