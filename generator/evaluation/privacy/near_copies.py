"""Which synthetic ECGs are copies of a record that the generator learnt from, give or take.

Shape legend: ``_n`` synthetic record, ``_k`` stranger, ``_m`` record learnt from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.ecg_set import EcgSet
from generator.evaluation.evidence import Evidence
from generator.evaluation.privacy.learnt import Known
from generator.evaluation.privacy.nearness import (
    UNKNOWN_NEARNESS,
    beat_nearness,
    recording_nearness,
)
from generator.evaluation.privacy.thresholds import (
    COPY_BY_BEAT,
    COPY_BY_RECORDING,
    FEWEST_STRANGERS,
    STRANGERS_BEYOND,
)

BEAT: Final = "mean beat"
RECORDING: Final = "whole recording"
Nearness = Callable[[EcgSet, EcgSet], NDArray[np.float64]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Nearest:
    """By one measure: the nearest record of each synthetic one, and of each stranger."""

    measure: str
    batch_n: NDArray[np.float64]
    index_n: NDArray[np.int64]
    """Of the nearest in ``Known.learnt``."""
    strangers_k: NDArray[np.float64]
    limit: float
    """Nearer than this is a near copy."""

    @property
    def copies_n(self) -> NDArray[np.bool_]:
        """Which synthetic records are near copies by this measure."""
        return np.asarray(self.batch_n > self.limit)


def nearest_of(evidence: Evidence, known: Known) -> tuple[Nearest, Nearest]:
    """By mean beat, and by whole recording."""

    def recordings(some: EcgSet, others: EcgSet) -> NDArray[np.float64]:
        return recording_nearness(some, others, workers=evidence.workers)

    return (
        _nearest(BEAT, beat_nearness, evidence.synthetic, known, COPY_BY_BEAT),
        _nearest(RECORDING, recordings, evidence.synthetic, known, COPY_BY_RECORDING),
    )


def _nearest(
    measure: str, nearness: Nearness, batch: EcgSet, known: Known, absolute: float
) -> Nearest:
    batch_nm = nearness(batch, known.learnt)
    strangers_km = nearness(known.strangers, known.learnt)
    own_km = np.array(known.strangers.patients)[:, None] == np.array(known.learnt.patients)
    strangers_km[own_km] = UNKNOWN_NEARNESS
    strangers_k = strangers_km.max(axis=1)
    return Nearest(
        measure=measure,
        batch_n=batch_nm.max(axis=1),
        index_n=batch_nm.argmax(axis=1),
        strangers_k=strangers_k,
        limit=_limit(strangers_k, absolute),
    )


def _limit(strangers_k: NDArray[np.float64], absolute: float) -> float:
    """The absolute limit, or beyond the nearest strangers, whichever is nearer to a copy.

    A quantile, not the nearest of all: a patient who is there twice under two names would else
    excuse every copy.
    """
    if len(strangers_k) < FEWEST_STRANGERS:
        return absolute
    return max(absolute, float(np.quantile(strangers_k, 1 - STRANGERS_BEYOND)))
