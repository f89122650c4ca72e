"""Log-likelihood of binomial counts given the linear predictor, with three derivatives."""

from math import pi, sqrt
from typing import Final, Literal, NamedTuple

import numpy as np
from scipy import special

from reviewapp.results.statistics.coding import Numbers

Link = Literal["logit", "probit"]

ROOT_2: Final = sqrt(2)
ROOT_2_OVER_PI: Final = sqrt(2 / pi)


class Pieces(NamedTuple):
    """Of each row: log-likelihood, its slope, minus its curvature, and the latter's slope."""

    loglik_n: Numbers
    slope_n: Numbers
    weight_n: Numbers
    weight_slope_n: Numbers


def pieces(link: Link, eta_n: Numbers, successes_n: Numbers, trials_n: Numbers) -> Pieces:
    """The log-likelihood without its binomial coefficient at the linear predictor ``eta_n``.

    The weight is the observed information, as in the exact Laplace approximation (it equals the
    expected one for the canonical logit only). Both links are log-concave: no weight is negative.
    """
    if link == "logit":
        return _logit(eta_n, successes_n, trials_n)
    return _probit(eta_n, successes_n, trials_n)


def log_coefficients(successes_n: Numbers, trials_n: Numbers) -> float:
    """Sum of the logarithms of the binomial coefficients; 0 when each row is one trial."""
    ways = special.gammaln(trials_n + 1) - special.gammaln(successes_n + 1)
    return float(np.sum(ways - special.gammaln(trials_n - successes_n + 1)))


def _logit(eta_n: Numbers, successes_n: Numbers, trials_n: Numbers) -> Pieces:
    mean_n = special.expit(eta_n)
    weight_n = trials_n * mean_n * (1 - mean_n)
    return Pieces(
        successes_n * eta_n - trials_n * np.logaddexp(0, eta_n),
        successes_n - trials_n * mean_n,
        weight_n,
        weight_n * (1 - 2 * mean_n),
    )


def _probit(eta_n: Numbers, successes_n: Numbers, trials_n: Numbers) -> Pieces:
    failures_n = trials_n - successes_n
    log_yes, ratio_yes, bend_yes, bend_slope_yes = _mills(eta_n)
    log_no, ratio_no, bend_no, bend_slope_no = _mills(-eta_n)
    return Pieces(
        successes_n * log_yes + failures_n * log_no,
        successes_n * ratio_yes - failures_n * ratio_no,
        successes_n * bend_yes + failures_n * bend_no,
        successes_n * bend_slope_yes - failures_n * bend_slope_no,
    )


def _mills(t: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """log F(t), its slope r = f/F, minus its curvature r (r + t), and the slope of the latter."""
    log_cdf = special.log_ndtr(t)
    # The scaled error function keeps every digit far out, where f and F both vanish.
    ratio = ROOT_2_OVER_PI / special.erfcx(-t / ROOT_2)
    bend = np.clip(ratio * (ratio + t), 0.0, 1.0)
    return log_cdf, ratio, bend, ratio * (1 - bend) - bend * (ratio + t)
