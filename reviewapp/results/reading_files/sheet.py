"""A delimited text file, row by row: byte-order mark, separator and quotes understood."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from .faults import ReadingFileError

DELIMITERS: Final = (",", ";", "\t")
UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
AS_UTF_8: Final = "Save it as CSV in UTF-8"

Row = tuple[int, dict[str, str]]
"""The line that a row ends on, counted from 1, and its cells by column, without outer spaces."""


@dataclass(frozen=True)
class Sheet:
    """A file whose first line names its columns."""

    path: Path
    delimiter: str
    header: tuple[str, ...]

    @classmethod
    def opened(cls, path: Path) -> "Sheet":
        """Recognise separator and columns. Raises ReadingFileError where there are none."""
        with text_of(path) as lines:
            first = next((line for line in lines if line.strip()), "")
        if not first:
            raise ReadingFileError(
                "the file is empty", file=path, advice="Its first line must name the columns"
            )
        delimiter = max(DELIMITERS, key=first.count)
        cells = next(csv.reader([first], delimiter=delimiter))
        header = tuple(cell.strip().lower() for cell in cells)
        twice = {name for name in header if name and header.count(name) > 1}
        if twice:
            raise ReadingFileError(
                f"the column {min(twice)!r} stands there twice",
                file=path,
                line=1,
                advice="Delete or rename one of them",
            )
        return cls(path, delimiter, header)

    @property
    def has_decimal_commas(self) -> bool:
        """Whether 0,75 can be a number in this file."""
        return self.delimiter != ","

    def rows(self) -> Iterator[Row]:
        """Every row that isn't blank. Raises ReadingFileError at a row that doesn't fit."""
        with text_of(self.path) as lines:
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            is_header = True
            for cells in self._checked(reader):
                if not any(cell.strip() for cell in cells):
                    continue
                if is_header:
                    is_header = False
                    continue
                yield reader.line_num, self._by_column(cells, reader.line_num)

    def _checked(self, reader: "Iterator[list[str]]") -> Iterator[list[str]]:
        try:
            yield from reader
        except csv.Error as error:
            raise ReadingFileError(
                f"the row can't be read ({error})",
                file=self.path,
                line=getattr(reader, "line_num", None),
                advice="Look for a quotation mark that is opened and not closed",
            ) from error

    def _by_column(self, cells: list[str], line: int) -> dict[str, str]:
        excess = [cell for cell in cells[len(self.header) :] if cell.strip()]
        if excess or len(cells) < len(self.header):
            raise ReadingFileError(
                f"the row has {len(cells)} cells, the header names {len(self.header)} columns",
                file=self.path,
                line=line,
                advice="Give each row a cell for each column, empty where there is nothing, and "
                "put quotation marks around a cell that holds the separator",
            )
        return {name: cell.strip() for name, cell in zip(self.header, cells, strict=False)}


@contextmanager
def text_of(path: Path) -> Iterator[TextIO]:
    """The lines of a text file in UTF-8. Raises ReadingFileError where it isn't one."""
    try:
        with path.open("rb") as raw:
            start = raw.read(1024)
        if start.startswith(UTF_16_MARKS) or b"\0" in start:
            fault = "the file is no text in UTF-8 (a workbook, perhaps?)"
            raise ReadingFileError(fault, file=path, advice=AS_UTF_8)
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield lines
    except UnicodeDecodeError as error:
        raise ReadingFileError(
            f"the byte {error.object[error.start]:#04x} is no text in UTF-8",
            file=path,
            advice=AS_UTF_8,
        ) from error
    except OSError as error:
        raise ReadingFileError(
            f"the file can't be opened ({error.strerror})",
            file=path,
            advice="Check the name of the file, and whether you may read it",
        ) from error
