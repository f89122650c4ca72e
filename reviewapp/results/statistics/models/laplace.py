"""Laplace approximation of the likelihood of a mixed model with two crossed random intercepts.

With spherical random effects u ~ N(0, I) and eta = X b + Z L u, the approximation is
``l(y | b, u^) - u^'u^/2 - log det(I + L Z'WZ L)/2`` at the mode u^; W is the observed information
(Breslow and Clayton 1993, JASA 88:9; Skaug and Fournier 2006, Comput Stat Data Anal 51:699,
whose exact gradient by implicit differentiation of the mode is written out here by hand).
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from reviewapp.results.statistics.coding import Numbers

from .crossed import Blocks, Crossing, Scale
from .links import Link, Pieces, pieces

INNER_STEPS: Final = 60

CLOSE: Final = 1e-10
"""Squared Newton decrement at which one more step ends the search for the mode."""


class Mode(NamedTuple):
    """The random effects at their mode, and everything evaluated there."""

    effect_v: Numbers
    pieces: Pieces
    weight_mk: Numbers
    blocks: Blocks


class Laplace:
    """Minus the approximate log-likelihood (without binomial coefficients) and its gradient.

    Arguments are the coefficients followed by the standard deviation of each factor of the
    crossing that has one. Keeps the last mode as the next start: same arguments, same value but
    for rounding.
    """

    def __init__(
        self,
        *,
        x_np: Numbers,
        successes_n: Numbers,
        trials_n: Numbers,
        crossing: Crossing,
        factors: int,
        link: Link,
    ) -> None:
        self.x_np = x_np
        self.crossing = crossing
        self.factors = factors
        self._pieces: Callable[[Numbers], Pieces] = lambda eta_n: pieces(
            link, eta_n, successes_n, trials_n
        )
        self._start_v = np.zeros(crossing.outer + crossing.inner)

    def __call__(self, at: Numbers) -> tuple[float, Numbers]:
        """Value and gradient, (coefficients + standard deviations,)."""
        coefficient_p, scale = self._unpacked(at)
        mode = self.mode(self.x_np @ coefficient_p, scale)
        self._start_v = mode.effect_v
        value = -mode.pieces.loglik_n.sum() + 0.5 * (
            mode.effect_v @ mode.effect_v + mode.blocks.logdet
        )
        return float(value), self._gradient(mode, scale)

    def _unpacked(self, at: Numbers) -> tuple[Numbers, Scale]:
        deviation = at[at.size - self.factors :]
        scale = (float(deviation[0]), float(deviation[1]) if self.factors == 2 else 0.0)
        return at[: at.size - self.factors], scale

    def mode(self, fixed_n: Numbers, scale: Scale) -> Mode:
        """The mode of the random effects: a concave problem, by Newton steps that never go up."""
        spread_v = self.crossing.spread(scale)
        effect_v = self._start_v
        found = self._pieces(fixed_n + self.crossing.at_rows(effect_v, scale))
        loss = _loss(found, effect_v)
        close = False
        for _ in range(INNER_STEPS):
            weight_mk = self.crossing.cells(found.weight_n)
            blocks = Blocks.of(weight_mk, scale)
            if close:
                break
            slope_v = spread_v * self.crossing.at_levels(found.slope_n) - effect_v
            step_v = blocks.solve(slope_v)
            # Below this the last whole step is exact but for rounding, which no loss can show.
            close = bool(slope_v @ step_v < CLOSE)
            for halving in range(30):
                trial_v = effect_v + step_v / 2**halving
                trial = self._pieces(fixed_n + self.crossing.at_rows(trial_v, scale))
                trial_loss = _loss(trial, trial_v)
                if close or trial_loss <= loss:
                    break
            effect_v, found, loss = trial_v, trial, trial_loss
        return Mode(effect_v, found, weight_mk, blocks)

    def _gradient(self, mode: Mode, scale: Scale) -> Numbers:
        """Slopes of the value, the movement of the mode included."""
        crossing, spread_v = self.crossing, self.crossing.spread(scale)
        outer_m, inner_k, between_mk = mode.blocks.inverse_entries()
        leverage_n = (
            scale[0] ** 2 * outer_m[crossing.outer_n]
            + scale[1] ** 2 * inner_k[crossing.inner_n]
            + 2 * scale[0] * scale[1] * between_mk[crossing.outer_n, crossing.inner_n]
        )
        tilt_n = 0.5 * mode.pieces.weight_slope_n * leverage_n
        pull_v = mode.blocks.solve(spread_v * crossing.at_levels(tilt_n))
        moved_n = mode.pieces.weight_n * crossing.at_rows(pull_v, scale)
        direct_n = -mode.pieces.slope_n + tilt_n - moved_n
        return np.concatenate(
            [self.x_np.T @ direct_n, self._deviation_slopes(mode, scale, direct_n, pull_v)]
        )

    def _deviation_slopes(
        self, mode: Mode, scale: Scale, direct_n: Numbers, pull_v: Numbers
    ) -> Numbers:
        crossing = self.crossing
        outer_m, inner_k, between_mk = mode.blocks.inverse_entries()
        between = float(np.sum(mode.weight_mk * between_mk))
        determinant = (
            scale[0] * float(outer_m @ mode.weight_mk.sum(axis=1)) + scale[1] * between,
            scale[1] * float(inner_k @ mode.weight_mk.sum(axis=0)) + scale[0] * between,
        )
        level_sums = crossing.split(crossing.at_levels(direct_n))
        slope_sums = crossing.split(crossing.at_levels(mode.pieces.slope_n))
        effects, pulls = crossing.split(mode.effect_v), crossing.split(pull_v)
        slopes = [
            float(sums @ effect) + share + float(pull @ slope)
            for sums, effect, share, pull, slope in zip(
                level_sums, effects, determinant, pulls, slope_sums, strict=True
            )
        ]
        return np.array(slopes[: self.factors])


def _loss(found: Pieces, effect_v: Numbers) -> float:
    return float(-found.loglik_n.sum() + 0.5 * effect_v @ effect_v)
