"""Open a file of readings, whichever of the known formats it has."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reviewapp.results.reading_table import Scale

from .arranging import arranged
from .faults import ReadingFileError
from .formats import imrmc, published_test, study_export, table
from .gathering import Gathering
from .reading_file import Options, ReadingFile, Source
from .sheet import Row, Sheet


@dataclass(frozen=True, kw_only=True)
class _Recognised:
    """A file whose format is known: its rows under our names of columns."""

    format: str
    rows: Iterable[Row]
    columns: Iterable[str]
    notes: tuple[str, ...] = ()
    decimal_comma: bool = False
    rating_scale: Scale | None = None


def read_reading_file(path: Path, options: Options | None = None) -> ReadingFile:
    """The readings of a file; its format is recognised by its first lines.

    Raises ReadingFileError, with line and column, where it can't be read.
    """
    if not path.is_file():
        raise ReadingFileError("there is no such file", file=path, advice="Check its name")
    found = _recognised(path)
    gathered = Gathering(found.rows, found.columns, file=path, decimal_comma=found.decimal_comma)
    return arranged(
        gathered,
        source=Source(path=path, format=found.format, sha256=_sha256(path), notes=found.notes),
        options=options or Options(),
        decimal_comma=found.decimal_comma,
        rating_scale=found.rating_scale,
    )


def _recognised(path: Path) -> _Recognised:
    if imrmc.is_imrmc(path):
        return _Recognised(format=imrmc.NAME, rows=imrmc.rows_of(path), columns=imrmc.COLUMNS)
    sheet = Sheet.opened(path)
    has = set(sheet.header)
    if has >= published_test.HEADER:
        return _of_published_test(sheet)
    if has >= study_export.HEADER and "truth" not in has:
        return _of_study_export(sheet)
    columns = table.columns_of(sheet)
    return _Recognised(
        format=table.NAME,
        rows=sheet.rows(),
        columns=columns,
        notes=_ignored(sheet, columns),
        decimal_comma=sheet.has_decimal_commas,
    )


def _of_published_test(sheet: Sheet) -> _Recognised:
    return _Recognised(
        format=published_test.NAME,
        rows=published_test.rows_of(sheet),
        columns=published_test.COLUMNS,
        notes=(published_test.NOTE, *_ignored(sheet, published_test.USED)),
    )


def _of_study_export(sheet: Sheet) -> _Recognised:
    named = study_export.columns_of(sheet)
    return _Recognised(
        format=study_export.NAME,
        rows=study_export.rows_of(sheet),
        columns=(*named, "rating", "occasion"),
        notes=(study_export.NOTE, *_ignored(sheet, (*named.values(), *study_export.MARKS))),
        decimal_comma=sheet.has_decimal_commas,
        rating_scale=study_export.SIX_LEVELS,
    )


def _ignored(sheet: Sheet, used: Iterable[str]) -> tuple[str, ...]:
    """What a note says of the columns that nothing is made of."""
    ignored = [name for name in sheet.header if name and name not in set(used)]
    return (f"Columns that were not used: {', '.join(ignored)}.",) if ignored else ()


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
