"""Does real + synthetic beat real alone: a curve over the share of the batch that is added.

Shape legend: ``_s`` seed, ``_n`` record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.utility.estimates import Replicates, estimates, gains
from generator.evaluation.utility.labelled import Labelled, joined
from generator.evaluation.utility.scoring import Scores
from generator.evaluation.utility.thresholds import ADDED, FEW_PATIENTS
from generator.evaluation.utility.trials import Classifier, cross_validated


@dataclass(frozen=True, kw_only=True)
class Curve:
    """What is tried with one classifier."""

    classifier: Classifier
    few: bool
    """Whether only a few real patients teach; all are tested either way."""
    added: tuple[float, ...] = ADDED
    """Shares of the batch, of which the first is 0."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Point:
    """One point of a curve."""

    curve: Curve
    added: float
    probability_sn: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class ScoredPoint:
    """A point with its scores and what they gained over the real records alone."""

    point: Point
    scores: Scores
    gain: Scores
    held_out_gain: Scores | None
    """On real records alone that the generator never learnt from, where they are known."""

    @property
    def tested_n(self) -> int:
        """How many real records were asked about."""
        return int(self.point.probability_sn.shape[1])


def draw_curves(
    real: Labelled,
    synthetic: Labelled,
    curves: Sequence[Curve],
    *,
    seeds: Sequence[int],
    known: Mapping[str, NDArray[np.float64]],
) -> list[list[Point]]:
    """The points of each curve; ``known`` is TRTR by classifier, where a curve of all begins."""

    def probability_sn(curve: Curve, added: float) -> NDArray[np.float64]:
        if added == 0 and not curve.few and curve.classifier.name in known:
            return known[curve.classifier.name]
        enrich = partial(_enriched, synthetic=synthetic, few=curve.few, added=added)
        return np.stack([cross_validated(curve.classifier, real, seed, enrich) for seed in seeds])

    return [
        [
            Point(curve=curve, added=added, probability_sn=probability_sn(curve, added))
            for added in curve.added
        ]
        for curve in curves
    ]


def score_curve(
    points: Sequence[Point], real: Labelled, drawn: Replicates, *, held_out: bool
) -> list[ScoredPoint]:
    """Each point beside the first of its curve, where nothing is added."""
    before_sn = points[0].probability_sn
    mask_n = real.held_out_n

    def gain_where(mask_n: NDArray[np.bool_], after_sn: NDArray[np.float64]) -> Scores:
        of_sn = before_sn[:, mask_n], after_sn[:, mask_n]
        return gains(real.positive_n[mask_n], *of_sn, drawn.of(mask_n))

    return [
        ScoredPoint(
            point=point,
            scores=estimates(real.positive_n, point.probability_sn, drawn),
            gain=gain_where(np.ones(len(real), dtype=np.bool_), point.probability_sn),
            held_out_gain=gain_where(mask_n, point.probability_sn) if held_out else None,
        )
        for point in points
    ]


def _enriched(
    train: Labelled, seed: int, *, synthetic: Labelled, few: bool, added: float
) -> Labelled:
    """The training side with a share of the batch; of each rhythm the same share."""
    if few:
        train = _of_few_patients(train, seed)
    chosen = share_of(synthetic, added, seed)
    return joined(train, synthetic.take(chosen)) if len(chosen) else train


def share_of(records: Labelled, share: float, seed: int) -> NDArray[np.int64]:
    """Indices of a share of the records of either rhythm; a larger share holds the smaller."""
    stream = np.random.default_rng(seed)
    chosen = []
    for positive in (False, True):
        there = stream.permutation(np.flatnonzero(records.positive_n == positive))
        chosen.append(there[: round(share * len(there))])
    return np.sort(np.concatenate(chosen))


def _of_few_patients(train: Labelled, seed: int) -> Labelled:
    stream = np.random.default_rng(seed)
    kept = np.zeros(len(train), dtype=np.bool_)
    for positive in (False, True):
        patients = stream.permutation(train.patients_of(positive))[:FEW_PATIENTS]
        kept |= np.isin(train.patients_n, patients) & (train.positive_n == positive)
    return train.take(kept)
