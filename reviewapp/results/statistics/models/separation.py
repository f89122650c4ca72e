"""Separation: combinations of columns that predict every reading, so that no maximum exists."""

from typing import Final

import numpy as np
from scipy import optimize, special

from reviewapp.results.statistics.coding import Numbers

from .design import Design

SUSPICIOUS: Final = 8.0
"""A linear predictor beyond this on the way of the ordinary logistic fit calls for the proof."""


def start_of(design: Design, successes_n: Numbers, trials_n: Numbers) -> Numbers:
    """Coefficients of the ordinary logistic regression, as a start (iterated weighted squares).

    They are where ten steps led, also when the regression has no maximum.
    """
    coefficient_p = np.zeros(design.x_np.shape[1])
    for _ in range(10):
        mean_n = special.expit(np.clip(design.x_np @ coefficient_p, -30, 30))
        weight_n = trials_n * mean_n * (1 - mean_n) + 1e-10
        score_p = design.x_np.T @ (successes_n - trials_n * mean_n)
        information_pp = design.x_np.T @ (design.x_np * weight_n[:, None])
        step_p = np.linalg.lstsq(information_pp, score_p, rcond=None)[0]
        coefficient_p = coefficient_p + step_p
        if np.abs(design.x_np @ step_p).max(initial=0.0) < 1e-8:
            break
    return coefficient_p


def separating_columns(design: Design, successes_n: Numbers, trials_n: Numbers) -> tuple[str, ...]:
    """The columns in a direction along which the likelihood never falls; none: a maximum exists.

    The linear programme of Konis 2007 (Linear programming algorithms for detecting separated data
    in binary logistic regression, chapter 4). Random intercepts can't undo what it finds: the
    direction raises the likelihood whatever their values.
    """
    if not successes_n.size:
        return ()
    start_p = start_of(design, successes_n, trials_n)
    if np.abs(design.x_np @ start_p).max() < SUSPICIOUS:
        return ()
    sign_n = (successes_n == trials_n).astype(np.float64) - (successes_n == 0)
    signed_np = np.unique(design.x_np[sign_n != 0] * sign_n[sign_n != 0, None], axis=0)
    mixed_np = np.unique(design.x_np[sign_n == 0], axis=0)
    found = optimize.linprog(
        -signed_np.sum(axis=0),
        A_ub=-signed_np if signed_np.size else None,
        b_ub=np.zeros(signed_np.shape[0]) if signed_np.size else None,
        A_eq=mixed_np if mixed_np.size else None,
        b_eq=np.zeros(mixed_np.shape[0]) if mixed_np.size else None,
        bounds=(-1, 1),
    )
    if found.x is None or found.fun is None or found.fun > -1e-6:
        return ()
    return tuple(
        name for name, share in zip(design.names, found.x, strict=True) if abs(share) > 1e-6
    )
