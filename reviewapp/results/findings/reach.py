"""What the findings rest on."""

from dataclasses import dataclass

import numpy as np

from reviewapp.results.reading_table import ReadingTable
from reviewapp.results.statistics.coding import MISSING, REAL, SYNTHETIC


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How many readers, cases and readings there are, and what is missing.

    Readers and cases without any reading count in ``readers`` and ``cases`` all the same;
    ``repeats`` are second readings of a case by the same reader.
    """

    readers: int
    readers_with_readings: int
    sites: int
    cases: int
    real: int
    synthetic: int
    readings: int
    missing: int
    repeats: int
    scores: int
    has_truth: bool
    has_verdicts: bool
    has_ratings: bool
    has_values: bool
    has_positions: bool
    has_times: bool
    has_rhythms: bool
    seed: int
    replicates: int


def reach_of(table: ReadingTable) -> Reach:
    """Count the table."""
    first, read_rc = table.first, table.first.read_rc
    return Reach(
        readers=len(table.readers),
        readers_with_readings=int(read_rc.any(axis=1).sum()),
        sites=len(table.sites),
        cases=len(table.cases),
        real=int((table.truth_c == REAL).sum()),
        synthetic=int((table.truth_c == SYNTHETIC).sum()),
        readings=int(read_rc.sum()),
        missing=int((~read_rc).sum()),
        repeats=int((table.again.read_rc & read_rc).sum()),
        scores=sum(int((score_rc >= 1).sum()) for score_rc in first.scores.values()),
        has_truth=bool((table.truth_c != MISSING).any()),
        has_verdicts=bool((first.verdict_rc != MISSING).any()),
        has_ratings=bool(np.isfinite(first.rating_rc).any()),
        has_values=bool((first.value_rc != MISSING).any()),
        has_positions=bool(np.isfinite(table.position_rc).any()),
        has_times=bool(np.isfinite(table.seconds_rc).any()),
        has_rhythms=bool(table.rhythms),
        seed=table.seed,
        replicates=table.replicates,
    )
