"""The beats that the generator was told beside those that a detector finds in what it drew.

Shape legend: ``_n`` beat.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.condition.thresholds import BEAT_WITHIN_S, EDGE_S
from generator.evaluation.ecg_set import RATE_HZ, SAMPLES

_LAST_S = SAMPLES / RATE_HZ - EDGE_S


@dataclass(frozen=True, kw_only=True)
class Matched:
    """How the beats of one record, or of many, agree."""

    both: int
    missed: int
    """Told, and not found."""
    extra: int
    """Found, and not told."""
    off_s: tuple[float, ...]
    """Found minus told, of the beats that are both."""


def matched(told_s: NDArray[np.float64], found_s: NDArray[np.float64]) -> Matched:
    """Pair the beats of one record in order of time, each once, nearest first in time."""
    pairs = _pairs(told_s, found_s)
    left_told = np.delete(told_s, [told for told, _ in pairs])
    left_found = np.delete(found_s, [found for _, found in pairs])
    return Matched(
        both=len(pairs),
        missed=_inside(left_told),
        extra=_inside(left_found),
        off_s=tuple(float(found_s[found] - told_s[told]) for told, found in pairs),
    )


def together(each: Sequence[Matched]) -> Matched:
    """All records as one."""
    return Matched(
        both=sum(one.both for one in each),
        missed=sum(one.missed for one in each),
        extra=sum(one.extra for one in each),
        off_s=tuple(off for one in each for off in one.off_s),
    )


def f1_of(each: Matched) -> float | None:
    """2 both / (2 both + missed + extra); None without a beat."""
    whole = 2 * each.both + each.missed + each.extra
    return 2 * each.both / whole if whole else None


def _pairs(told_s: NDArray[np.float64], found_s: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The nearest pairs first, as long as both are free: at most one partner each."""
    off_nn = np.abs(told_s[:, None] - found_s[None, :])
    near = np.argwhere(off_nn <= BEAT_WITHIN_S)
    order = np.argsort([off_nn[told, found] for told, found in near], kind="stable")
    pairs: list[tuple[int, int]] = []
    for told, found in near[order]:
        if all(told != taken and found != given for taken, given in pairs):
            pairs.append((int(told), int(found)))
    return sorted(pairs)


def _inside(beats_s: NDArray[np.float64]) -> int:
    return int(np.sum((beats_s >= EDGE_S) & (beats_s <= _LAST_S)))
