"""What goes into an allocation and what comes out: frozen, and free of any database."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import Final

from reviewapp.ecg.record import ORIGINS

ALGORITHM: Final = "hmac-blocks/1"
"""Name and version of the allocation; a change of any plan is a new version."""

LONGEST_RUN: Final = 3
"""At most so many cases of one origin in a row."""

SYNTHETIC_PERCENT: Final = (40, 60)
"""The share of synthetic cases in a block lies between these."""

LEAST_REPEAT_GAP: Final = 25
"""A hidden repeat comes at least so many presentations after the first."""

_SHA256_HEX = re.compile(r"[0-9a-f]{64}")


class AllocationError(ValueError):
    """No plan follows from what was asked; ``reasons`` says why, one sentence each."""

    def __init__(self, *reasons: str) -> None:
        """Keep the ``reasons``, each a whole sentence for a coordinator."""
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, order=True)
class Stratum:
    """A rhythm x origin."""

    rhythm: str
    origin: str

    def __post_init__(self) -> None:
        if self.origin not in ORIGINS:
            raise ValueError(f"an origin is one of {', '.join(ORIGINS)}, not {self.origin!r}")

    def __str__(self) -> str:
        return f"{self.rhythm}/{self.origin}"


@dataclass(frozen=True)
class Candidate:
    """A record that may be drawn: SHA-256 of its signal, stratum, and patient where known."""

    key: str
    rhythm: str
    origin: str
    patient: str = ""

    def __post_init__(self) -> None:
        if not _SHA256_HEX.fullmatch(self.key):
            raise ValueError(f"a candidate's key is a SHA-256 in lower-case hex, not {self.key!r}")

    @property
    def stratum(self) -> Stratum:
        """Its rhythm x origin."""
        return Stratum(self.rhythm, self.origin)

    @property
    def person(self) -> str:
        """The patient, or, where none is known, a patient of its own."""
        return f"patient {self.patient}" if self.patient else f"record {self.key}"


@dataclass(frozen=True)
class Cell:
    """How many cases of one stratum a study draws."""

    rhythm: str
    origin: str
    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"a cell holds no negative number of cases: {self.count}")

    @property
    def stratum(self) -> Stratum:
        """Its rhythm x origin."""
        return Stratum(self.rhythm, self.origin)


def _require(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise AllocationError(f"{name} lies between {least} and {most}, and {value} does not.")


@dataclass(frozen=True)
class Design:
    """The rules of one study's allocation. Raises AllocationError outside their limits.

    ``share_percent`` below 100 gives each reader a balanced part of the cases;
    ``one_per_patient`` draws no two records of one known patient.
    """

    practice: int = 4
    repeat_percent: int = 15
    repeat_gap: int = LEAST_REPEAT_GAP
    block_size: int = 22
    share_percent: int = 100
    one_per_patient: bool = True

    def __post_init__(self) -> None:
        _require("The number of practice cases", self.practice, 0, 6)
        _require("The share of hidden repeats in percent", self.repeat_percent, 0, 30)
        _require("The distance of hidden repeats", self.repeat_gap, LEAST_REPEAT_GAP, 500)
        _require("The size of a block", self.block_size, 10, 40)
        _require("Each reader's share in percent", self.share_percent, 1, 100)


@dataclass(frozen=True)
class PlannedPresentation:
    """A case at a position of one reader.

    ``position`` counts from 1 over all that the reader is shown, practice first; ``block`` is 0
    for practice and counts from 1 after it; ``repeat_of_position`` is where a hidden repeat was
    shown first, else None.
    """

    position: int
    block: int
    case_key: str
    practice: bool = False
    repeat_of_position: int | None = None


@dataclass(frozen=True)
class ReaderPlan:
    """Everything that one reader is shown, in order of position."""

    reader: str
    presentations: tuple[PlannedPresentation, ...]


@dataclass(frozen=True)
class Plan:
    """The whole allocation of a study. ``notes`` names each rule that had to give way."""

    seed_commitment: str
    design: Design
    cells: tuple[Cell, ...]
    cases: tuple[Candidate, ...]
    practice: tuple[Candidate, ...]
    readers: tuple[ReaderPlan, ...]
    notes: tuple[str, ...]
    algorithm: str = ALGORITHM

    def as_json(self) -> str:
        """The plan in one canonical text: sorted keys, whole numbers, ASCII, no blanks.

        Cases stand by key alone: the text holds no case's origin, rhythm or patient.
        """
        document = {
            "algorithm": self.algorithm,
            "seed_commitment": self.seed_commitment,
            "design": asdict(self.design),
            "cells": [asdict(cell) for cell in self.cells],
            "cases": [case.key for case in self.cases],
            "practice": [case.key for case in self.practice],
            "readers": {
                reader.reader: [asdict(shown) for shown in reader.presentations]
                for reader in self.readers
            },
            "notes": list(self.notes),
        }
        return json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)

    @property
    def sha256(self) -> str:
        """SHA-256, in hex, of :meth:`as_json`; published before the first reading."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()
