"""Which split a patient belongs to: all of a patient's records stand in one.

Both rules go by a hash of seed and patient, so they give the same on any machine, in any order.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import ceil
from typing import Final

from generator.training_set import SPLITS

TRAIN, VALID, TEST = range(len(SPLITS))
HELD_OUT: Final = 0.1
"""The share of patients in each of valid and test."""


def hash_of(seed: int, name: str) -> int:
    """A number below 2^64 that depends on nothing but ``seed`` and ``name``."""
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    return int.from_bytes(digest[:8], "little")


def split_by_hash(patient: str, seed: int) -> int:
    """For data sets too large to look at as a whole: 80 % train, 10 % valid, 10 % test."""
    place = hash_of(seed, patient) / 2**64
    if place < HELD_OUT:
        return TEST
    return VALID if place < 2 * HELD_OUT else TRAIN


def split_by_rhythm(patients: Iterable[tuple[str, str]], seed: int) -> dict[str, int]:
    """For small folders: 80/10/10 within each rhythm, of (patient, rhythm) pairs of records.

    A patient with several rhythms counts for the one that fewest records have. Within a rhythm the
    patients are ranked by hash; the first tenth is for test, the second for validation, both
    rounded up, so that a rhythm with 3 patients or more is in all splits.
    """
    pairs = list(patients)
    records_with = Counter(rhythm for _, rhythm in pairs)
    rhythm_of: dict[str, str] = {}
    for patient, rhythm in pairs:
        known = rhythm_of.setdefault(patient, rhythm)
        rhythm_of[patient] = min(known, rhythm, key=lambda each: (records_with[each], each))
    by_rhythm = defaultdict(list)
    for patient, rhythm in rhythm_of.items():
        by_rhythm[rhythm].append(patient)
    splits: dict[str, int] = {}
    for members in by_rhythm.values():
        ranked = sorted(members, key=lambda patient: (hash_of(seed, patient), patient))
        held = ceil(HELD_OUT * len(ranked)) if len(ranked) >= len(SPLITS) else 0
        for rank, patient in enumerate(ranked):
            splits[patient] = TEST if rank < held else VALID if rank < 2 * held else TRAIN
    return splits
