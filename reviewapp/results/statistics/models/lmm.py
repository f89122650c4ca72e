"""Linear mixed models with crossed random intercepts, by restricted maximum likelihood.

statsmodels' MixedLM gives the same numbers, but works with a dense matrix of rows x rows where
effects are crossed; this takes 15,000 rows in well under a second.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from reviewapp.results.statistics.coding import Numbers
from reviewapp.results.statistics.estimate import Estimate, Extent

from .crossed import crossing
from .design import Design, Factor
from .figures import FOLLOWS, extent_of, positive_estimate, sizes_of, why_unfit, with_t_interval
from .minimum import Minimum, hessian_of, minimise
from .reml import Reml

METHOD: Final = "linear mixed model, REML"
LARGEST_RATIO: Final = 1e5
RESIDUAL: Final = "residual"
NO_RESIDUAL: Final = "readers and cases explain every reading: no residual variation is left"


@dataclass(frozen=True, kw_only=True)
class Lmm:
    """A fitted model, or the ``reason`` why there is none (every figure then says so too).

    ``deviations`` are the SDs of the random intercepts and of the ``residual``; ``satterthwaite``
    the degrees of freedom of each coefficient as lmerTest approximates them, None where the
    model is at its boundary in a way that leaves none; ``loglik`` is the restricted one.
    """

    coefficients: Mapping[str, Estimate]
    deviations: Mapping[str, Estimate]
    satterthwaite: Mapping[str, float | None]
    extent: Extent
    loglik: float | None = None
    reason: str = ""


def fit_lmm(
    *, y_n: Numbers, design: Design, groups: Mapping[str, Factor], df: float | None = None
) -> Lmm:
    """Fit y, (rows,), on the columns of ``design`` and ``(1 | group)`` for one or two ``groups``.

    ``df`` is that of the t intervals (readers - 1 in a study; None: normal). No residual
    variation, one level or too few rows give a reason.
    """
    extent = extent_of(sizes_of(groups), y_n.size)
    reason = why_unfit(groups, y_n.size, df) or _why_unfit(y_n, design, groups)
    if reason:
        return _unfitted(design, groups, extent, reason)
    crossed, order = crossing(
        [factor.codes_n for factor in groups.values()], [factor.size for factor in groups.values()]
    )
    # Orthonormal columns and the residuals of plain least squares: no digit is lost in the sums.
    x_np, triangle_pp = design.orthonormal()
    plain_p = x_np.T @ y_n / y_n.size
    reml = Reml(x_np=x_np, y_n=y_n - x_np @ plain_p, crossing=crossed, factors=len(groups))
    try:
        found = minimise(
            reml.profiled,
            np.full(len(groups), 0.5),
            deviations=len(groups),
            most=LARGEST_RATIO,
        )
    except np.linalg.LinAlgError:
        return _unfitted(design, groups, extent, NO_RESIDUAL)
    if found.reason:
        return _unfitted(design, groups, extent, found.reason)
    names = tuple(list(groups)[place] for place in order)
    fit = _Fit(reml, found, np.asarray(np.linalg.inv(triangle_pp), dtype=np.float64), plain_p)
    return fit.dressed(design, names, df)


class _Fit:
    """Everything at the maximum of the restricted likelihood, in the design's own columns."""

    def __init__(self, reml: Reml, found: Minimum, inverse_pp: Numbers, plain_p: Numbers) -> None:
        self.reml, self.ratio, self.inverse_pp = reml, found.at, inverse_pp
        self.free = np.append(found.free, True)
        self.solved = reml.solve(reml.scale(self.ratio))
        self.sigma = sqrt(self.solved.residual / reml.freedom)
        information_pp = np.linalg.inv(self.solved.information_pp)
        self.unit_pp = inverse_pp @ information_pp @ inverse_pp.T
        self.coefficient_p = inverse_pp @ (plain_p + self.solved.coefficient_p)
        self.parameters = np.append(self.ratio, self.sigma)
        hessian = hessian_of(reml.full, self.parameters, self.free)
        self.spread = 2 * np.linalg.inv(hessian)  # covariance of the free parameters

    def variance_slopes(self) -> Numbers:
        """Slopes of each coefficient's variance by each free parameter, (p, free)."""
        reml, solved = self.reml, self.solved
        back_pp = self.inverse_pp @ np.linalg.inv(solved.information_pp)
        reaches = reml.crossing.split(solved.reach_vp @ back_pp.T)
        columns = [
            2 * ratio * self.sigma**2 * np.sum(reach**2, axis=0)
            for ratio, reach in zip(reml.scale(self.ratio), reaches, strict=True)
        ][: reml.factors]
        columns.append(2 * self.sigma * np.diag(self.unit_pp))
        return np.column_stack(columns)[:, self.free]

    def satterthwaite(self) -> list[float | None]:
        """Degrees of freedom: 2 v^2 / var(v) (Satterthwaite 1946; Kuznetsova et al. 2017,

        J Stat Softw 82(13), section 2), v the variance of a coefficient.
        """
        slope_pf = self.variance_slopes()
        noise_p = np.sum((slope_pf @ self.spread) * slope_pf, axis=1)
        variance_p = self.sigma**2 * np.diag(self.unit_pp)
        return [
            float(2 * variance**2 / noise) if noise > 0 else None
            for variance, noise in zip(variance_p, noise_p, strict=True)
        ]

    def deviation_variances(self) -> Numbers:
        """Variances of the SDs, ratio x sigma each and sigma itself, by the delta method."""
        count = self.parameters.size
        slopes = np.eye(count) * self.sigma
        slopes[:, -1] = np.append(self.ratio, 1.0)
        covariance = np.zeros((count, count))
        covariance[np.ix_(self.free, self.free)] = self.spread
        return np.diag(slopes @ covariance @ slopes.T)

    def loglik(self) -> float:
        """Restricted, of the design's own columns: those of the criterion were orthonormal."""
        shift = 2 * float(np.linalg.slogdet(self.inverse_pp)[1])
        return -0.5 * (self.reml.full(self.parameters)[0] - shift)

    def dressed(self, design: Design, groups: tuple[str, ...], df: float | None) -> Lmm:
        """The numbers as estimates; ``groups`` in the order of the standard deviations."""
        extent = extent_of(dict(zip(groups, self.reml.levels(), strict=False)), self.reml.rows)
        variance_p = self.sigma**2 * np.diag(self.unit_pp)
        numbers = zip(design.names, self.coefficient_p, variance_p, strict=True)
        deviation = np.append(self.ratio * self.sigma, self.sigma)
        deviations = zip((*groups, RESIDUAL), deviation, self.deviation_variances(), strict=True)
        aliased = Estimate.undefined(reason=FOLLOWS, method=METHOD, extent=extent)
        return Lmm(
            coefficients={
                name: with_t_interval(float(value), float(variance), df, METHOD, extent)
                for name, value, variance in numbers
            }
            | dict.fromkeys(design.aliased, aliased),
            deviations={
                name: positive_estimate(float(sd), float(variance), f"SD, {METHOD}", extent)
                for name, sd, variance in deviations
            },
            satterthwaite=dict(zip(design.names, self.satterthwaite(), strict=True)),
            extent=extent,
            loglik=self.loglik(),
        )


def _why_unfit(y_n: Numbers, design: Design, groups: Mapping[str, Factor]) -> str:
    if y_n.size <= design.x_np.shape[1] + len(groups):
        return "too few readings for so many columns and SDs"
    x_np, _ = design.orthonormal()
    rest_n = y_n - x_np @ (x_np.T @ y_n) / y_n.size
    if np.abs(rest_n).max() <= 1e-9 * max(1.0, float(np.abs(y_n).max())):
        return "the readings do not vary but for what the columns tell"
    return ""


def _unfitted(design: Design, groups: Mapping[str, Factor], extent: Extent, reason: str) -> Lmm:
    nothing = Estimate.undefined(reason=reason, method=METHOD, extent=extent)
    return Lmm(
        coefficients=dict.fromkeys((*design.names, *design.aliased), nothing),
        deviations=dict.fromkeys((*groups, RESIDUAL), nothing),
        satterthwaite=dict.fromkeys((*design.names, *design.aliased)),
        extent=extent,
        reason=reason,
    )
