"""Agreement of readers with themselves: a case read again, unannounced."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from reviewapp.results.statistics.bootstrap import bootstrap_estimate
from reviewapp.results.statistics.coding import MISSING, Codes, Numbers, checked_codes
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import WILSON, wilson

from .bland_altman import LimitsOfAgreement, limits_of_agreement, repeatability, within_reader_sd
from .cohen import cohen_kappa
from .drift import DriftTest, drift_test
from .icc import intraclass_correlation
from .weights import Weights

SHARE: Final = "share of pairs that agree"
NO_REPEATS: Final = "no case was read twice by one reader"


@dataclass(frozen=True, kw_only=True)
class RepeatAgreement:
    """Agreement of first and second readings: share that agree, and Cohen's kappa."""

    agreement: Estimate
    kappa: Estimate


@dataclass(frozen=True, kw_only=True)
class RepeatScores:
    """Agreement of one reader's first and second numeric scores."""

    icc: Estimate
    within_sd: Estimate
    repeatability: Estimate
    limits: LimitsOfAgreement


def repeat_agreement(
    first_c: Codes, second_c: Codes, *, categories: int, weighting: Weights = "identity"
) -> RepeatAgreement:
    """Agreement of one reader's first and second reading of the same cases (cases,).

    Wilson interval for the share, :func:`.cohen.cohen_kappa` for kappa; cases without both
    readings are left out.
    """
    pair_rc = checked_codes(np.stack([first_c, second_c]), categories=categories)
    pair_rc = pair_rc[:, (pair_rc != MISSING).all(axis=0)]
    pairs = pair_rc.shape[1]
    extent = Extent(readings=2 * pairs, readers=1 if pairs else 0, cases=pairs)
    kappa = cohen_kappa(pair_rc, categories=categories, weighting=weighting)
    if not pairs:
        return RepeatAgreement(
            agreement=Estimate.undefined(reason=NO_REPEATS, method=WILSON),
            kappa=Estimate.undefined(reason=NO_REPEATS, method=kappa.method),
        )
    same = int((pair_rc[0] == pair_rc[1]).sum())
    low, high = wilson(same, pairs)
    agreement = Estimate(value=same / pairs, low=low, high=high, method=WILSON, extent=extent)
    return RepeatAgreement(agreement=agreement, kappa=kappa)


def repeat_scores(first_c: Numbers, second_c: Numbers) -> RepeatScores:
    """Agreement of one reader's first and second scores of the same cases (cases,), NaN missing.

    The ICC is ICC(2,1) with the two occasions as readers; limits of agreement are of second minus
    first scores.
    """
    icc = intraclass_correlation(np.stack([first_c, second_c]))
    return RepeatScores(
        icc=icc.forms["ICC(2,1)"],
        within_sd=within_reader_sd(first_c, second_c),
        repeatability=repeatability(first_c, second_c),
        limits=limits_of_agreement(second_c, first_c),
    )


def repeat_drift(first_c: Codes, second_c: Codes, *, categories: int) -> DriftTest:
    """Whether second readings lean to other categories: :func:`.drift.drift_test`."""
    return drift_test(np.stack([first_c, second_c]), categories=categories)


def repeat_share_of_all(
    first_rc: Codes, second_rc: Codes, *, categories: int, seed: int = 0
) -> Estimate:
    """Share of pairs of first and second readings that agree, over all readers (readers, cases).

    The interval is a bootstrap of cases, since pairs of one case are not independent; it speaks
    for these readers.
    """
    checked_codes(first_rc, categories=categories)
    checked_codes(second_rc, categories=categories)
    paired_rc = (first_rc != MISSING) & (second_rc != MISSING)
    kept_c = paired_rc.any(axis=0)
    pairs_c = paired_rc.sum(axis=0)[kept_c].astype(np.float64)
    same_c = (paired_rc & (first_rc == second_rc)).sum(axis=0)[kept_c].astype(np.float64)
    extent = Extent(
        readings=2 * int(pairs_c.sum()),
        readers=int(paired_rc.any(axis=1).sum()),
        cases=int(kept_c.sum()),
    )
    if not pairs_c.size:
        return Estimate.undefined(reason=NO_REPEATS, method=SHARE)

    def share(drawn_bc: Numbers) -> Numbers:
        return np.asarray((drawn_bc @ same_c) / (drawn_bc @ pairs_c), dtype=np.float64)

    return bootstrap_estimate(
        share, cases=pairs_c.size, seed=seed, method=SHARE, extent=extent, undefined=NO_REPEATS
    )
