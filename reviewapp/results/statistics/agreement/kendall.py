"""Kendall's W: how far readers put the same cases into the same order.

Kendall and Babington Smith 1939, Ann Math Stat 10:275; Siegel and Castellan 1988, chapter 9.
"""

from dataclasses import dataclass
from math import factorial
from typing import Final

import numpy as np
from scipy import stats

from reviewapp.results.statistics.bootstrap import REPLICATES, bootstrap_estimate
from reviewapp.results.statistics.coding import Numbers
from reviewapp.results.statistics.estimate import Estimate, Extent

from .complete import complete_cases
from .orderings import exact_orderings, random_orderings
from .resampled import quotient

KENDALL: Final = "Kendall W, corrected for ties"
TOO_FEW: Final = "an order needs two readers and two cases that all of them scored"
NO_ORDER: Final = "every reader gave all cases the same score: there is no order"
FEW_CASES: Final = 8
"""Below this many cases chi-squared is a poor guide, and p comes from permutations."""
PERMUTATIONS: Final = 9999
MOST_ORDERINGS: Final = 20_000
"""Up to this many orderings are all gone through; beyond, a seeded sample is drawn."""

ROUNDING: Final = 1e-9


@dataclass(frozen=True, kw_only=True)
class Concordance:
    """Kendall's W, and the test that readers order the cases at random.

    ``chi2`` is m (n - 1) W with n - 1 degrees of freedom; ``permutation_p`` is given below
    :data:`FEW_CASES` cases. ``uncorrected`` is W without the correction for ties.
    """

    w: Estimate
    uncorrected: float | None
    chi2: float | None
    df: int | None
    p_value: float | None
    permutation_p: float | None
    dropped: int


def kendall_w(score_rc: Numbers, *, seed: int = 0, replicates: int = REPLICATES) -> Concordance:
    """Kendall's W of numeric or ordered scores (readers, cases), NaN where missing.

    Cases that any reader left out are left out, and counted. The interval is a bootstrap of
    cases: it speaks for other cases ordered by these readers.
    """
    score_rc, dropped = complete_cases(score_rc)
    readers, cases = score_rc.shape
    extent = Extent(readings=score_rc.size, readers=readers, cases=cases)
    if readers < 2 or cases < 2:
        return _undefined(TOO_FEW, extent, dropped)
    if (np.ptp(score_rc, axis=1) == 0).all():
        return _undefined(NO_ORDER, extent, dropped)
    w = bootstrap_estimate(
        lambda drawn_bc: resampled_w(score_rc, drawn_bc),
        cases=cases,
        seed=seed,
        method=KENDALL,
        extent=extent,
        undefined=NO_ORDER,
        replicates=replicates,
    )
    value = float(resampled_w(score_rc, np.ones((1, cases)))[0])
    chi2 = readers * (cases - 1) * value
    rank_rc = stats.rankdata(score_rc, axis=1)
    spread = float(np.square(rank_rc.sum(axis=0) - readers * (cases + 1) / 2).sum())
    return Concordance(
        w=w,
        uncorrected=12 * spread / (readers**2 * (cases**3 - cases)),
        chi2=chi2,
        df=cases - 1,
        p_value=float(stats.chi2.sf(chi2, cases - 1)),
        permutation_p=permutation_p(rank_rc, seed=seed) if cases < FEW_CASES else None,
        dropped=dropped,
    )


def resampled_w(score_rc: Numbers, drawn_bc: Numbers) -> Numbers:
    """W of the cases drawn (replicates, cases), NaN where no reader orders them (replicates,).

    12 S / (m^2 (n^3 - n) - m sum of T), with S the squared spread of the rank sums and T the sum
    of t^3 - t over ties of each reader; a case drawn twice ties with itself.
    """
    readers = len(score_rc)
    n_b = drawn_bc.sum(axis=1)
    sum_bc = np.zeros_like(drawn_bc)
    ties_b = np.zeros(len(drawn_bc))
    for score_c in score_rc:
        level_c = np.unique(score_c, return_inverse=True)[1].reshape(-1)
        in_level_cq = (level_c[:, None] == np.arange(level_c.max() + 1)).astype(np.float64)
        tied_bq = drawn_bc @ in_level_cq
        middle_bq = np.cumsum(tied_bq, axis=1) - (tied_bq - 1) / 2
        sum_bc += middle_bq[:, level_c]
        ties_b += (tied_bq**3 - tied_bq).sum(axis=1)
    gap_bc = sum_bc - readers * (n_b[:, None] + 1) / 2
    spread_b = 12 * (drawn_bc * gap_bc**2).sum(axis=1)
    below_b = readers**2 * (n_b**3 - n_b) - readers * ties_b
    return quotient(spread_b, below_b, below_b > ROUNDING)


def permutation_p(rank_rc: Numbers, *, seed: int = 0) -> float:
    """Share of orders of the cases, by readers at random, with rank sums spread as far or more.

    All orders where there are few enough, else a seeded sample with the order seen counted in.
    """
    readers, cases = rank_rc.shape
    # Only the orders relative to the first reader's matter.
    exact = factorial(cases) ** (readers - 1) <= MOST_ORDERINGS
    sums_bc = (
        exact_orderings(rank_rc)
        if exact
        else random_orderings(rank_rc, seed=seed, samples=PERMUTATIONS)
    )
    centre = readers * (cases + 1) / 2
    spread_b = np.square(sums_bc - centre).sum(axis=1)
    seen = float(np.square(rank_rc.sum(axis=0) - centre).sum())
    at_least = int((spread_b >= seen - ROUNDING).sum())
    return at_least / len(sums_bc) if exact else (at_least + 1) / (PERMUTATIONS + 1)


def _undefined(reason: str, extent: Extent, dropped: int) -> Concordance:
    return Concordance(
        w=Estimate.undefined(reason=reason, method=KENDALL, extent=extent),
        uncorrected=None,
        chi2=None,
        df=None,
        p_value=None,
        permutation_p=None,
        dropped=dropped,
    )
