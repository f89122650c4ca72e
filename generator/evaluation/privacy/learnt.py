"""Whom the generator learnt from and whom it did not, as far as the evidence tells."""

from dataclasses import dataclass

import numpy as np

from generator.evaluation.ecg_set import HELD_OUT, TRAIN, EcgSet
from generator.evaluation.evidence import Evidence
from generator.evaluation.privacy.thresholds import FEWEST_STRANGERS, MOST_STRANGERS


@dataclass(frozen=True, kw_only=True, eq=False)
class Known:
    """The records that a synthetic one could copy, and records of other patients beside them."""

    learnt: EcgSet
    """All that the generator learnt from; where that is unknown, all real records."""
    strangers: EcgSet
    """Real records whose nearest record of another patient is the baseline."""
    says: str
    """Which records those are, as a sentence."""


def known_of(evidence: Evidence) -> Known:
    """The records for training, else all real ones; and held-out ones, else the same ones."""
    source = evidence.training if evidence.training is not None else evidence.real
    learnt, held_out = source.take(source.of_split(TRAIN)), source.take(source.of_split(HELD_OUT))
    if not len(learnt):
        learnt, which = source, "real records (which of them were learnt from is not known)"
    else:
        which = "records that the generator learnt from"
    enough = len(held_out) >= FEWEST_STRANGERS
    strangers = held_out if enough else learnt
    stream = np.random.default_rng([evidence.seed, 61])
    if len(strangers) > MOST_STRANGERS:
        drawn = stream.choice(len(strangers), MOST_STRANGERS, replace=False)
        strangers = strangers.take(np.sort(drawn))
    whose = "held-out records" if enough else "these records themselves, their own patient left out"
    return Known(
        learnt=learnt,
        strangers=strangers,
        says=f"{len(learnt)} {which}; baseline: {len(strangers)} {whose}.",
    )


def members_of(evidence: Evidence) -> EcgSet | None:
    """Real records of which TRAIN and HELD_OUT are known, drawn alike; None where none are.

    Those of ``evidence.real`` before those of the training set, whose records for training may
    have voltages borrowed from elsewhere while the held-out ones have their own: an attack would
    find that difference instead of membership.
    """
    for ecgs in (evidence.real, evidence.training):
        if ecgs is not None and len(ecgs.of_split(TRAIN)) and len(ecgs.of_split(HELD_OUT)):
            both = np.union1d(ecgs.of_split(TRAIN), ecgs.of_split(HELD_OUT))
            return ecgs.take(both[np.isin(np.array(ecgs.rhythms)[both], evidence.rhythms)])
    return None
