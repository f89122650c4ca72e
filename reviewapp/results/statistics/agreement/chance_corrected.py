"""Agreement between readers: percent agreement, Fleiss kappa, Gwet AC1, Brennan-Prediger.

One family: (pa - pe) / (1 - pe), with pa the agreement of two readings of one case drawn at
random, and pe what chance is taken to give. Standard errors are Gwet's linearised ones, which
allow missing readings (Gwet 2008, Br J Math Stat Psychol 61:29; Gwet 2014, Handbook of Inter-Rater
Reliability, 4th ed., chapter 5), with t(n - 1): they speak for other cases, read by these readers.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from reviewapp.results.statistics.coding import Codes, Numbers, checked_codes
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import t_estimate

from .weights import Weighting, agreement_weights

PERCENT: Final = "Percent agreement"
GWET: Final = "Gwet linearised SE, t(n - 1) interval over cases"
NO_PAIR: Final = "no case was read by two readers"
NO_VARIATION: Final = "every reading says the same: no variation, so that chance agreement is 1"
ONE_CASE: Final = "one case only: its variation can't be estimated"
NO_SPREAD: Final = "the cases show no variation in agreement, so that the SE is 0"

ROUNDING: Final = 1e-12


@dataclass(frozen=True)
class Chance:
    """Agreement by chance: over all cases, and its linear part for each case (cases,)."""

    overall: float
    by_case: Numbers


def category_counts(codes_rc: Codes, *, categories: int) -> Numbers:
    """How many readings put each case in each category (cases, categories), cases unread left out.

    Raises ValueError on codes outside the scale.
    """
    checked_codes(codes_rc, categories=categories)
    counts_cq = (codes_rc[:, :, None] == np.arange(categories)).sum(axis=0)
    read_cq = counts_cq[counts_cq.sum(axis=1) > 0]
    return np.asarray(read_cq, dtype=np.float64)


def percent_agreement(
    codes_rc: Codes, *, categories: int, weighting: Weighting = "identity"
) -> Estimate:
    """Share of pairs of readings of one case that agree; no correction for chance."""
    counts_cq = category_counts(codes_rc, categories=categories)
    chance = Chance(0.0, np.zeros(len(counts_cq)))
    return _coefficient(PERCENT, codes_rc, counts_cq, chance, weighting)


def fleiss_kappa(
    codes_rc: Codes, *, categories: int, weighting: Weighting = "identity"
) -> Estimate:
    """Kappa with the mean share of each category as chance (Fleiss 1971, Psychol Bull 76:378).

    ``codes_rc`` (readers, cases) is coded 0..categories - 1 and -1 where missing; identity weights
    give Fleiss's own kappa. pe = sum over k, l of w(k, l) pi(k) pi(l).
    """
    counts_cq = category_counts(codes_rc, categories=categories)
    weights_qq = agreement_weights(weighting, categories)
    share_cq, pi_q = _shares(counts_cq)
    expected_q = weights_qq @ pi_q
    chance = Chance(float(pi_q @ expected_q), share_cq @ expected_q)
    return _coefficient("Fleiss kappa", codes_rc, counts_cq, chance, weighting)


def gwet_ac1(codes_rc: Codes, *, categories: int, weighting: Weighting = "identity") -> Estimate:
    """Gwet's AC1 (AC2 with weights), which keeps its head where one category prevails.

    pe = T / (q (q - 1)) * sum over k of pi(k) (1 - pi(k)), with T the sum of all weights
    (Gwet 2008). ``categories`` counts the declared scale, not the categories in use.
    """
    counts_cq = category_counts(codes_rc, categories=categories)
    weights_qq = agreement_weights(weighting, categories)
    share_cq, pi_q = _shares(counts_cq)
    scale = float(weights_qq.sum()) / (categories * (categories - 1))
    chance = Chance(scale * float(pi_q @ (1 - pi_q)), scale * (share_cq @ (1 - pi_q)))
    return _coefficient("Gwet AC1", codes_rc, counts_cq, chance, weighting)


def brennan_prediger(
    codes_rc: Codes, *, categories: int, weighting: Weighting = "identity"
) -> Estimate:
    """Kappa with all declared categories equally likely by chance (Brennan and Prediger 1981)."""
    counts_cq = category_counts(codes_rc, categories=categories)
    overall = float(agreement_weights(weighting, categories).mean())
    chance = Chance(overall, np.full(len(counts_cq), overall))
    return _coefficient("Brennan-Prediger kappa", codes_rc, counts_cq, chance, weighting)


def _shares(counts_cq: Numbers) -> tuple[Numbers, Numbers]:
    """Each case's share of readings in each category, and the mean of these over cases."""
    share_cq = counts_cq / counts_cq.sum(axis=1, keepdims=True)
    pi_q = share_cq.mean(axis=0) if len(share_cq) else np.zeros(counts_cq.shape[1])
    return share_cq, pi_q


def _coefficient(
    name: str, codes_rc: Codes, counts_cq: Numbers, chance: Chance, weighting: Weighting
) -> Estimate:
    """(pa - pe) / (1 - pe) with Gwet's linearised SE; ``chance`` has the linear part of pe."""
    title = name if weighting == "identity" else f"{name}, {weighting} weights"
    method, extent = f"{title}; {GWET}", Extent.of(codes_rc)
    paired_c = counts_cq.sum(axis=1) >= 2
    if not paired_c.any():
        return Estimate.undefined(reason=NO_PAIR, method=method, extent=extent)
    if 1 - chance.overall < ROUNDING:
        return Estimate.undefined(reason=NO_VARIATION, method=method, extent=extent)
    agreement_c = _pair_agreement(counts_cq, agreement_weights(weighting, counts_cq.shape[1]))
    n = len(counts_cq)
    # Cases read once say nothing on agreement but do on chance: hence n / (cases read twice).
    part_c = (n / paired_c.sum()) * (agreement_c - chance.overall * paired_c)
    part_c = part_c / (1 - chance.overall)
    value = float(part_c.mean())
    linear_c = part_c - 2 * (1 - value) * (chance.by_case - chance.overall) / (1 - chance.overall)
    if n < 2:
        return Estimate(value=value, method=method, extent=extent, interval_reason=ONE_CASE)
    se = sqrt(float(((linear_c - value) ** 2).sum()) / (n * (n - 1)))
    floor = 0.0 if name == PERCENT else -1.0
    return t_estimate(
        value=value,
        se=se,
        df=n - 1,
        method=method,
        extent=extent,
        bounds=(floor, 1),
        no_spread=NO_SPREAD,
    )


def _pair_agreement(counts_cq: Numbers, weights_qq: Numbers) -> Numbers:
    """Agreement of two different readings of each case, 0 where there are no two (cases,)."""
    readings_c = counts_cq.sum(axis=1)
    agreeing_c = (counts_cq * (counts_cq @ weights_qq - 1)).sum(axis=1)
    pairs_c = readings_c * (readings_c - 1)
    agreement_c = np.zeros(len(counts_cq))
    np.divide(agreeing_c, pairs_c, out=agreement_c, where=pairs_c > 0)
    return agreement_c
