"""Ancestral sampling of a Gaussian, whose distribution is known at every step."""

import pytest

torch = pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.samplers import sample_ancestral  # noqa: E402
from tests.generator.gaussian import optimal_noise, published_schedule  # noqa: E402


def known_mean_and_spread(schedule, mean, spread):
    """The chain of q(x_{t-1} | x_t, E[x_0 | x_t]) from N(0, 1), by its coefficients (eq. 7)."""
    m, v = 0.0, 1.0
    for step in range(schedule.steps - 1, -1, -1):
        ab, beta = float(schedule.alpha_bar[step]), float(schedule.beta[step])
        before = float(schedule.alpha_bar[step - 1]) if step else 1.0
        of_x0 = before**0.5 * beta / (1 - ab)
        of_xt = (1 - beta) ** 0.5 * (1 - before) / (1 - ab)
        gain = ab**0.5 * spread**2 / (ab * spread**2 + 1 - ab)  # E[x_0 | x_t], a regression
        m = of_x0 * (mean + gain * (m - ab**0.5 * mean)) + of_xt * m
        v = (of_x0 * gain + of_xt) ** 2 * v + beta * (1 - before) / (1 - ab)
    return m, v**0.5


@pytest.mark.parametrize(("mean", "spread"), [(0.4, 0.3), (-1.0, 0.8)])
def test_the_samples_have_the_mean_and_the_spread_that_are_known(mean, spread):
    schedule, randomness = published_schedule(), torch.Generator().manual_seed(3)

    def noise(_step=None):
        return torch.randn(1, 1, 8_000, generator=randomness)

    drawn = sample_ancestral(optimal_noise(schedule, mean, spread), noise(), schedule, noise)
    known_mean, known_spread = known_mean_and_spread(schedule, mean, spread)
    assert float(drawn.mean()) == pytest.approx(known_mean, abs=0.04 * spread)
    assert float(drawn.std()) == pytest.approx(known_spread, rel=0.03)


@pytest.mark.parametrize(("spread", "kept"), [(0.8, 0.99), (0.1, 0.94)])
def test_the_posterior_deviation_makes_narrow_data_narrower_still(spread, kept):
    """A fault of the published choice of sigma, not of this code; DDPM's section 3.2 names it."""
    _, drawn_spread = known_mean_and_spread(published_schedule(), 0.0, spread)
    assert drawn_spread / spread == pytest.approx(kept, abs=0.01)
