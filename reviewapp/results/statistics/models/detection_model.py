"""Signal detection over all readers and cases: d' and criterion by a probit mixed model."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reviewapp.results.statistics.estimate import Estimate

from .design import INTERCEPT, Design
from .glmm import Glmm, fit_glmm
from .long import LongReadings

DPRIME: Final = "dprime"
ONE_ORIGIN: Final = "the cases that were read are of one origin only"


@dataclass(frozen=True, kw_only=True)
class DetectionModel:
    """``d_prime`` and ``criterion`` of a typical reader; SDs of readers' and cases' criteria."""

    d_prime: Estimate
    criterion: Estimate
    deviations: Mapping[str, Estimate]
    loglik: float | None
    reason: str


def detection_model(readings: LongReadings) -> DetectionModel:
    """``probit(called synthetic) ~ (origin - 1/2) + (1|reader) + (1|case)``, t(readers - 1).

    The slope is d', minus the intercept the criterion c (DeCarlo 1998, Psychol Methods 3:186);
    the observed Hessian stands in the Laplace approximation, as in glmmTMB.
    """
    readings = readings.with_verdict()
    model = fit_glmm(
        successes_n=readings.verdict_n,
        design=Design.of(readings.rows, {"origin": {DPRIME: readings.synthetic_n - 0.5}}),
        groups=readings.groups,
        link="probit",
        df=readings.reader.size - 1,
    )
    if not model.reason and DPRIME not in model.order:
        return _undefined(ONE_ORIGIN, model)
    return DetectionModel(
        d_prime=model.coefficients[DPRIME],
        criterion=model.contrast({INTERCEPT: -1}),
        deviations=model.deviations,
        loglik=model.loglik,
        reason=model.reason,
    )


def _undefined(reason: str, model: Glmm) -> DetectionModel:
    """Without both origins neither figure exists, though the readings vary."""
    nothing = Estimate.undefined(reason=reason, method=model.method, extent=model.extent)
    return DetectionModel(
        d_prime=nothing,
        criterion=nothing,
        deviations=dict.fromkeys(model.deviations, nothing),
        loglik=None,
        reason=reason,
    )
