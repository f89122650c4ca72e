"""Restricted likelihood of a linear mixed model with two crossed random intercepts.

The profiled criterion of Bates et al. 2015, J Stat Softw 67(1), section 3, in the standard
deviations relative to the residual's; everything comes from sums over cells, so that an
evaluation costs levels, never rows. Its slopes are written out by hand.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from reviewapp.results.statistics.coding import Numbers

from .crossed import Blocks, Crossing, Scale

NOTHING_LEFT: Final = 1e-13
"""A residual sum of squares below this share of the total is rounding."""


@dataclass(frozen=True)
class Solved:
    """The least-squares problem solved for given relative standard deviations.

    ``information_pp`` is X'V^-1 X and ``residual`` r'V^-1 r, both with V in units of the residual
    variance; ``reach_vp`` is Z'V^-1 X and ``rest_v`` Z'V^-1 r.
    """

    coefficient_p: Numbers
    information_pp: Numbers
    residual: float
    reach_vp: Numbers
    rest_v: Numbers
    logdet: float
    determinant_slopes: tuple[float, float]


class Reml:
    """Minus twice the restricted log-likelihood, less its constant, and its gradient."""

    def __init__(self, *, x_np: Numbers, y_n: Numbers, crossing: Crossing, factors: int) -> None:
        self.rows, self.p = x_np.shape
        self.crossing = crossing
        self.factors = factors
        self.count_mk = crossing.cells(np.ones(self.rows))
        both_nq = np.column_stack([x_np, y_n])
        self.squares_qq = both_nq.T @ both_nq
        self.sums_vq = np.column_stack([crossing.at_levels(column_n) for column_n in both_nq.T])

    @property
    def freedom(self) -> int:
        """Rows less columns."""
        return int(self.rows - self.p)

    def levels(self) -> tuple[int, int]:
        """Levels of each factor of the crossing."""
        return self.crossing.outer, self.crossing.inner

    def scale(self, deviation: Numbers) -> Scale:
        """Relative standard deviations by factor; the factor that isn't there has 0."""
        return float(deviation[0]), float(deviation[1]) if self.factors == 2 else 0.0

    def solve(self, scale: Scale) -> Solved:
        """Generalised least squares at these relative standard deviations.

        Raises numpy.linalg.LinAlgError where readers and cases explain all that there is.
        """
        blocks = Blocks.of(self.count_mk, scale)
        spread_v = self.crossing.spread(scale)[:, None]
        inner_vq = blocks.solve(spread_v * self.sums_vq)
        left_qq = self.squares_qq - (spread_v * self.sums_vq).T @ inner_vq
        information_pp, right_p = left_qq[:-1, :-1], left_qq[:-1, -1]
        coefficient_p = np.asarray(np.linalg.solve(information_pp, right_p), dtype=np.float64)
        residual = float(left_qq[-1, -1] - right_p @ coefficient_p)
        if residual <= NOTHING_LEFT * self.squares_qq[-1, -1]:
            raise np.linalg.LinAlgError("nothing is left for the residual")
        # Z'V^-1 = Z' - Z'Z L H^-1 L Z', row by row of the levels
        reach_vq = self.sums_vq - self._times_counts(spread_v * inner_vq)
        return Solved(
            coefficient_p=coefficient_p,
            information_pp=information_pp,
            residual=residual,
            reach_vp=reach_vq[:, :-1],
            rest_v=reach_vq[:, -1] - reach_vq[:, :-1] @ coefficient_p,
            logdet=blocks.logdet,
            determinant_slopes=self._determinant_slopes(blocks, scale),
        )

    def profiled(self, deviation: Numbers) -> tuple[float, Numbers]:
        """The criterion at the residual variance that minimises it."""
        solved = self.solve(self.scale(deviation))
        variance = solved.residual / self.freedom
        value, slopes = self._at(solved, variance, self.scale(deviation))
        return value, slopes[: self.factors]

    def full(self, parameters: Numbers) -> tuple[float, Numbers]:
        """The criterion of relative standard deviations and, last, the residual one."""
        deviation, sigma = parameters[:-1], float(parameters[-1])
        solved = self.solve(self.scale(deviation))
        value, slopes = self._at(solved, sigma**2, self.scale(deviation))
        by_sigma = 2 * self.freedom / sigma - 2 * solved.residual / sigma**3
        return value, np.append(slopes[: self.factors], by_sigma)

    def _at(self, solved: Solved, variance: float, scale: Scale) -> tuple[float, Numbers]:
        logdet_x = float(np.linalg.slogdet(solved.information_pp)[1])
        value = (
            self.freedom * np.log(2 * np.pi * variance)
            + solved.logdet
            + logdet_x
            + solved.residual / variance
        )
        slopes = [
            determinant + 2 * share * shrink
            for determinant, share, shrink in zip(
                solved.determinant_slopes, scale, self._shrinking(solved, variance), strict=True
            )
        ]
        return float(value), np.array(slopes)

    def _shrinking(self, solved: Solved, variance: float) -> list[float]:
        """Slopes of log det X'V^-1 X and of the residual by each factor's variance ratio."""
        inverse_pp = np.linalg.inv(solved.information_pp)
        reaches = self.crossing.split(solved.reach_vp)
        rests = self.crossing.split(solved.rest_v)
        return [
            -float(np.sum((reach @ inverse_pp) * reach)) - float(rest @ rest) / variance
            for reach, rest in zip(reaches, rests, strict=True)
        ]

    def _determinant_slopes(self, blocks: Blocks, scale: Scale) -> tuple[float, float]:
        outer_m, inner_k, between_mk = blocks.inverse_entries()
        between = float(np.sum(self.count_mk * between_mk))
        by_outer = scale[0] * float(outer_m @ self.count_mk.sum(axis=1)) + scale[1] * between
        by_inner = scale[1] * float(inner_k @ self.count_mk.sum(axis=0)) + scale[0] * between
        return 2 * by_outer, 2 * by_inner

    def _times_counts(self, value_vq: Numbers) -> Numbers:
        """Z'Z value, by its diagonal blocks and the cells between them."""
        outer, inner = self.crossing.split(value_vq)
        rows, columns = self.count_mk.sum(axis=1), self.count_mk.sum(axis=0)
        return np.concatenate(
            [
                rows[:, None] * outer + self.count_mk @ inner,
                columns[:, None] * inner + self.count_mk.T @ outer,
            ]
        )
