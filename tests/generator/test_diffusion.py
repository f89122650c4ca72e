"""The schedule, the noising and the loss, by their definitions."""

import math

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.config import DiffusionConfig  # noqa: E402
from generator.diffusion import add_noise, linear_schedule, noise_loss  # noqa: E402

SCHEDULE = linear_schedule(DiffusionConfig())


def test_the_published_schedule():
    assert (SCHEDULE.steps, SCHEDULE.beta[0], SCHEDULE.beta[-1]) == (
        200,
        pytest.approx(1e-4),
        pytest.approx(0.02),
    )
    product = math.prod(1 - float(beta) for beta in SCHEDULE.beta)
    assert float(SCHEDULE.alpha_bar[-1]) == pytest.approx(product, rel=1e-5)
    assert product == pytest.approx(0.132, abs=5e-4)


def test_the_posterior_deviation():
    assert SCHEDULE.sigma[0] == 0
    before, now = SCHEDULE.alpha_bar[98:100].tolist()
    variance = float(SCHEDULE.beta[99]) * (1 - before) / (1 - now)
    assert float(SCHEDULE.sigma[99]) == pytest.approx(variance**0.5, rel=1e-5)


def test_noising_keeps_the_variance_of_a_standard_signal():
    signal, noise = torch.randn(2, 2, 1, 50_000, generator=torch.Generator().manual_seed(1))
    noisy = add_noise(signal, noise, torch.tensor([0, 199]), SCHEDULE)
    assert noisy.std(dim=2).flatten().tolist() == pytest.approx([1, 1], abs=0.02)
    assert torch.allclose(noisy[0], signal[0], atol=0.1)


def test_whoever_knows_the_signal_has_no_loss():
    signal = torch.randn(5, 8, 10)

    def knows(x, step):
        kept = SCHEDULE.alpha_bar[step].view(-1, 1, 1)
        return (x - kept.sqrt() * signal) / (1 - kept).sqrt()

    assert noise_loss(knows, signal, SCHEDULE) < 1e-6
    assert noise_loss(lambda x, _: torch.zeros_like(x), signal, SCHEDULE) == pytest.approx(
        1, abs=0.3
    )


def test_the_same_seed_gives_the_same_loss():
    losses = [
        noise_loss(
            lambda x, _: x, torch.ones(3, 8, 10), SCHEDULE, torch.Generator().manual_seed(seed)
        )
        for seed in (1, 1, 2)
    ]
    assert losses[0] == losses[1] != losses[2]
