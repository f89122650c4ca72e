"""Minimise a smooth function some of whose arguments are standard deviations, 0 included."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from reviewapp.results.statistics.coding import Numbers

Objective = Callable[[Numbers], tuple[float, Numbers]]
"""Value and gradient. It must be even in each standard deviation, so that 0 is stationary."""

PROBE: Final = 2e-3
"""A standard deviation at which the slope tells whether 0 is a minimum or a ridge."""

NEAR: Final = 0.1
"""Above this a standard deviation is surely not 0."""

POLISH_STEPS: Final = 6
STEP: Final = 1e-4


@dataclass(frozen=True)
class Minimum:
    """Where the function is smallest; ``free`` says which arguments are not at the bound 0."""

    at: Numbers
    value: float
    hessian: NDArray[np.float64]  # of the free arguments
    free: NDArray[np.bool_]
    reason: str = ""

    def inverse_hessian(self) -> NDArray[np.float64]:
        """Of the free arguments; meant for a minimum without a ``reason``."""
        return np.asarray(np.linalg.inv(self.hessian), dtype=np.float64)


def minimise(objective: Objective, start: Numbers, *, deviations: int, most: float) -> Minimum:
    """The minimum over free arguments and, at the end of ``start``, ``deviations`` in 0..most.

    L-BFGS-B finds the region; Newton steps, with the Hessian by central differences of the
    gradient, reach the minimum to rounding. ``reason`` says when there is none: a standard
    deviation runs to ``most``, or the Hessian isn't positive definite.
    """
    at = _descend(objective, start, deviations, most)
    free = np.ones(at.size, dtype=bool)
    for place in range(at.size - deviations, at.size):
        at, free[place] = _settle(objective, at, place, deviations, most)
    return _polish(objective, np.where(free, at, 0.0), free, deviations, most)


def _descend(objective: Objective, start: Numbers, deviations: int, most: float) -> Numbers:
    bounds = [(None, None)] * (start.size - deviations) + [(0.0, most)] * deviations
    found, _, _ = optimize.fmin_l_bfgs_b(
        objective, start, bounds=bounds, factr=1e6, pgtol=1e-4, maxiter=300, maxfun=600
    )
    return np.asarray(found, dtype=np.float64)


def _settle(
    objective: Objective, at: Numbers, place: int, deviations: int, most: float
) -> tuple[Numbers, bool]:
    """Is this standard deviation 0? The search may have stepped onto 0, where it is stationary."""
    if at[place] > NEAR:
        return at, True
    probe = at.copy()
    probe[place] = PROBE
    if objective(probe)[1][place] >= 0:
        probe[place] = 0.0
        if objective(probe)[0] <= objective(at)[0] + 1e-7:
            return probe, False
    along = optimize.minimize_scalar(
        lambda deviation: objective(_with(at, place, deviation))[0],
        bounds=(0.0, 5 * NEAR),
        method="bounded",
    )
    return _descend(objective, _with(at, place, float(along.x)), deviations, most), True


def _with(at: Numbers, place: int, value: float) -> Numbers:
    changed = at.copy()
    changed[place] = value
    return changed


class _Point(NamedTuple):
    at: Numbers
    value: float
    gradient: Numbers


def _polish(
    objective: Objective, at: Numbers, free: NDArray[np.bool_], deviations: int, most: float
) -> Minimum:
    """Newton steps among the free arguments; what they end at must curve upwards everywhere."""
    point = _Point(at, *objective(at))
    hessian = hessian_of(objective, point.at, free)
    for _ in range(POLISH_STEPS):
        if not np.isfinite(hessian).all():
            break
        step = _downhill(hessian, point.gradient[free])
        if point.gradient[free] @ step < 1e-12 * (1 + abs(point.value)):
            break
        moved = _newton(objective, point, free, step)
        if moved is point:
            break
        point = moved
        hessian = hessian_of(objective, point.at, free)
    reason = _why_no_minimum(hessian, point.at[at.size - deviations :], most)
    return Minimum(_folded(point.at, deviations), point.value, hessian, free, reason)


def _downhill(hessian: NDArray[np.float64], gradient: Numbers) -> Numbers:
    """The Newton step, with the sign of negative curvatures turned so that it never climbs."""
    root, axes = np.linalg.eigh(hessian)
    size = np.maximum(np.abs(root), 1e-10 * np.abs(root).max(initial=1e-300))
    return np.asarray(axes @ ((axes.T @ gradient) / size), dtype=np.float64)


def _newton(objective: Objective, point: _Point, free: NDArray[np.bool_], step: Numbers) -> _Point:
    """One step, halved until the value doesn't rise; the same point if it always does."""
    for halving in range(12):
        at = point.at.copy()
        at[free] -= step / 2**halving
        trial = _Point(at, *objective(at))
        if trial.value <= point.value:
            return trial
    return point


def hessian_of(objective: Objective, at: Numbers, free: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Second derivatives of the free arguments by central differences of the gradient."""
    places = np.flatnonzero(free)
    hessian = np.empty((places.size, places.size))
    for row, place in enumerate(places):
        width = STEP * max(1.0, abs(at[place]))
        shift = np.zeros(at.size)
        shift[place] = width
        rise = objective(at + shift)[1] - objective(at - shift)[1]
        hessian[row] = rise[free] / (2 * width)
    return (hessian + hessian.T) / 2


def _why_no_minimum(hessian: NDArray[np.float64], deviation: Numbers, most: float) -> str:
    if not np.isfinite(hessian).all():
        return "the likelihood could not be evaluated near its maximum"
    if deviation.size and np.abs(deviation).max() > 0.98 * most:
        return "a random-effect SD grows without bound"
    if hessian.size and np.linalg.eigvalsh(hessian).min() <= 1e-9 * np.abs(hessian).max():
        return "the model did not converge: the likelihood is flat at its maximum"
    return ""


def _folded(at: Numbers, deviations: int) -> Numbers:
    """A standard deviation is the same with either sign."""
    fixed = at.size - deviations
    return np.concatenate([at[:fixed], np.abs(at[fixed:])])
