"""Gathered rows arranged as tables of readers x cases."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reviewapp.results.reading_table import (
    ORIGIN_CODES,
    Case,
    Origin,
    Reader,
    Readings,
    ReadingTable,
    Scale,
)
from reviewapp.results.statistics.coding import MISSING, Codes, Numbers

from .coded_rows import CodedRows, coded_rows, natural
from .consistency import label_of_each, truth_of_cases, turns_of
from .gathering import Gathering
from .reading_file import Options, ReadingFile, Source

MOST_CELLS: Final = 20_000_000
"""Readers x cases that memory holds in a few tables."""

BINARY_RATINGS: Final = (
    "The ratings are 0 and 1 alone: they are taken as verdicts too, and the area under the curve "
    "of a verdict is balanced accuracy."
)


def arranged(
    gathered: Gathering,
    *,
    source: Source,
    options: Options,
    decimal_comma: bool = False,
    rating_scale: Scale | None = None,
) -> ReadingFile:
    """The tables of gathered rows.

    Of the readings of one case by one reader the first occasion counts, the second is a repeat,
    later ones aren't used. ``rating_scale`` is that of a format whose ratings are ranks. Raises
    ReadingFileError where the rows contradict each other, and at labels that can't be understood.
    """
    coded = coded_rows(gathered, options=options, decimal_comma=decimal_comma)
    _refuse_vast_tables(gathered, coded)
    conditions = gathered.names("condition") or [""]
    condition_n = np.maximum(gathered.code_n("condition"), 0)
    turn_n = turns_of(gathered, coded, condition_n)
    readers, cases = _readers(gathered, coded), _cases(gathered, coded)
    are_verdicts = _are_verdicts(gathered, coded)
    if are_verdicts:
        verdict_n = np.nan_to_num(coded.rating_n, nan=MISSING).astype(np.int64)
        coded = replace(coded, verdict_n=verdict_n)
    if rating_scale is not None:
        coded = replace(coded, rating_scale=rating_scale)
    tables = {
        conditions[code]: _table(gathered, coded, (readers, cases), turn_n, condition_n == code)
        for code in sorted(range(len(conditions)), key=lambda code: natural(conditions[code]))
    }
    notes = [BINARY_RATINGS] if are_verdicts else []
    notes += _notes(gathered, coded, turn_n)
    return ReadingFile(
        source=replace(source, notes=(*source.notes, *notes)),
        rows=gathered.rows,
        tables=tables,
        positive=coded.positive,
    )


def _readers(gathered: Gathering, coded: CodedRows) -> tuple[Reader, ...]:
    sites = label_of_each(gathered, coded, column="site", of="reader")
    return tuple(map(Reader, coded.readers, sites or [""] * len(coded.readers)))


def _cases(gathered: Gathering, coded: CodedRows) -> tuple[Case, ...]:
    rhythms = label_of_each(gathered, coded, column="rhythm", of="case")
    origins: list[Origin | None] = [None] * len(coded.cases)
    if "truth" in gathered.columns:
        by_code: dict[int, Origin] = {code: origin for origin, code in ORIGIN_CODES.items()}
        origins = [by_code[int(code)] for code in truth_of_cases(gathered, coded)]
    return tuple(map(Case, coded.cases, origins, rhythms or [""] * len(coded.cases)))


def _table(
    gathered: Gathering,
    coded: CodedRows,
    cast: tuple[tuple[Reader, ...], tuple[Case, ...]],
    turn_n: Codes,
    chosen_n: NDArray[np.bool_],
) -> ReadingTable:
    """The table of the chosen rows, those of one condition."""
    shape = len(cast[0]), len(cast[1])
    first_n, again_n = chosen_n & (turn_n == 0), chosen_n & (turn_n == 1)

    def placed(number_n: Numbers | Codes, rows_n: NDArray[np.bool_], nothing: float) -> Numbers:
        table_rc = np.full(shape, nothing)
        table_rc[coded.reader_n[rows_n], coded.case_n[rows_n]] = number_n[rows_n]
        return table_rc

    def readings(rows_n: NDArray[np.bool_]) -> Readings:
        return Readings.of(
            shape,
            rating_rc=placed(coded.rating_n, rows_n, np.nan),
            verdict_rc=placed(coded.verdict_n, rows_n, MISSING).astype(np.int64),
            value_rc=placed(coded.value_n, rows_n, MISSING).astype(np.int64),
        )

    return ReadingTable.of(
        *cast,
        readings(first_n),
        again=readings(again_n),
        seconds_rc=placed(gathered.number_n("seconds"), first_n, np.nan),
        position_rc=placed(gathered.number_n("position"), first_n, np.nan),
        rating_scale=coded.rating_scale,
        value_scale=coded.value_scale,
    )


def _are_verdicts(gathered: Gathering, coded: CodedRows) -> bool:
    """Whether the file has no verdicts, and every rating is 0 or 1."""
    given = coded.rating_n[np.isfinite(coded.rating_n)]
    has_verdicts = "verdict" in gathered.columns
    return not has_verdicts and given.size > 0 and bool(np.isin(given, (0.0, 1.0)).all())


def _notes(gathered: Gathering, coded: CodedRows, turn_n: Codes) -> list[str]:
    notes = []
    empty = int((~coded.is_read_n).sum())
    if empty:
        notes.append(f"{empty} of {gathered.rows} rows hold no reading: taken as missing.")
    later = int((turn_n > 1).sum())
    if later:
        notes.append(f"{later} readings are third or later ones of their case: not used.")
    return notes


def _refuse_vast_tables(gathered: Gathering, coded: CodedRows) -> None:
    readers, cases = len(coded.readers), len(coded.cases)
    if readers * cases > MOST_CELLS:
        raise gathered.fault(
            f"{readers:,} readers and {cases:,} cases make {readers * cases:,} pairs, more than "
            f"{MOST_CELLS:,}",
            advice="Check the columns 'reader' and 'case', or split the file",
        )
