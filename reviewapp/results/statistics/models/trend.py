"""Learning and fatigue: does accuracy change along the order in which a reader sees cases?"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from reviewapp.results.statistics.coding import Numbers
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import t_estimate

from .accuracy_model import POSITION, complete, fit_correct, position_per_10
from .design import Design
from .long import LongReadings
from .nested import RatioTest, ratio_test

HALVES = "accuracy in the second half less that in the first, mean of readers, t(readers - 1)"


@dataclass(frozen=True, kw_only=True)
class Trend:
    """``odds_ratio`` of a correct verdict per 10 cases, and the test of its slope.

    ``second_less_first`` is the mean over readers of their gain from the first half of their
    order to the second.
    """

    odds_ratio: Estimate
    test: RatioTest
    second_less_first: Estimate


def accuracy_trend(readings: LongReadings) -> Trend:
    """The slope of ``logit(correct) ~ position + (1|reader) + (1|case)``, and the halves.

    Order is randomised by reader, so that neither needs the cases' difficulty to be adjusted for.
    Source: :mod:`.glmm`. A study without positions gives reasons.
    """
    if readings.position_n is None:
        return _without("no positions are known")
    readings = complete(readings)
    if readings.position_n is None or np.unique(readings.position_n).size < 2:
        return _without("all readings have one position")
    columns = {POSITION: position_per_10(readings.position_n)}
    design = Design.of(readings.rows, {"position": columns})
    model = fit_correct(readings, design)
    return Trend(
        odds_ratio=model.contrast({POSITION: 1}, exponent=True),
        test=ratio_test(model, fit_correct(readings, design.without("position"))),
        second_less_first=_halves(readings, readings.position_n),
    )


def _halves(readings: LongReadings, position_n: Numbers) -> Estimate:
    """Each reader's own order is halved; the middle one of an odd number belongs to neither."""
    gains = []
    for code in range(readings.reader.size):
        own_n = readings.reader.codes_n == code
        correct = readings.correct_n[own_n][np.argsort(position_n[own_n], kind="stable")]
        half = correct.size // 2
        if half:
            gains.append(float(correct[-half:].mean() - correct[:half].mean()))
    extent = Extent(readings=readings.rows, readers=len(gains), cases=readings.case.size)
    if not gains:
        return Estimate.undefined(reason="no reader has two readings", method=HALVES, extent=extent)
    value = float(np.mean(gains))
    if len(gains) < 2:
        return Estimate(
            value=value, method=HALVES, extent=extent, interval_reason="one reader only"
        )
    se = float(np.std(gains, ddof=1)) / sqrt(len(gains))
    return t_estimate(
        value=value,
        se=se,
        df=len(gains) - 1,
        method=HALVES,
        extent=extent,
        bounds=(-1.0, 1.0),
        no_spread="all readers changed alike: the SE is 0",
    )


def _without(reason: str) -> Trend:
    nothing = Estimate.undefined(reason=reason, method="trend over position")
    return Trend(odds_ratio=nothing, test=RatioTest(reason=reason), second_less_first=nothing)
