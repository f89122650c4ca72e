"""What a report is made of: sections, and in them sentences, pictures and tables.

Plain data without markup: the page renders it, and so may a printed report.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Final

from reviewapp.results.statistics.discrimination.reader_case import FEW_READERS_NOTE
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.wording import Writer, limits, p_value

LONG_TABLE: Final = 14
"""A table of more rows starts folded on the screen, and so does all but the first of a section;
print shows them whole."""

OFTEN: Final = 4
"""A reason that so many cells of a table share is said once, in a footnote."""
CITED: Final = {
    "Obuchowski-Rockette/Hillis": "Hillis 2007",
    "DeLong": "DeLong 1988",
    "Wilson": "Wilson 1927",
    "Gallas": "Gallas 2009",
    "two one-sided": "Schuirmann 1987",
    "proportional odds": "McCullagh 1980",
}
"""Where methods come from that do not name their year."""


@dataclass(frozen=True)
class Cell:
    """One figure of a table: value and limits in words, or why there are none."""

    value: str
    limits: str = ""
    reason: str = ""
    is_unreliable: bool = False
    is_words: bool = False
    mark: str = ""

    @property
    def why(self) -> str:
        """The reason as a sentence would begin with it."""
        return f"{'no interval' if self.value else 'not defined'}: {self.reason}"

    @classmethod
    def of(cls, estimate: Estimate, write: Writer) -> "Cell":
        """An estimate as a table shows it."""
        return cls(
            value="" if estimate.value is None else write(estimate.value),
            limits=limits(estimate, write),
            reason=estimate.reason or estimate.interval_reason,
            is_unreliable=FEW_READERS_NOTE in estimate.note,
        )

    @classmethod
    def count(cls, n: int) -> "Cell":
        """A number of things."""
        return cls(f"{n:,}".replace(",", "\N{NARROW NO-BREAK SPACE}"))

    @classmethod
    def p(cls, value: float | None, reason: str = "") -> "Cell":
        """A p value, or why there is none."""
        return cls(p_value(value), reason="" if value is not None else reason)

    @classmethod
    def words(cls, text: str) -> "Cell":
        """Text, set to the left."""
        return cls(text, is_words=True)


@dataclass(frozen=True)
class Row:
    """One row of a table; `kind` styles it (reader, site, all)."""

    label: str
    cells: tuple[Cell, ...]
    kind: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first of ``heads`` stands over the row labels."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""

    @property
    def is_long(self) -> bool:
        """Does it start folded even where it is the first?"""
        return len(self.rows) > LONG_TABLE

    @property
    def footnotes(self) -> tuple[tuple[str, str], ...]:
        """Mark and text of each reason that many cells share: it is said once, under the table."""
        counted = Counter(cell.why for row in self.rows for cell in row.cells if cell.reason)
        common = [why for why, n in counted.items() if n >= OFTEN]
        return tuple(zip(ascii_lowercase, common, strict=False))

    @property
    def marked_rows(self) -> tuple[Row, ...]:
        """The rows, with the mark of its footnote where a cell has one."""
        marks = {why: mark for mark, why in self.footnotes}
        return tuple(
            replace(row, cells=tuple(replace(one, mark=marks.get(one.why, "")) if one.reason
                                     else one for one in row.cells))
            for row in self.rows
        )  # fmt: skip

    @property
    def columns(self) -> tuple[tuple[str, bool], ...]:
        """Each head with whether its column holds numbers."""
        first = self.rows[0].cells if self.rows else ()
        words = [False, *(not cell.is_words for cell in first)]
        return tuple(zip(self.heads, [*words, *[True] * len(self.heads)], strict=False))

    @property
    def has_unreliable(self) -> bool:
        """Does an interval need the dagger's note?"""
        return any(cell.is_unreliable for row in self.rows for cell in row.cells)


@dataclass(frozen=True)
class Picture:
    """A figure of the catalogue by name; ``words`` say what it shows, with method and source."""

    name: str
    alt: str
    words: str
    method: str = ""


@dataclass(frozen=True)
class Section:
    """One section of the report; without ``tables`` and ``pictures`` its sentences say why."""

    anchor: str
    title: str
    sentences: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    method: str = ""


def sentences(*found: str) -> tuple[str, ...]:
    """Those sentences that say something."""
    return tuple(one for one in found if one)


def methods_of(estimates: Sequence[Estimate]) -> str:
    """The methods of the figures that have a value, each once, as a method line prints them."""
    used = dict.fromkeys(one.method for one in estimates if one.value is not None)
    return "; ".join(cited(one) for one in used)


def cited(method: str) -> str:
    """The method with author and year of its source, where it does not say them itself."""
    sources = [source for name, source in CITED.items() if name in method and source not in method]
    return f"{method} ({', '.join(sources)})" if sources else method
