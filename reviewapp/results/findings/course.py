"""The course of the reading: accuracy and time along each reader's order, and time by reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from reviewapp.results.reading_table import ReadingTable
from reviewapp.results.statistics.models.long import LongReadings
from reviewapp.results.statistics.models.reading_time import (
    Quartiles,
    ReadingTime,
    quartiles,
    reading_time,
)
from reviewapp.results.statistics.models.trend import Trend, accuracy_trend

from .checks import correct_of

STRETCHES: Final = 10
"""Into so many stretches of about equal length a reader's order is cut for the figure."""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A stretch of positions: readings with a verdict, how many were right, and their times.

    It describes, and has no interval: readings of one reader aren't independent.
    """

    first: int
    last: int
    readings: int
    correct: int
    time: Quartiles


@dataclass(frozen=True, kw_only=True)
class TrendFindings:
    """Learning and fatigue: slope, second half less first, and the stretches behind them."""

    trend: Trend
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, kw_only=True)
class TimeFindings:
    """Reading time over all; ``readers`` by code."""

    everyone: ReadingTime
    readers: Mapping[str, Quartiles]


def find_trend(table: ReadingTable, readings: LongReadings) -> TrendFindings:
    """Accuracy along the order in which readers saw the cases."""
    return TrendFindings(trend=accuracy_trend(readings), stretches=_stretches(table))


def find_time(table: ReadingTable, readings: LongReadings) -> TimeFindings:
    """How long readings took."""
    return TimeFindings(
        everyone=reading_time(readings),
        readers={
            reader.code: quartiles(seconds_c[np.isfinite(seconds_c) & (seconds_c > 0)])
            for reader, seconds_c in zip(table.readers, table.seconds_rc, strict=True)
        },
    )


def _stretches(table: ReadingTable) -> tuple[Stretch, ...]:
    position_rc, seconds_rc = table.position_rc, table.seconds_rc
    known = position_rc[np.isfinite(position_rc)]
    if not known.size:
        return ()
    correct_rc = correct_of(table)
    edges = np.unique(np.linspace(known.min(), known.max() + 1, STRETCHES + 1).astype(np.int64))
    found = []
    for first, after in pairwise(edges):
        here_rc = (position_rc >= first) & (position_rc < after)
        own = correct_rc[here_rc & np.isfinite(correct_rc)]
        timed = seconds_rc[here_rc & (np.nan_to_num(seconds_rc) > 0)]
        found.append(
            Stretch(
                first=int(first),
                last=int(after) - 1,
                readings=int(own.size),
                correct=int(own.sum()),
                time=quartiles(timed),
            )
        )
    return tuple(found)
