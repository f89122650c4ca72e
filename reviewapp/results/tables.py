"""A dataset as tables of codes, readers x cases, the form in which statistics take it."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from reviewapp.results.dataset import Dataset, StudyPresentation, StudyReader, StudyReading
from reviewapp.results.statistics.coding import MISSING, REAL, SYNTHETIC, Codes
from reviewapp.studies.questionnaire import VERDICTS, is_synthetic, verdict_rank

NOT_ASSESSABLE = 0
"""Code of a morphology score that was given as "not assessable"."""

Coding = Callable[[StudyReading], int]


def binary_verdict(reading: StudyReading) -> int:
    """The verdict as 0 real, 1 synthetic."""
    return SYNTHETIC if is_synthetic(reading.verdict) else REAL


def six_level_verdict(reading: StudyReading) -> int:
    """The verdict as 0 definitely real to 5 definitely synthetic."""
    return verdict_rank(reading.verdict) - 1


def score_of(item: str) -> Coding:
    """How one morphology item is coded: 1 to 5, 0 not assessable, -1 not asked."""

    def code(reading: StudyReading) -> int:
        if item not in reading.scores:
            return MISSING
        value = reading.scores[item]
        return NOT_ASSESSABLE if value is None else value

    return code


def table(
    dataset: Dataset,
    presentations: Iterable[StudyPresentation],
    coding: Coding,
    *,
    readers: Sequence[StudyReader] | None = None,
) -> Codes:
    """Codes of the readings (readers, cases); -1 where there is none.

    Rows follow ``readers`` (all by default), columns ``dataset.cases``; presentations of other
    readers are left out. A second presentation of one case to one reader must not be among them.
    """
    rows = {reader.code: r for r, reader in enumerate(readers or dataset.readers)}
    columns = {case.code: c for c, case in enumerate(dataset.cases)}
    codes_rc = np.full((len(rows), len(columns)), MISSING, dtype=np.int64)
    for shown in presentations:
        if shown.reader.code in rows and shown.reading is not None:
            place = rows[shown.reader.code], columns[shown.case.code]
            assert codes_rc[place] == MISSING, "one reading of a case for each reader"
            codes_rc[place] = coding(shown.reading)
    return codes_rc


def truth(dataset: Dataset) -> Codes:
    """The origin of each case, 0 real, 1 synthetic (cases,)."""
    origins = [SYNTHETIC if case.origin == "synthetic" else REAL for case in dataset.cases]
    return np.array(origins, dtype=np.int64)


def repeat_pairs(dataset: Dataset) -> tuple[list[StudyPresentation], list[StudyPresentation]]:
    """First and second presentations of the cases that one reader read twice, both with a verdict.

    Only the first of each counts in the main figures.
    """
    first = {shown.token: shown for shown in dataset.main}
    again = [
        shown
        for shown in dataset.presentations
        if shown.excluded_because == "repeat" and shown.repeat_of in first
    ]
    return [first[shown.repeat_of] for shown in again], again


def verdict_counts(dataset: Dataset) -> dict[str, tuple[int, ...]]:
    """Readings of each origin by the six levels, definitely real first."""
    counts = {origin: [0] * len(VERDICTS) for origin in ("real", "synthetic")}
    for shown in dataset.main:
        if shown.reading is not None:
            counts[shown.case.origin][six_level_verdict(shown.reading)] += 1
    return {origin: tuple(levels) for origin, levels in counts.items()}
