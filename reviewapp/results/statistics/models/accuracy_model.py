"""What correct verdicts depend on: one mixed model of origin, rhythm, site and position."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from reviewapp.results.statistics.coding import Numbers
from reviewapp.results.statistics.estimate import Estimate

from .design import INTERCEPT, Design, Factor, Term, interaction, treatment
from .glmm import Glmm, fit_glmm
from .long import LongReadings
from .nested import RatioTest, ratio_test

POSITION: Final = "position per 10 cases"
ORIGIN: Final = Factor(np.empty(0, dtype=np.int64), ("real", "synthetic"))
DROPPED_WITH: Final = {"origin": ("origin:rhythm",), "rhythm": ("origin:rhythm",)}
"""A test of a main effect takes its interaction out too: does the term matter at all?"""


@dataclass(frozen=True, kw_only=True)
class AccuracyModel:
    """``logit(correct) ~ origin x rhythm + site + position + (1|reader) + (1|case)``.

    ``typical`` is the chance that a typical reader is right about a typical case (the model of an
    intercept alone). ``odds_ratios`` are those of ``model``; ``tests`` ask of each term whether
    the readings need it; ``omitted`` names terms that this study can't have, and why.
    """

    typical: Estimate
    model: Glmm
    odds_ratios: Mapping[str, Estimate]
    tests: Mapping[str, RatioTest]
    omitted: Mapping[str, str]


def accuracy_model(readings: LongReadings) -> AccuracyModel:
    """Fit the model and its likelihood ratio tests; intervals t(readers - 1).

    Source: :mod:`.glmm`; t(J - 1) for Wald intervals over readers, design of this study's
    statistics. Readings without a verdict, or without a position where others have one, are left
    out. No maximum: every figure gives the reason.
    """
    readings = complete(readings)
    terms, omitted = terms_of(readings)
    design = Design.of(readings.rows, terms)
    model = fit_correct(readings, design)
    tests = {
        term: ratio_test(
            model, fit_correct(readings, design.without(term, *DROPPED_WITH.get(term, ())))
        )
        for term in terms
        if term in design.terms
    }
    return AccuracyModel(
        typical=as_chance(
            fit_correct(readings, Design.of(readings.rows, {})).contrast({INTERCEPT: 1})
        ),
        model=model,
        odds_ratios={
            name: model.contrast({name: 1}, exponent=True)
            for name in design.names
            if name != INTERCEPT
        },
        tests=tests,
        omitted=omitted,
    )


def complete(readings: LongReadings) -> LongReadings:
    """The readings that have a verdict and, where the study has positions, a position."""
    kept_n = np.isfinite(readings.verdict_n)
    if readings.position_n is not None:
        kept_n &= np.isfinite(readings.position_n)
    return readings.where(kept_n)


def fit_correct(readings: LongReadings, design: Design) -> Glmm:
    """The logit model of correct verdicts on these columns, reader and case at random."""
    return fit_glmm(
        successes_n=readings.correct_n,
        design=design,
        groups=readings.groups,
        df=readings.reader.size - 1,
    )


def terms_of(readings: LongReadings) -> tuple[dict[str, Term], dict[str, str]]:
    """The terms that the study can have, and why it can't have the others."""
    factors = {
        "origin": Factor(readings.synthetic_n.astype(np.int64), ORIGIN.levels),
        "rhythm": readings.rhythm,
        "site": readings.site,
    }
    omitted: dict[str, str] = {}
    terms: dict[str, Term] = {}
    for name, factor in factors.items():
        used = 0 if factor is None else np.unique(factor.codes_n).size
        if factor is None or used < 2:
            omitted[name] = f"the readings have one {name} only" if used else f"no {name} is known"
        else:
            terms[name] = treatment(f"{name} ", factor)
    if "origin" in terms and "rhythm" in terms:
        terms["origin:rhythm"] = interaction(terms["origin"], terms["rhythm"])
    if readings.position_n is None or np.unique(readings.position_n).size < 2:
        omitted["position"] = "no positions are known"
    else:
        terms["position"] = {POSITION: position_per_10(readings.position_n)}
    return terms, omitted


def position_per_10(position_n: Numbers) -> Numbers:
    """Positions from the middle of the order, in tens of cases."""
    middle = (position_n.min() + position_n.max()) / 2 if position_n.size else 0.0
    return np.asarray((position_n - middle) / 10)


def as_chance(found: Estimate) -> Estimate:
    """A logit and its interval as a chance; the SE by the delta method."""
    if found.value is None:
        return found
    value = float(special.expit(found.value))
    return Estimate(
        value=value,
        low=None if found.low is None else float(special.expit(found.low)),
        high=None if found.high is None else float(special.expit(found.high)),
        se=None if found.se is None else found.se * value * (1 - value),
        df=found.df,
        method=f"{found.method}, as a chance",
        extent=found.extent,
        interval_reason=found.interval_reason,
    )
