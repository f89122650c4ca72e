"""Tables as one XLSX workbook, a sheet each, written row by row: memory does not grow with rows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import IO, Any, Final

import xlsxwriter

from reviewapp.results.exports.columns import Column
from reviewapp.results.exports.spreadsheet import Value, list_text, safe_text
from reviewapp.results.exports.tables import Table

MOST_ROWS: Final = 1_048_576
"""Rows of a sheet, its header among them (ECMA-376 files as spreadsheets open them)."""

MOST_COLUMNS: Final = 16_384
MOST_CHARACTERS: Final = 32_767

GOES_ON: Final = "A sheet holds no more rows: all of them stand in {name}.csv and {name}.parquet."
CUT: Final = "A sheet holds no more columns: all of them stand in {name}.csv and {name}.parquet."

OPTIONS: Final = {
    "constant_memory": True,
    # Nothing that a reader wrote becomes a formula, an address or a number.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
MOMENT_FORMAT: Final = "yyyy-mm-dd hh:mm:ss"
WIDEST: Final = 40


def write_workbook(file: IO[bytes], sheets: Mapping[str, Table], *, made_at: datetime) -> None:
    """Write `sheets`, by name: numbers stay numbers, moments are UTC, texts are as in the CSV."""
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"created": _bare(made_at), "title": "ECG Blind Review"})
    formats = _Formats(book)
    for name, table in sheets.items():
        _write_sheet(book.add_worksheet(name), table, formats)
    book.close()


def workbook_pieces(sheets: Mapping[str, Table], *, made_at: datetime) -> Iterator[bytes]:
    """The workbook as a download: written to disk first, for its parts are known last."""
    with TemporaryFile() as file:
        write_workbook(file, sheets, made_at=made_at)
        yield from pieces_of(file)


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """A file from its beginning, 256 kB at a time."""
    file.seek(0)
    while piece := file.read(1 << 18):
        yield piece


class _Formats:
    """How header and moments look; made once for the book."""

    def __init__(self, book: Any) -> None:
        self.header = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.moment = book.add_format({"num_format": MOMENT_FORMAT})


def _write_sheet(sheet: Any, table: Table, formats: _Formats) -> None:
    columns = table.columns[:MOST_COLUMNS]
    sheet.freeze_panes(1, 1)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, _width_of(column))
    for number, column in enumerate(columns):
        sheet.write_string(0, number, safe_text(column.name), formats.header)
    if len(table.columns) > MOST_COLUMNS:
        sheet.write_string(0, MOST_COLUMNS - 1, CUT.format(name=table.name))
    for place, row in enumerate(table.rows(), start=1):
        if place == MOST_ROWS - 1:
            sheet.write_string(place, 0, GOES_ON.format(name=table.name))
            break
        _write_row(sheet, place, row[:MOST_COLUMNS], formats)


def _write_row(sheet: Any, place: int, row: Sequence[Value], formats: _Formats) -> None:
    for number, value in enumerate(row):
        if isinstance(value, bool):
            sheet.write_number(place, number, int(value))
        elif isinstance(value, int | float):
            sheet.write_number(place, number, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(place, number, _bare(value), formats.moment)
        elif value is not None and value != "":
            text = list_text(value) if isinstance(value, list) else value
            sheet.write_string(place, number, safe_text(text)[:MOST_CHARACTERS])


def _width_of(column: Column) -> int:
    least = 18 if column.kind == "moment" else 9
    return min(max(least, len(column.name) + 2), WIDEST)


def _bare(moment: datetime) -> datetime:
    """In UTC and without saying so: a sheet knows no time zones."""
    return moment.astimezone(UTC).replace(tzinfo=None)
