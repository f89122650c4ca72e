"""Aligned columns and numbered notes of a report in a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Final

WIDTH: Final = 100
LEAST_ROOM: Final = 30


class Notes:
    """Notes that many lines share: each is printed once, under its number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, note: str) -> str:
        """The number of a note, a new one for a new note; "" for none."""
        return str(self._numbers.setdefault(note, len(self._numbers) + 1)) if note else ""

    def lines(self) -> Iterator[str]:
        """All notes by number."""
        for note, number in self._numbers.items():
            yield from wrap(f"{number:>3}  {note}", WIDTH, subsequent_indent="     ")


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as what stands in them; a long last cell goes on below."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)]
        start = "  " + "".join(f"{cell}  " for cell in cells)
        lines = wrap(row[-1], max(WIDTH - len(start), LEAST_ROOM)) or [""]
        yield (start + lines[0]).rstrip()
        for line in lines[1:]:
            yield " " * len(start) + line


def wrapped(text: str, indent: str = "") -> Iterable[str]:
    """A paragraph."""
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)
