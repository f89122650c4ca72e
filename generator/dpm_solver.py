"""DPM-Solver++(2M): Lu et al. 2022, arXiv 2211.01095, algorithm 2.

Shape legend: ``_bcl`` is batch x channel x length.
"""

import math
from itertools import pairwise

import torch

from generator.ddim import Epsilon, clean_estimate
from generator.time_grid import half_log_snr, sampling_times


def sample_dpm_solver_2m(
    epsilon: Epsilon, alphas_bar: torch.Tensor, x_bcl: torch.Tensor, *, steps: int
) -> torch.Tensor:
    """Carry the noise ``x_bcl`` to a signal in ``steps`` evaluations, second order, multistep.

    ``epsilon(x_bcl, t_b)`` predicts the noise at the time indices ``t_b``; ``alphas_bar`` (T,) is
    the schedule of its training. Nothing is drawn, so the same ``x_bcl`` gives the same signal.
    The first step has no predecessor and is of first order; the last is the clean estimate at
    time 0, the limit of the update for lambda to infinity. Raises ValueError for steps beyond T.
    """
    times = sampling_times(alphas_bar, steps)
    lambdas = half_log_snr(alphas_bar.double()).tolist()
    earlier_bcl: torch.Tensor | None = None
    earlier_h = math.nan
    for time, following in pairwise(times):
        clean_bcl, _ = clean_estimate(epsilon, x_bcl, time, alphas_bar)
        h = lambdas[following] - lambdas[time]
        direction_bcl = clean_bcl
        if earlier_bcl is not None:
            half_ratio = h / (2 * earlier_h)  # 1 / (2 r_i) of algorithm 2
            direction_bcl = (1 + half_ratio) * clean_bcl - half_ratio * earlier_bcl
        alpha = float(alphas_bar[following]) ** 0.5
        sigma_ratio = ((1 - float(alphas_bar[following])) / (1 - float(alphas_bar[time]))) ** 0.5
        x_bcl = sigma_ratio * x_bcl - alpha * math.expm1(-h) * direction_bcl
        earlier_bcl, earlier_h = clean_bcl, h
    return clean_estimate(epsilon, x_bcl, times[-1], alphas_bar)[0]
