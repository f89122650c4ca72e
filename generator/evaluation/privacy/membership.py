"""How well an attacker's scores tell whom a generator learnt from.

Shape legend: ``_n`` real record, ``_r`` replicate, ``_p`` patient.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.bootstrap import FEWEST_REPLICATES, resampled_by_patient
from generator.evaluation.ecg_set import TRAIN, EcgSet
from generator.evaluation.privacy.thresholds import FALSE_POSITIVES, FEWEST_A_SIDE
from generator.evaluation.utility.scores import AUROC, weighted_scores


@dataclass(frozen=True, kw_only=True)
class Attack:
    """What an attack achieves among records of one rhythm, or of all (``rhythm`` is '')."""

    rhythm: str
    members: int
    held_out: int
    auc: float
    low: float | None
    high: float | None
    caught: float | None
    """Share of members caught where 5 % of the held-out are accused; None with too few of these."""


def attacks_of(
    score_n: NDArray[np.float64],
    members: EcgSet,
    *,
    rhythms: Sequence[str],
    replicates: int,
    stream: np.random.Generator,
) -> tuple[Attack, ...]:
    """The attack within each rhythm, then over all; higher scores accuse; NaN is left out.

    Over all: van Elteren's weights (1960), pairs over records and one, so that a rhythm counts by
    what it tells. Empty where no rhythm has enough records on both sides.
    """
    scored_n = np.isfinite(score_n)
    learnt_n = np.array(members.splits) == TRAIN
    weight_rn = _weights(members.patients, replicates, stream)
    each, curves, sizes = [], [], []
    for rhythm in rhythms:
        rows = members.of_rhythm(rhythm)
        rows = rows[scored_n[rows]]
        if min(learnt_n[rows].sum(), (~learnt_n[rows]).sum()) < FEWEST_A_SIDE:
            continue
        auc_r = weighted_scores(learnt_n[rows], score_n[rows], weight_rn[:, rows])[AUROC]
        each.append(_attack(rhythm, score_n[rows], learnt_n[rows], auc_r))
        curves.append(auc_r)
        sizes.append(_van_elteren(each[-1]))
    if len(each) < 2:
        return tuple(each)
    return (*each, _over_all(each, np.average(curves, axis=0, weights=sizes), sizes))


def share_caught(
    score_n: NDArray[np.float64], learnt_n: NDArray[np.bool_], false_positives: float
) -> float | None:
    """The share of members with a score as high as no more than that share has by chance.

    The chance is that of a rank among the held-out, itself counted, so it is never below one in
    their number and one: None where even that is above ``false_positives``.
    """
    held_out = np.sort(score_n[~learnt_n])
    if 1 / (len(held_out) + 1) > false_positives:
        return None
    as_high = len(held_out) - np.searchsorted(held_out, score_n[learnt_n], side="left")
    return float(((1 + as_high) / (len(held_out) + 1) <= false_positives).mean())


def _weights(
    patients: Sequence[str], replicates: int, stream: np.random.Generator
) -> NDArray[np.float64]:
    """How often each record is drawn in each replicate; in the first, once."""
    drawn = resampled_by_patient(patients, replicates=replicates, stream=stream)
    counts = [np.bincount(indices, minlength=len(patients)) for indices in drawn]
    return np.array([np.ones(len(patients)), *counts], dtype=np.float64)


def _attack(
    rhythm: str,
    score_n: NDArray[np.float64],
    learnt_n: NDArray[np.bool_],
    auc_r: NDArray[np.float64],
) -> Attack:
    low, high = _interval(auc_r)
    return Attack(
        rhythm=rhythm,
        members=int(learnt_n.sum()),
        held_out=int((~learnt_n).sum()),
        auc=float(auc_r[0]),
        low=low,
        high=high,
        caught=share_caught(score_n, learnt_n, FALSE_POSITIVES),
    )


def _over_all(each: Sequence[Attack], auc_r: NDArray[np.float64], sizes: Sequence[float]) -> Attack:
    low, high = _interval(auc_r)
    told = [attack for attack in each if attack.caught is not None]
    members = sum(attack.members for attack in told)
    return Attack(
        rhythm="",
        members=sum(attack.members for attack in each),
        held_out=sum(attack.held_out for attack in each),
        auc=float(np.average([attack.auc for attack in each], weights=sizes)),
        low=low,
        high=high,
        caught=sum((attack.caught or 0) * attack.members for attack in told) / members
        if told
        else None,
    )


def _van_elteren(attack: Attack) -> float:
    return attack.members * attack.held_out / (attack.members + attack.held_out + 1)


def _interval(auc_r: NDArray[np.float64]) -> tuple[float | None, float | None]:
    drawn_r = auc_r[1:][np.isfinite(auc_r[1:])]
    if len(drawn_r) < FEWEST_REPLICATES:
        return None, None
    low, high = np.quantile(drawn_r, [0.025, 0.975])
    return float(low), float(high)
