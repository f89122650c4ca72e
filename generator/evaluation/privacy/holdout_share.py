"""Whether synthetic ECGs are nearer to what was learnt than to what was held out.

The hold-out comparison of Platzer & Reutterer 2021 (Front Big Data 4:679939): for as many records
of either kind a synthetic record's nearest one is of the kind that was learnt in half of all cases,
unless the generator reproduces what it learnt. That smooth ECGs are near to everything cancels out.

Shape legend: ``_n`` synthetic record, ``_m`` real record, ``_p`` patient.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from generator.evaluation.ecg_set import TRAIN, EcgSet
from generator.evaluation.privacy.thresholds import FEWEST_A_SIDE

PERMUTATIONS: Final = 300
"""Enough for the ends of a 95 % interval."""


@dataclass(frozen=True, kw_only=True)
class HoldoutShare:
    """The share of synthetic records that are nearer to what was learnt."""

    value: float
    low: float
    high: float
    count: int
    """Synthetic records behind it."""
    rhythms: tuple[tuple[str, float, int], ...]
    """Of each rhythm its share, and how many held-out records there are."""


@dataclass(frozen=True, eq=False)
class _Group:
    rhythm: str
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]


def holdout_share(
    nearness_nm: NDArray[np.float64], batch: EcgSet, members: EcgSet, *, stream: np.random.Generator
) -> HoldoutShare | None:
    """The share within rhythms, then over all; None where a side is too small everywhere.

    Over all with van Elteren's weights (1960), so that a rhythm of few held-out records counts by
    what it tells. The interval is the spread of the same number when patients change sides at
    random, laid around the value.
    """
    learnt_m = np.array(members.splits) == TRAIN
    groups = [
        _Group(rhythm, batch.of_rhythm(rhythm), members.of_rhythm(rhythm))
        for rhythm in sorted(set(batch.rhythms))
    ]
    groups = [group for group in groups if _enough(learnt_m[group.columns])]
    if not groups:
        return None
    each = _shares(nearness_nm, groups, learnt_m)
    weights = [_weight(learnt_m[group.columns]) for group in groups]
    _, patient_m = np.unique(np.array(members.patients), return_inverse=True)
    drawn = []
    for _ in range(PERMUTATIONS):
        shuffled_m = _shuffled(learnt_m, patient_m, stream)
        if all(_enough(shuffled_m[group.columns], least=1) for group in groups):
            shares = _shares(nearness_nm, groups, shuffled_m)
            drawn.append(np.average(shares, weights=weights))
    value = float(np.average(each, weights=weights))
    low, high = np.quantile(np.array(drawn) - np.mean(drawn), [0.025, 0.975])
    return HoldoutShare(
        value=value,
        low=float(max(0, value + low)),
        high=float(min(1, value + high)),
        count=sum(len(group.rows) for group in groups),
        rhythms=tuple(
            (group.rhythm, share, int((~learnt_m[group.columns]).sum()))
            for group, share in zip(groups, each, strict=True)
        ),
    )


def share_nearer_to_learnt(
    nearness_nm: NDArray[np.float64], learnt_m: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """For each row the chance that the nearer one was learnt, with as many of either kind.

    Of all subsets of the larger kind, as many as the smaller kind has, the share with one nearer
    than the nearest of the smaller kind: one minus a ratio of binomial coefficients, exact.
    """
    is_larger_m = learnt_m if 2 * learnt_m.sum() >= len(learnt_m) else ~learnt_m
    larger, size = int(is_larger_m.sum()), int((~is_larger_m).sum())
    nearest_n1 = nearness_nm[:, ~is_larger_m].max(axis=1, keepdims=True)
    nearer_n = (nearness_nm[:, is_larger_m] > nearest_n1).sum(axis=1)
    left_n = larger - nearer_n
    none_n = np.zeros(len(left_n))
    can_n = left_n >= size
    none_n[can_n] = np.exp(
        gammaln(left_n[can_n] + 1)
        - gammaln(left_n[can_n] - size + 1)
        - gammaln(larger + 1)
        + gammaln(larger - size + 1)
    )
    return 1 - none_n if is_larger_m is learnt_m else none_n


def _shares(
    nearness_nm: NDArray[np.float64], groups: list[_Group], learnt_m: NDArray[np.bool_]
) -> list[float]:
    return [
        float(
            share_nearer_to_learnt(
                nearness_nm[np.ix_(group.rows, group.columns)], learnt_m[group.columns]
            ).mean()
        )
        for group in groups
    ]


def _weight(learnt_m: NDArray[np.bool_]) -> float:
    learnt = int(learnt_m.sum())
    return learnt * (len(learnt_m) - learnt) / (len(learnt_m) + 1)


def _enough(learnt_m: NDArray[np.bool_], least: int = FEWEST_A_SIDE) -> bool:
    return bool(learnt_m.sum() >= least and (~learnt_m).sum() >= least)


def _shuffled(
    learnt_m: NDArray[np.bool_], patient_m: NDArray[np.int64], stream: np.random.Generator
) -> NDArray[np.bool_]:
    """Whole patients change sides; each side keeps its number of patients."""
    learnt_p = np.zeros(patient_m.max() + 1, dtype=bool)
    learnt_p[patient_m[learnt_m]] = True
    return np.asarray(stream.permutation(learnt_p)[patient_m])
