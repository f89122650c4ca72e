"""Made-up candidates for tests of the allocation: no signal, only a key each."""

import hashlib

from reviewapp.studies.allocation import Candidate, Cell

Counts = dict[tuple[str, str], int]

BALANCED: Counts = {("SR", "real"): 40, ("SR", "synthetic"): 40}
SMALL_AND_ODD: Counts = {
    ("SR", "real"): 20,
    ("SR", "synthetic"): 20,
    ("AF", "real"): 1,
    ("AF", "synthetic"): 1,
    ("PACE", "real"): 1,
    ("PACE", "synthetic"): 1,
}


def make_key(*words: object) -> str:
    """The SHA-256 of a signal that does not exist."""
    return hashlib.sha256(" ".join(map(str, words)).encode()).hexdigest()


def make_candidates(counts: Counts, spare: int = 3) -> list[Candidate]:
    """As many candidates as ``counts`` wants in each cell, and ``spare`` more."""
    return [
        Candidate(make_key(rhythm, origin, number), rhythm, origin)
        for (rhythm, origin), count in counts.items()
        for number in range(count + spare)
    ]


def make_cells(counts: Counts) -> list[Cell]:
    return [Cell(rhythm, origin, count) for (rhythm, origin), count in counts.items()]
