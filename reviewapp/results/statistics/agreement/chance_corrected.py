"""Agreement between readers: percent agreement and the kappas that correct it for chance.

One family: (pa - pe) / (1 - pe), with pa the agreement of two readings of one case drawn at
random, and pe what chance is taken to give. Standard errors are Gwet's linearised ones, which
allow missing readings (Gwet 2008, Br J Math Stat Psychol 61:29; Gwet 2014, Handbook of Inter-Rater
Reliability, 4th ed., chapter 5), with t(n - 1): they speak for other cases, read by these readers.
"""

from dataclasses import replace
from math import sqrt
from typing import Final

import numpy as np

from reviewapp.results.statistics.coding import Codes, Numbers, checked_codes
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import t_estimate

from .chance import Chance, Coefficient, chance_of
from .weights import Weights, agreement_weights, weights_title

NAMES: Final[dict[Coefficient, str]] = {
    "percent": "Percent agreement",
    "fleiss": "Fleiss kappa",
    "conger": "Conger kappa",
    "gwet": "Gwet AC1",
    "brennan_prediger": "Brennan-Prediger kappa",
}
AC2: Final = "Gwet AC2"
GWET: Final = "Gwet linearised SE, t(n - 1) interval over cases"
NO_PAIR: Final = "no case was read by two readers"
NO_VARIATION: Final = "every reading says the same: no variation, so that chance agreement is 1"
ONE_CASE: Final = "one case only: its variation can't be estimated"
NO_SPREAD: Final = "the cases show no variation in agreement, so that the SE is 0"

ROUNDING: Final = 1e-12


def category_counts(codes_rc: Codes, *, categories: int) -> Numbers:
    """How many readings put each case in each category (cases, categories), cases unread left out.

    Raises ValueError on codes outside the scale.
    """
    counts_cq = _all_counts(codes_rc, categories)
    return np.asarray(counts_cq[counts_cq.sum(axis=1) > 0])


def percent_agreement(
    codes_rc: Codes,
    *,
    categories: int,
    weighting: Weights = "identity",
    values_q: Numbers | None = None,
) -> Estimate:
    """Share of pairs of readings of one case that agree; no correction for chance."""
    weights_qq = agreement_weights(weighting, categories, values_q=values_q)
    return _estimate("percent", codes_rc, weights_qq, weighting)


def fleiss_kappa(
    codes_rc: Codes,
    *,
    categories: int,
    weighting: Weights = "identity",
    values_q: Numbers | None = None,
) -> Estimate:
    """Kappa with the mean share of each category as chance (Fleiss 1971, Psychol Bull 76:378).

    ``codes_rc`` (readers, cases) is coded 0..categories - 1 and -1 where missing; identity weights
    give Fleiss's own kappa, and Scott's pi (1955, Public Opin Q 19:321) where there are two
    readers. ``values_q`` are the values of the categories, where they don't stand at equal steps.
    """
    weights_qq = agreement_weights(weighting, categories, values_q=values_q)
    return _estimate("fleiss", codes_rc, weights_qq, weighting)


def conger_kappa(
    codes_rc: Codes,
    *,
    categories: int,
    weighting: Weights = "identity",
    values_q: Numbers | None = None,
) -> Estimate:
    """Kappa with each reader's own use of the categories as chance (Conger 1980, Psychol Bull
    88:322): Cohen's kappa for any number of readers."""
    weights_qq = agreement_weights(weighting, categories, values_q=values_q)
    return _estimate("conger", codes_rc, weights_qq, weighting)


def gwet_ac1(
    codes_rc: Codes,
    *,
    categories: int,
    weighting: Weights = "identity",
    values_q: Numbers | None = None,
) -> Estimate:
    """Gwet's AC1 (AC2 with weights), which keeps its head where one category prevails.

    Gwet 2008. ``categories`` counts the declared scale, not the categories in use.
    """
    weights_qq = agreement_weights(weighting, categories, values_q=values_q)
    return _estimate("gwet", codes_rc, weights_qq, weighting)


def brennan_prediger(
    codes_rc: Codes,
    *,
    categories: int,
    weighting: Weights = "identity",
    values_q: Numbers | None = None,
) -> Estimate:
    """Kappa with all declared categories equally likely by chance (Brennan and Prediger 1981,
    Educ Psychol Meas 41:687)."""
    weights_qq = agreement_weights(weighting, categories, values_q=values_q)
    return _estimate("brennan_prediger", codes_rc, weights_qq, weighting)


def category_kappa(codes_rc: Codes, *, category: int, categories: int) -> Estimate:
    """Fleiss's kappa of one category against all others (Fleiss 1971, eq. 11-13)."""
    checked_codes(codes_rc, categories=categories)
    one_rc = np.where(codes_rc < 0, codes_rc, (codes_rc == category).astype(np.int64))
    return fleiss_kappa(one_rc, categories=2)


def chance_agreement(
    coefficient: Coefficient,
    codes_rc: Codes,
    *,
    categories: int,
    weighting: Weights = "identity",
    values_q: Numbers | None = None,
) -> float | None:
    """The agreement pe that a coefficient expects by chance; None where nothing was read twice."""
    weights_qq = agreement_weights(weighting, categories, values_q=values_q)
    counts_cq = _all_counts(codes_rc, categories)
    if not (counts_cq.sum(axis=1) >= 2).any():
        return None
    return chance_of(coefficient, codes_rc, counts_cq, (weights_qq + weights_qq.T) / 2).overall


def table_form_se(estimate: Estimate) -> float | None:
    """The SE with the divisor n instead of n - 1, as Gwet's formulas for a table have it."""
    n = estimate.extent.cases
    return None if estimate.se is None else estimate.se * sqrt((n - 1) / n)


def _all_counts(codes_rc: Codes, categories: int) -> Numbers:
    checked_codes(codes_rc, categories=categories)
    counts_cq = [np.count_nonzero(codes_rc == category, axis=0) for category in range(categories)]
    return np.stack(counts_cq, axis=1).astype(np.float64)


def _estimate(
    coefficient: Coefficient, codes_rc: Codes, weights_qq: Numbers, weighting: Weights
) -> Estimate:
    """(pa - pe) / (1 - pe) with Gwet's linearised SE."""
    identity = isinstance(weighting, str) and weighting == "identity"
    name = AC2 if coefficient == "gwet" and not identity else NAMES[coefficient]
    method, extent = f"{weights_title(name, weighting)}; {GWET}", Extent.of(codes_rc)
    # A pair of readings has no order here, so that only the symmetric part of weights matters.
    weights_qq = (weights_qq + weights_qq.T) / 2
    counts_cq = _all_counts(codes_rc, len(weights_qq))
    if not (counts_cq.sum(axis=1) >= 2).any():
        return Estimate.undefined(reason=NO_PAIR, method=method, extent=extent)
    chance = chance_of(coefficient, codes_rc, counts_cq, weights_qq)
    if 1 - chance.overall < ROUNDING:
        return Estimate.undefined(reason=NO_VARIATION, method=method, extent=extent)
    value, linear_c = _linearised(counts_cq, chance, weights_qq)
    n = linear_c.size
    if n < 2:
        return Estimate(value=value, method=method, extent=extent, interval_reason=ONE_CASE)
    found = t_estimate(
        value=value,
        se=sqrt(float(((linear_c - value) ** 2).sum()) / (n * (n - 1))),
        df=n - 1,
        method=method,
        extent=extent,
        # Where readings are missing, a kappa can be below -1: no limit may be above its value.
        bounds=(0.0 if coefficient == "percent" else min(-1.0, value), 1),
        no_spread=NO_SPREAD,
    )
    return with_zero_se(found)


def with_zero_se(estimate: Estimate) -> Estimate:
    """The same estimate, where an SE of 0 is said as such: only its interval is withheld."""
    return estimate if estimate.se is not None else replace(estimate, se=0.0)


def _linearised(counts_cq: Numbers, chance: Chance, weights_qq: Numbers) -> tuple[float, Numbers]:
    """The coefficient, and its linear part for each case that was read (Gwet 2014, eq. 5.3)."""
    read_c = counts_cq.sum(axis=1) > 0
    counts_cq, by_case_c = counts_cq[read_c], chance.by_case[read_c]
    paired_c = counts_cq.sum(axis=1) >= 2
    agreement_c = _pair_agreement(counts_cq, weights_qq)
    # Cases read once say nothing on agreement but do on chance: hence n / (cases read twice).
    part_c = (paired_c.size / paired_c.sum()) * (agreement_c - chance.overall * paired_c)
    part_c = part_c / (1 - chance.overall)
    value = float(part_c.mean())
    slope = 2 * (1 - value) / (1 - chance.overall)
    return value, part_c - slope * (by_case_c - chance.overall)


def _pair_agreement(counts_cq: Numbers, weights_qq: Numbers) -> Numbers:
    """Agreement of two different readings of each case, 0 where there are no two (cases,)."""
    readings_c = counts_cq.sum(axis=1)
    agreeing_c = (counts_cq * (counts_cq @ weights_qq - 1)).sum(axis=1)
    pairs_c = readings_c * (readings_c - 1)
    agreement_c = np.zeros(len(counts_cq))
    np.divide(agreeing_c, pairs_c, out=agreement_c, where=pairs_c > 0)
    return agreement_c
