"""A dataset as a table of readings, the form in which findings take it.

Rules of what counts: practice is never analysed; of a case shown twice to one reader the first
reading counts, and the second only in the agreement of readers with themselves; a reading without
a verdict (abstained, or reported as unreadable) is left out.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np

from reviewapp.results.dataset import Dataset, StudyPresentation
from reviewapp.results.reading_table import (
    NOT_ASSESSABLE,
    Case,
    Item,
    Reader,
    Readings,
    ReadingTable,
    Scale,
)
from reviewapp.results.statistics.bootstrap import REPLICATES
from reviewapp.results.statistics.coding import MISSING, REAL, SYNTHETIC, Numbers
from reviewapp.results.statistics.discrimination.equivalence import Band
from reviewapp.studies.questionnaire import VERDICTS, is_synthetic, verdict_rank

SIX_LEVELS: Final = Scale(VERDICTS, values=tuple(float(n) for n in range(1, len(VERDICTS) + 1)))
"""The verdict's ranks, treated as numbers where a statistic needs numbers."""

Places = dict[str, int]


def table_of(dataset: Dataset, *, replicates: int = REPLICATES) -> ReadingTable:
    """All readings of the dataset that count, in a table; its seed follows from the study's."""
    cases = shown_cases(dataset)
    rows = {reader.code: row for row, reader in enumerate(dataset.readers)}
    columns = {case.code: column for column, case in enumerate(cases)}
    shape = len(rows), len(columns)
    labels = {question.code: question.label.en for question in dataset.questionnaire.questions}
    items = tuple(Item(code, labels[code]) for code in dataset.questionnaire.scale_codes)
    table = ReadingTable.of(
        [Reader(reader.code, reader.site) for reader in dataset.readers],
        cases,
        _readings(dataset.main, rows, columns, items),
        again=_readings(second_presentations(dataset), rows, columns, items),
        seconds_rc=np.full(shape, np.nan),
        position_rc=np.full(shape, np.nan),
        items=items,
        rating_scale=SIX_LEVELS,
    )
    _fill_course(table, dataset, rows, columns)
    return replace(
        table,
        accuracy_band=Band(margin=dataset.study.margin_percent / 100),
        seed=seed_of(dataset.study.seed),
        replicates=replicates,
    )


def seed_of(study_seed: str) -> int:
    """The seed of every bootstrap and permutation of a study, known to nobody before the end."""
    return int(hashlib.sha256(f"analysis {study_seed}".encode()).hexdigest()[:8], 16)


def shown_cases(dataset: Dataset) -> list[Case]:
    """The cases that stood in anybody's order, practice apart, read or not."""
    shown = {p.case.code for p in dataset.presentations if not p.is_practice}
    return [
        Case(case.code, "synthetic" if case.origin == "synthetic" else "real", case.rhythm)
        for case in dataset.cases
        if case.code in shown
    ]


def second_presentations(dataset: Dataset) -> list[StudyPresentation]:
    """The second presentations of cases that one reader read twice, both with a verdict."""
    first = {shown.token for shown in dataset.main}
    return [
        shown
        for shown in dataset.presentations
        if shown.excluded_because == "repeat" and shown.repeat_of in first
    ]


def _readings(
    presentations: Iterable[StudyPresentation], rows: Places, columns: Places,
    items: tuple[Item, ...],
) -> Readings:  # fmt: skip
    shape = len(rows), len(columns)
    rating_rc = np.full(shape, np.nan)
    verdict_rc = np.full(shape, MISSING, dtype=np.int64)
    scores: dict[str, Numbers] = {item.code: np.full(shape, np.nan) for item in items}
    for shown in presentations:
        if shown.reading is None:
            continue
        place = rows[shown.reader.code], columns[shown.case.code]
        assert verdict_rc[place] == MISSING, "one reading of a case for each reader"
        rating_rc[place] = verdict_rank(shown.reading.verdict)
        verdict_rc[place] = SYNTHETIC if is_synthetic(shown.reading.verdict) else REAL
        for code, score in shown.reading.scores.items():
            if code in scores:
                scores[code][place] = NOT_ASSESSABLE if score is None else score
    return Readings(
        rating_rc=rating_rc,
        verdict_rc=verdict_rc,
        value_rc=np.full(shape, MISSING, dtype=np.int64),
        scores=scores,
    )


def _fill_course(table: ReadingTable, dataset: Dataset, rows: Places, columns: Places) -> None:
    """Place in the reader's order and active time of each reading that counts."""
    for shown in dataset.main:
        place = rows[shown.reader.code], columns[shown.case.code]
        table.position_rc[place] = shown.position
        seconds = None if shown.reading is None else shown.reading.time.active_s
        if seconds is not None:
            table.seconds_rc[place] = seconds
