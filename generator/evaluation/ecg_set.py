"""The ECGs that an evaluation compares, all brought through one chain.

Shape legend: ``_nlt`` is record x lead x time, ``_b`` beat.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

RATE_HZ: Final = 100.0
SAMPLES: Final = 1000
"""Every ECG is 10 s at 100 Hz, as the model sees it."""
REAL: Final = "real"
SYNTHETIC: Final = "synthetic"
TRAIN: Final = "train"
HELD_OUT: Final = "held out"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, kw_only=True, eq=False)
class EcgSet:
    """Records of one origin: 12 leads in mV at 100 Hz, high-passed at 0.5 Hz, low-passed at 42.

    Every field but ``origin`` and ``source`` has one entry a record.
    """

    origin: str
    """REAL or SYNTHETIC."""
    source: str
    signals_mv_nlt: NDArray[np.float64]
    """(n, 12, 1000), in the order of ``generator.leads.TWELVE_LEADS``."""
    rhythms: tuple[str, ...]
    """``SR``, ``AF``, ...; of a synthetic record the rhythm that was asked for."""
    patients: tuple[str, ...]
    """Whose ECG; a synthetic record is a patient of its own."""
    names: tuple[str, ...]
    """How its folder calls the record."""
    sha256: tuple[str, ...]
    """Of a synthetic record that of its batch's manifest; '' of a real one."""
    splits: tuple[str, ...]
    """TRAIN where the generator learnt from it, HELD_OUT where not, else UNKNOWN."""
    beats_s: tuple[NDArray[np.float64], ...]
    """Times of the R peaks in s, by ``generator.beat_finding``; empty where none was plausible."""
    faults: tuple[str, ...]
    """The rule of ``generator.signal_quality`` that the record breaks, else ''."""
    told_beats_s: tuple[NDArray[np.float64], ...] = ()
    """The beats that the generator was told, as its batch's manifest says; empty where none."""

    def __post_init__(self) -> None:
        """Raise ValueError where the fields do not fit together."""
        if self.signals_mv_nlt.shape[1:] != (12, SAMPLES):
            raise ValueError(f"signals are (n, 12, {SAMPLES}), not {self.signals_mv_nlt.shape}")
        for name in ("rhythms", "patients", "names", "sha256", "splits", "beats_s", "faults"):
            if len(getattr(self, name)) != len(self):
                raise ValueError(f"{len(getattr(self, name))} {name} for {len(self)} records")

        if self.told_beats_s and len(self.told_beats_s) != len(self):
            raise ValueError(f"{len(self.told_beats_s)} told_beats_s for {len(self)} records")

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.signals_mv_nlt)

    def take(self, indices: Sequence[int] | NDArray[np.int64]) -> "EcgSet":
        """The records ``indices``, in that order."""
        order = [int(index) for index in indices]
        return replace(
            self,
            signals_mv_nlt=self.signals_mv_nlt[order],
            rhythms=tuple(self.rhythms[i] for i in order),
            patients=tuple(self.patients[i] for i in order),
            names=tuple(self.names[i] for i in order),
            sha256=tuple(self.sha256[i] for i in order),
            splits=tuple(self.splits[i] for i in order),
            beats_s=tuple(self.beats_s[i] for i in order),
            faults=tuple(self.faults[i] for i in order),
            told_beats_s=tuple(self.told_beats_s[i] for i in order if self.told_beats_s),
        )

    def of_rhythm(self, rhythm: str) -> NDArray[np.int64]:
        """Indices of the records with this rhythm."""
        return np.flatnonzero(np.array(self.rhythms) == rhythm)

    def of_split(self, split: str) -> NDArray[np.int64]:
        """Indices of the records in this split."""
        return np.flatnonzero(np.array(self.splits) == split)


def joined(sets: Sequence[EcgSet]) -> EcgSet:
    """All records of one origin in one set, in order. Raises ValueError for two origins or none."""
    if len({each.origin for each in sets}) != 1:
        raise ValueError("sets of one origin are joined, one or more")
    told = any(each.told_beats_s for each in sets)
    unknown = np.zeros(0)
    return replace(
        sets[0],
        source=", ".join(dict.fromkeys(each.source for each in sets)),
        signals_mv_nlt=np.concatenate([each.signals_mv_nlt for each in sets]),
        rhythms=tuple(rhythm for each in sets for rhythm in each.rhythms),
        patients=tuple(patient for each in sets for patient in each.patients),
        names=tuple(name for each in sets for name in each.names),
        sha256=tuple(digest for each in sets for digest in each.sha256),
        splits=tuple(split for each in sets for split in each.splits),
        beats_s=tuple(beats_s for each in sets for beats_s in each.beats_s),
        faults=tuple(fault for each in sets for fault in each.faults),
        told_beats_s=tuple(
            beats_s for each in sets for beats_s in each.told_beats_s or (unknown,) * len(each)
        )
        if told
        else (),
    )
