"""Generalised linear mixed models of correct readings, with readers and cases at random.

Laplace approximation as in glmmTMB (Brooks et al. 2017, R Journal 9:378): coefficients and
standard deviations are maximised together and their standard errors come from the Hessian of all
of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

import numpy as np

from reviewapp.results.statistics.coding import Numbers
from reviewapp.results.statistics.estimate import Estimate, Extent

from .crossed import crossing
from .design import Design, Factor
from .figures import (
    FOLLOWS,
    exponentiated,
    extent_of,
    positive_estimate,
    sizes_of,
    why_unfit,
    with_t_interval,
)
from .laplace import Laplace
from .links import Link, log_coefficients
from .minimum import Minimum, minimise
from .separation import separating_columns, start_of

START_SCALE: Final = {"logit": 1.0, "probit": 0.6}
"""From logistic coefficients to about those of the link."""

LARGEST_SD: Final = 12.0
"""A random-effect SD that reaches this on the logit or probit scale grows without bound."""


@dataclass(frozen=True, kw_only=True)
class Glmm:
    """A fitted model, or the ``reason`` why there is none (every figure then says so too).

    ``coefficients`` stand on the scale of the link, by the name of their column; ``deviations``
    are the SDs of the random intercepts. ``covariance`` is that of the coefficients in ``order``.
    """

    coefficients: Mapping[str, Estimate]
    deviations: Mapping[str, Estimate]
    link: Link
    extent: Extent
    loglik: float | None = None
    parameters: int = 0
    order: tuple[str, ...] = ()
    covariance: tuple[tuple[float, ...], ...] = ()
    reason: str = ""
    df: float | None = None

    def contrast(self, weights: Mapping[str, float], *, exponent: bool = False) -> Estimate:
        """A weighted sum of coefficients with its t interval; with ``exponent`` an odds ratio."""
        if self.reason or not set(weights) <= set(self.order):
            reason = self.reason or "the model has no such column"
            return Estimate.undefined(reason=reason, method=self.method, extent=self.extent)
        weight_p = np.array([weights.get(name, 0.0) for name in self.order])
        value = sum(
            weight * (self.coefficients[name].value or 0.0) for name, weight in weights.items()
        )
        variance = float(weight_p @ np.array(self.covariance) @ weight_p)
        found = with_t_interval(value, variance, self.df, self.method, self.extent)
        return exponentiated(found) if exponent else found

    @property
    def method(self) -> str:
        """What was done, in words."""
        return method_of(self.link, self.df)


def method_of(link: Link, df: float | None) -> str:
    """What is done, in words."""
    interval = "normal" if df is None else f"t({df:g})"
    return f"{link} mixed model, Laplace approximation, {interval} interval"


def fit_glmm(
    *,
    successes_n: Numbers,
    design: Design,
    groups: Mapping[str, Factor],
    trials_n: Numbers | None = None,
    link: Link = "logit",
    df: float | None = None,
) -> Glmm:
    """Fit successes out of trials on the columns of ``design``, ``(1 | group)`` for each group.

    ``successes_n`` and ``trials_n`` (1 each when None) are (rows,); ``groups`` has one or two
    crossed factors; ``df`` is that of the t intervals (readers - 1 in a study; None: normal).
    Source: see this module and :mod:`.laplace`. No maximum (separation, one level, a flat
    likelihood) gives a reason. Raises ValueError on counts outside 0..trials.
    """
    trials_n = np.ones_like(successes_n) if trials_n is None else trials_n
    if not ((successes_n >= 0) & (successes_n <= trials_n)).all():
        raise ValueError("successes lie within 0..trials")
    extent = extent_of(sizes_of(groups), successes_n.size)
    reason = why_unfit(groups, successes_n.size, df) or _why_no_maximum(
        design, successes_n, trials_n
    )
    if reason:
        return unfitted(design, groups, link, extent, reason)
    crossed, order = crossing(
        [factor.codes_n for factor in groups.values()], [factor.size for factor in groups.values()]
    )
    x_np, triangle_pp = design.orthonormal()
    objective = Laplace(
        x_np=x_np,
        successes_n=successes_n,
        trials_n=trials_n,
        crossing=crossed,
        factors=len(groups),
        link=link,
    )
    start_p = triangle_pp @ start_of(design, successes_n, trials_n) * START_SCALE[link]
    found = _maximum(objective, np.concatenate([start_p, np.full(len(groups), 0.5)]), len(groups))
    if isinstance(found, str):
        return unfitted(design, groups, link, extent, found)
    names = tuple(list(groups)[place] for place in order)
    constant = log_coefficients(successes_n, trials_n)
    return _fitted(found, triangle_pp, _Frame(design, names, link, extent, df), constant)


@dataclass(frozen=True)
class _Frame:
    """What names and dresses the numbers of a fit."""

    design: Design
    groups: tuple[str, ...]  # in the order of the standard deviations
    link: Link
    extent: Extent
    df: float | None


def _maximum(objective: Laplace, start: Numbers, deviations: int) -> Minimum | str:
    """The maximum of the likelihood, or why there is none."""
    try:
        found = minimise(objective, start, deviations=deviations, most=LARGEST_SD)
    except np.linalg.LinAlgError:
        return "the likelihood could not be evaluated"
    return found.reason or found


def _fitted(found: Minimum, triangle_pp: Numbers, frame: _Frame, constant: float) -> Glmm:
    """The minimum brought back from orthonormal columns to those of the design."""
    p = len(frame.design.names)
    inverse_pp = np.linalg.inv(triangle_pp)
    covariance = found.inverse_hessian()
    covariance_pp = inverse_pp @ covariance[:p, :p] @ inverse_pp.T
    method = method_of(frame.link, frame.df)
    coefficients = {
        name: with_t_interval(float(value), float(variance), frame.df, method, frame.extent)
        for name, value, variance in zip(
            frame.design.names, inverse_pp @ found.at[:p], np.diag(covariance_pp), strict=True
        )
    }
    return Glmm(
        coefficients=coefficients | aliased(frame.design, method, frame.extent),
        deviations=_deviations(found, covariance, frame),
        link=frame.link,
        extent=frame.extent,
        loglik=float(constant - found.value),
        parameters=found.at.size,
        order=frame.design.names,
        covariance=tuple(tuple(float(entry) for entry in row) for row in covariance_pp),
        df=frame.df,
    )


def _deviations(found: Minimum, covariance: Numbers, frame: _Frame) -> dict[str, Estimate]:
    """The SDs, with intervals on the log scale where they are not 0."""
    p = len(frame.design.names)
    variance = np.zeros(found.at.size)
    variance[found.free] = np.diag(covariance)
    method = f"SD of the {frame.link} mixed model, Laplace approximation"
    return {
        name: positive_estimate(float(value), float(var), method, frame.extent)
        for name, value, var in zip(frame.groups, found.at[p:], variance[p:], strict=True)
    }


def aliased(design: Design, method: str, extent: Extent) -> dict[str, Estimate]:
    """The columns that the design left out, undefined."""
    return {
        name: Estimate.undefined(reason=FOLLOWS, method=method, extent=extent)
        for name in design.aliased
    }


def unfitted(
    design: Design, groups: Mapping[str, Factor], link: Link, extent: Extent, reason: str
) -> Glmm:
    """No model, and why."""
    nothing = Estimate.undefined(
        reason=reason, method=f"{link} mixed model, Laplace approximation", extent=extent
    )
    return Glmm(
        coefficients=dict.fromkeys((*design.names, *design.aliased), nothing),
        deviations=dict.fromkeys(groups, nothing),
        link=link,
        extent=extent,
        reason=reason,
    )


def _why_no_maximum(design: Design, successes_n: Numbers, trials_n: Numbers) -> str:
    if not successes_n.any() or (successes_n == trials_n).all():
        return "every reading has the same outcome"
    columns = separating_columns(design, successes_n, trials_n)
    if not columns:
        return ""
    return f"separation: the outcome is certain for some values of {', '.join(columns)}"


def attenuation(model: Glmm) -> float:
    """Factor from coefficients of one reader and case to those of the average of all.

    Zeger, Liang and Albert 1988, Biometrics 44:1049, for the logit; exact for the probit.
    """
    share = (16 * sqrt(3) / (15 * np.pi)) ** 2 if model.link == "logit" else 1.0
    total = sum((found.value or 0.0) ** 2 for found in model.deviations.values())
    return exp(-0.5 * log(1 + share * total))
