"""The tables of a study as columns and an iterator of rows: long and wide."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from reviewapp.results.dataset import StudyPresentation, StudyReader, StudyReading
from reviewapp.results.exports.asked_columns import answer_columns, item_columns
from reviewapp.results.exports.columns import (
    POSITION_COLUMNS,
    READING_COLUMNS,
    RECORD_COLUMNS,
    SCORE_COLUMNS,
    SHARED_COLUMNS,
    VERDICT_COLUMNS,
    Column,
    ReadColumn,
    correct_of,
    rank_of,
    seconds_of,
    verdict_origin,
)
from reviewapp.results.exports.spreadsheet import Value, csv_pieces
from reviewapp.studies.questionnaire import Questionnaire

Row = Sequence[Value]
Shown = Iterable[StudyPresentation]

CASE_COLUMNS: Final = (
    Column("case", "text", "code of the case within the study"),
    Column("origin", "text", "the truth: real or synthetic"),
    Column("case_rhythm", "text", "rhythm of the record as its source labels it"),
    *(Column(one.name, one.kind, one.meaning, one.unit) for one in RECORD_COLUMNS),
    Column("readings", "whole", "readings of the case in the main figures"),
    Column("called_synthetic", "whole", "of these: called synthetic"),
)
"""The first columns of the table with one row a case."""

READER_SEPARATOR: Final = "__"


@dataclass(frozen=True)
class Table:
    """A table by name (that of its file, without the ending); `rows` gives them anew each time."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Row]]

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    def csv(self) -> Iterator[bytes]:
        """The table as CSV, some hundred rows at a time."""
        return csv_pieces(self.names, self.rows())


def readings_table(questionnaire: Questionnaire, shown: Callable[[], Shown]) -> Table:
    """One row a reading, practice and repeats among them and marked."""
    columns = (*SHARED_COLUMNS, *READING_COLUMNS, *answer_columns(questionnaire))
    return table_of_readings("readings", columns, shown)


def scores_table(questionnaire: Questionnaire, shown: Callable[[], Shown]) -> Table:
    """One row a score, in the order of the questionnaire."""
    items = questionnaire.scale_codes

    def rows() -> Iterator[Row]:
        for presentation, reading in _read(shown()):
            first = [column.read(presentation, reading) for column in SHARED_COLUMNS]
            for item in items:
                if item in reading.scores:
                    score = reading.scores[item]
                    yield [*first, item, score, score is None]

    return Table("scores", (*SHARED_COLUMNS, *SCORE_COLUMNS), rows)


def wide_readings_table(questionnaire: Questionnaire, shown: Callable[[], Shown]) -> Table:
    """One row a reading, and a column for each morphology item beside the verdict."""
    columns = (
        *SHARED_COLUMNS,
        *POSITION_COLUMNS,
        *VERDICT_COLUMNS,
        *item_columns(questionnaire),
    )
    return table_of_readings("wide_readings", columns, shown)


def wide_cases_table(
    questionnaire: Questionnaire, readers: Sequence[StudyReader], by_case: Callable[[], Shown]
) -> Table:
    """One row a case, and columns for each reader: rank, correct, seconds and each item.

    `by_case` gives all presentations of a case one after the other. Only readings that count in
    the main figures are here.
    """
    fields = _reader_fields(questionnaire)
    columns = [
        Column(
            f"{reader.code}{READER_SEPARATOR}{field.name}",
            field.kind,
            f"{reader.code}, site {reader.site}: {field.meaning}",
            field.unit,
        )
        for reader in readers
        for field in fields
    ]

    def rows() -> Iterator[Row]:
        counted = (p for p in by_case() if not p.excluded_because)
        for _, group in groupby(_read(counted), key=lambda pair: pair[0].case.code):
            yield _wide_row(list(group), readers, fields)

    return Table("wide_cases", (*CASE_COLUMNS, *columns), rows)


def _reader_fields(questionnaire: Questionnaire) -> list[ReadColumn]:
    return [
        ReadColumn("verdict_rank", "whole", "1 definitely real to 6 definitely synthetic", "",
                   lambda _, r: rank_of(r)),
        ReadColumn("correct", "flag", "1: the verdict is the origin", "", correct_of),
        ReadColumn("seconds", "real", "from first shown to stored", "s",
                   lambda _, r: seconds_of(r)),
        *item_columns(questionnaire),
    ]  # fmt: skip


def _wide_row(
    group: list[tuple[StudyPresentation, StudyReading]],
    readers: Sequence[StudyReader],
    fields: list[ReadColumn],
) -> Row:
    of_reader = {shown.reader.code: shown for shown, _ in group}
    first, reading = group[0]
    row: list[Value] = [first.case.code, first.case.origin, first.case.rhythm]
    row += [column.read(first, reading) for column in RECORD_COLUMNS]
    row += [len(group), sum(verdict_origin(one) == "synthetic" for _, one in group)]
    for reader in readers:
        shown = of_reader.get(reader.code)
        row += [_cell(field, shown) for field in fields]
    return row


def _cell(field: ReadColumn, shown: StudyPresentation | None) -> Value:
    return field.read(shown, shown.reading) if shown and shown.reading else None


def table_of_readings(
    name: str, columns: tuple[ReadColumn, ...], shown: Callable[[], Shown]
) -> Table:
    """One row a reading, with these columns."""

    def rows() -> Iterator[Row]:
        for presentation, reading in _read(shown()):
            yield [column.read(presentation, reading) for column in columns]

    return Table(name, columns, rows)


def _read(shown: Shown) -> Iterator[tuple[StudyPresentation, StudyReading]]:
    return ((p, p.reading) for p in shown if p.reading is not None)
