"""What a file of readings holds once it has been read."""

from dataclasses import dataclass
from pathlib import Path

from reviewapp.results.reading_table import ReadingTable


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the researcher declares: the scale's categories in order, and the positive label."""

    categories: tuple[str, ...] = ()
    positive: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where readings come from: the file, its format and hash, and what is to be said of it."""

    path: Path
    format: str
    sha256: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReadingFile:
    """The readings of a file, one table a condition; most files have one, named "".

    All tables have the same readers and cases. ``positive`` is the label that stands for
    "synthetic", "" in files of agreement.
    """

    source: Source
    rows: int
    tables: dict[str, ReadingTable]
    positive: str = ""

    @property
    def conditions(self) -> tuple[str, ...]:
        """The names of the conditions, in order."""
        return tuple(self.tables)

    @property
    def main(self) -> ReadingTable:
        """The readings of the first condition."""
        return next(iter(self.tables.values()))
