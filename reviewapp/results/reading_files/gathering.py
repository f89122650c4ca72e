"""Rows gathered into columns, a few bytes a cell: a million rows fit into memory.

Shape legend: ``_n`` rows of the file.
"""

from array import array
from collections.abc import Iterable
from math import nan
from pathlib import Path
from typing import Final

import numpy as np

from reviewapp.results.statistics.coding import MISSING, Codes, Numbers

from .cells import is_missing, number_of
from .faults import ReadingFileError
from .sheet import Row

TEXT: Final[tuple[str, ...]] = (
    "reader",
    "case",
    "condition",
    "truth",
    "verdict",
    "value",
    "site",
    "rhythm",
)
NUMBER: Final[tuple[str, ...]] = ("rating", "occasion", "position", "seconds")
REQUIRED: Final = ("reader", "case", "condition")
"""No row may leave these empty."""


class Labels:
    """The labels of a column in the order in which they turn up, and the line of each."""

    def __init__(self) -> None:
        self.place: dict[str, int] = {}
        self.lines: list[int] = []

    def code(self, label: str, line: int) -> int:
        """The code of a label, a new one where it is new."""
        code = self.place.get(label)
        if code is None:
            code = self.place[label] = len(self.place)
            self.lines.append(line)
        return code

    @property
    def names(self) -> list[str]:
        """The labels by code."""
        return list(self.place)

    def line_of(self, label: str) -> int:
        """The line on which a label stands first."""
        return self.lines[self.place[label]]


class Gathering:
    """The columns of a file that statistics take; what else it has was left out before."""

    def __init__(
        self, rows: Iterable[Row], columns: Iterable[str], *, file: Path, decimal_comma: bool
    ) -> None:
        """Gather the rows. Raises ReadingFileError at the first cell that can't stand there."""
        self.file, self._decimal_comma = file, decimal_comma
        self.columns = frozenset(columns)
        self.labels = {name: Labels() for name in TEXT if name in self.columns}
        self._codes = {name: array("q") for name in self.labels}
        self._numbers = {name: array("d") for name in NUMBER if name in self.columns}
        self._lines = array("q")
        for line, cells in rows:
            self._add(line, cells)

    def _add(self, line: int, cells: dict[str, str]) -> None:
        self._lines.append(line)
        for name, codes in self._codes.items():
            text = cells[name]
            if not is_missing(text):
                codes.append(self.labels[name].code(text, line))
            elif name in REQUIRED:
                advice = f"Every row must name its {name}"
                raise self.fault("the cell is empty", line=line, column=name, advice=advice)
            else:
                codes.append(MISSING)
        for name, numbers in self._numbers.items():
            numbers.append(self._number(cells[name], line, name))

    def _number(self, text: str, line: int, column: str) -> float:
        try:
            return number_of(text, decimal_comma=self._decimal_comma)
        except ValueError:
            raise self.fault(
                f"{text!r} is no number",
                line=line,
                column=column,
                advice="Write it in digits, or leave the cell empty where there is none",
            ) from None

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self._lines)

    @property
    def line_n(self) -> Codes:
        """The line of each row."""
        return np.frombuffer(self._lines, dtype=np.int64) if self.rows else np.zeros(0, np.int64)

    def code_n(self, column: str) -> Codes:
        """The codes of a column of labels; all missing where the file doesn't have it."""
        if column not in self._codes or not self.rows:
            return np.full(self.rows, MISSING, dtype=np.int64)
        return np.frombuffer(self._codes[column], dtype=np.int64)

    def number_n(self, column: str) -> Numbers:
        """The numbers of a column; all NaN where the file doesn't have it."""
        if column not in self._numbers or not self.rows:
            return np.full(self.rows, nan)
        return np.frombuffer(self._numbers[column], dtype=np.float64)

    def names(self, column: str) -> list[str]:
        """The labels of a column by code; none where the file doesn't have it."""
        return self.labels[column].names if column in self.labels else []

    def fault(
        self, fault: str, *, line: int | None = None, column: str = "", advice: str
    ) -> ReadingFileError:
        """An error in this file, to be raised."""
        return ReadingFileError(fault, file=self.file, line=line, column=column, advice=advice)
