"""DPM-Solver++(2M): Lu et al. 2022, arXiv 2211.01095, algorithm 2.

Shape legend: ``_bcl`` is record x channel x time.
"""

import math
from itertools import pairwise

from torch import Tensor

from generator.ddim import clean_estimate
from generator.diffusion import Denoiser, Schedule
from generator.step_grid import half_log_snr, visited_steps


def sample_dpm_solver_2m(
    denoise: Denoiser, x_bcl: Tensor, schedule: Schedule, *, steps: int
) -> Tensor:
    """Carry the noise ``x_bcl`` to a signal in ``steps`` evaluations, second order, multistep.

    Nothing is drawn on the way, so the same ``x_bcl`` gives the same signal. The first step has no
    predecessor and is of first order; the last is the clean estimate at step 0, the limit of the
    update for lambda to infinity. Raises ValueError for more steps than the schedule has.
    """
    visited = visited_steps(schedule, steps)
    lambdas = half_log_snr(schedule).tolist()
    earlier_bcl: Tensor | None = None
    earlier_h = math.nan
    for step, following in pairwise(visited):
        clean_bcl, _ = clean_estimate(denoise, x_bcl, step, schedule)
        h = lambdas[following] - lambdas[step]
        direction_bcl = clean_bcl
        if earlier_bcl is not None:
            half_ratio = h / (2 * earlier_h)  # 1 / (2 r_i) of algorithm 2
            direction_bcl = (1 + half_ratio) * clean_bcl - half_ratio * earlier_bcl
        alpha_bar, noisier = float(schedule.alpha_bar[following]), float(schedule.alpha_bar[step])
        sigma_ratio = ((1 - alpha_bar) / (1 - noisier)) ** 0.5
        x_bcl = sigma_ratio * x_bcl - alpha_bar**0.5 * math.expm1(-h) * direction_bcl
        earlier_bcl, earlier_h = clean_bcl, h
    return clean_estimate(denoise, x_bcl, visited[-1], schedule)[0]
