"""A world where the answer is known: every sample of the data is Gaussian.

The slow twin of the samplers. With data N(mean, spread^2) the optimal epsilon is linear in x, and
the probability-flow ODE carries x_T to x_0 by an exact affine map (the marginal at alpha_bar is
N(sqrt(alpha_bar) mean, alpha_bar spread^2 + 1 - alpha_bar), and quantiles keep their place).
"""

import torch

from generator.config import DiffusionConfig
from generator.diffusion import Schedule, linear_schedule


def published_schedule():
    """T = 200, linear beta from 1e-4 to 0.02."""
    return linear_schedule(DiffusionConfig())


def fine_schedule(steps=4001):
    """Even in lambda from -1 to 9, so fine that rounding a step hides no order of convergence."""
    alpha_bar = torch.sigmoid(2 * torch.linspace(9, -1, steps, dtype=torch.float64))
    unused = torch.zeros_like(alpha_bar)
    return Schedule(beta=unused, alpha_bar=alpha_bar, sigma=unused)


def optimal_noise(schedule, mean, spread):
    def denoise(x_bcl, step_b):
        ab = schedule.alpha_bar[step_b].double().reshape(-1, 1, 1)
        return (1 - ab).sqrt() * (x_bcl - ab.sqrt() * mean) / (ab * spread**2 + 1 - ab)

    return denoise


def exact_flow(schedule, mean, spread, x_bcl):
    ab = schedule.alpha_bar[-1].double()
    return mean + spread * (x_bcl - ab.sqrt() * mean) / (ab * spread**2 + 1 - ab).sqrt()
