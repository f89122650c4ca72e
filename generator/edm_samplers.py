"""From noise to a signal along EDM's noise levels: one named function a published sampler.

A sampler knows no network: it takes a denoiser, ``(x_bcl, sigma_b) -> clean signal``, the start
``x_bcl`` = sigma_max times noise, and the falling levels of :func:`generator.edm.sigma_grid`, whose
last is 0. Nothing is drawn on the way: the same start gives the same signal.
Shape legend: ``_bcl`` is record x channel x time.
"""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
from torch import Tensor

CleanSignal = Callable[[Tensor, Tensor], Tensor]


def sample_euler(denoise: CleanSignal, x_bcl: Tensor, sigmas: Sequence[float]) -> Tensor:
    """Euler's rule (arXiv 2206.00364, algorithm 1 without lines 6 to 8): DDIM at these levels."""
    for sigma, following in pairwise(sigmas):
        slope_bcl = (x_bcl - _at(denoise, x_bcl, sigma)) / sigma
        x_bcl = x_bcl + (following - sigma) * slope_bcl
    return x_bcl


def sample_heun(denoise: CleanSignal, x_bcl: Tensor, sigmas: Sequence[float]) -> Tensor:
    """Heun's second-order rule (arXiv 2206.00364, algorithm 1): two evaluations a step but one."""
    for sigma, following in pairwise(sigmas):
        slope_bcl = (x_bcl - _at(denoise, x_bcl, sigma)) / sigma
        ahead_bcl = x_bcl + (following - sigma) * slope_bcl
        if following > 0:
            slope_ahead_bcl = (ahead_bcl - _at(denoise, ahead_bcl, following)) / following
            ahead_bcl = x_bcl + (following - sigma) * (slope_bcl + slope_ahead_bcl) / 2
        x_bcl = ahead_bcl
    return x_bcl


def sample_edm_dpm_solver_2m(
    denoise: CleanSignal, x_bcl: Tensor, sigmas: Sequence[float]
) -> Tensor:
    """DPM-Solver++(2M) (arXiv 2211.01095, algorithm 2) with alpha = 1: one evaluation a step."""
    earlier_bcl: Tensor | None = None
    earlier_h = math.nan
    for sigma, following in pairwise(sigmas):
        clean_bcl = _at(denoise, x_bcl, sigma)
        if following == 0:
            return clean_bcl
        h = math.log(sigma / following)
        direction_bcl = clean_bcl
        if earlier_bcl is not None:
            half_ratio = h / (2 * earlier_h)  # 1 / (2 r_i) of algorithm 2
            direction_bcl = (1 + half_ratio) * clean_bcl - half_ratio * earlier_bcl
        x_bcl = following / sigma * x_bcl - math.expm1(-h) * direction_bcl
        earlier_bcl, earlier_h = clean_bcl, h
    return x_bcl


def _at(denoise: CleanSignal, x_bcl: Tensor, sigma: float) -> Tensor:
    return denoise(x_bcl, torch.full((x_bcl.shape[0],), sigma, device=x_bcl.device))
