"""What an evaluation found, ready to be printed: sections of checks, tables and pictures.

Every part of the evaluation gives one :class:`Section`; page, JSON and CSV print that one object.
No number is NaN or infinite: an undefined one is None and says why.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

Cell = str | int | float | None


class Light(StrEnum):
    """The traffic light of a check or a report."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"
    """Could not be measured."""


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """Where a value turns amber and red; the boundary itself belongs to the better side."""

    green: float
    amber: float
    why: str
    """Where these limits come from."""

    def light_of(self, value: float | None) -> Light:
        """GREEN to ``green``, AMBER to ``amber``, else RED; GREY without a value."""
        if value is None:
            return Light.GREY
        # With green above amber, more is better.
        sign = 1 if self.green >= self.amber else -1
        if sign * value >= sign * self.green:
            return Light.GREEN
        return Light.AMBER if sign * value >= sign * self.amber else Light.RED


@dataclass(frozen=True, kw_only=True)
class Check:
    """One number that is held against a declared threshold."""

    name: str
    """As ``utility.tstr_f1``: unique in a report."""
    title: str
    value: float | None
    threshold: Threshold
    n: int
    """Records (or patients) behind the number."""
    low: float | None = None
    high: float | None = None
    """95 % interval, where there is one."""
    says: str = ""
    """One sentence: what this value means; without a value, why there is none."""

    def __post_init__(self) -> None:
        """Raise ValueError on a number that is not finite, or a gap without its reason."""
        _refuse_not_finite(self.name, (self.value, self.low, self.high))
        if self.value is None and not self.says:
            raise ValueError(f"{self.name} has no value and does not say why")

    @property
    def light(self) -> Light:
        """The colour of the value."""
        return self.threshold.light_of(self.value)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table."""

    name: str
    title: str
    unit: str = ""
    digits: int = 3


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of cells by the names of the columns; None is a gap that the note explains."""

    name: str
    """As ``fidelity.features``: unique in a report; its CSV file is called so."""
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Cell], ...]
    note: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError on a row that does not fit the columns, or a number not finite."""
        names = {column.name for column in self.columns}
        for row in self.rows:
            if set(row) != names:
                raise ValueError(f"{self.name}: a row has {sorted(row)}, not {sorted(names)}")
            _refuse_not_finite(self.name, row.values())


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A figure as SVG."""

    name: str
    title: str
    alt: str
    """What it shows, in words, for whoever cannot see it."""
    svg: str


@dataclass(frozen=True, kw_only=True)
class FlaggedRecord:
    """A synthetic record that should not enter a pool, and why."""

    index: int
    name: str
    sha256: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """What one part of the evaluation found."""

    name: str
    title: str
    says: str
    """How it was measured, in plain sentences, with the sources."""
    checks: tuple[Check, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    flagged: tuple[FlaggedRecord, ...] = ()


def _refuse_not_finite(name: str, numbers: Iterable[Cell]) -> None:
    for number in numbers:
        if isinstance(number, float) and not isfinite(number):
            raise ValueError(f"{name}: {number} is no number to print; give None and say why")
