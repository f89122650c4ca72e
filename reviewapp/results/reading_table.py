"""The readings of one study as tables of numbers: what every statistic starts from.

A study in the database becomes one, and so does any file of readings from elsewhere. Shape legend
as in :mod:`.statistics.coding`: ``_r`` readers, ``_c`` cases, ``_q`` categories.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from reviewapp.results.statistics.bootstrap import REPLICATES
from reviewapp.results.statistics.coding import MISSING, REAL, SYNTHETIC, Codes, Numbers
from reviewapp.results.statistics.discrimination.equivalence import Band

Origin = Literal["real", "synthetic"]
Mask = NDArray[np.bool_]

ORIGIN_CODES: Final[dict[Origin, int]] = {"real": REAL, "synthetic": SYNTHETIC}
VERDICT_LEVELS: Final = ("real", "synthetic")
NOT_ASSESSABLE: Final = 0
"""The score that says "not assessable"; a score that there is not is NaN."""


@dataclass(frozen=True)
class Reader:
    """One reader by pseudonym; ``site`` is "" where none is known."""

    code: str
    site: str = ""


@dataclass(frozen=True)
class Case:
    """One case; ``origin`` is None where it isn't known, ``rhythm`` "" then."""

    code: str
    origin: Origin | None = None
    rhythm: str = ""


@dataclass(frozen=True)
class Scale:
    """Declared categories, lowest first, used or not, and their numeric values if they have any."""

    levels: tuple[str, ...]
    values: tuple[float, ...] | None = None
    is_ordered: bool = True

    def __post_init__(self) -> None:
        if len(self.levels) != len(set(self.levels)):
            raise ValueError("the categories of a scale have different names")
        if self.values is not None and len(self.values) != len(self.levels):
            raise ValueError(f"{len(self.levels)} categories have {len(self.values)} values")


@dataclass(frozen=True)
class Item:
    """One scored item: its code, and its name for people."""

    code: str
    label: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Readings:
    """What readers said on one occasion, all (readers, cases).

    ``rating_rc``: higher is more synthetic, NaN missing; ``verdict_rc``: 0 real, 1 synthetic, -1
    missing; ``value_rc``: codes of the declared scale of data on agreement alone, -1 missing;
    ``scores``: by item 1..levels, 0 not assessable, NaN missing.
    """

    rating_rc: Numbers
    verdict_rc: Codes
    value_rc: Codes
    scores: Mapping[str, Numbers] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        shape: tuple[int, int],
        *,
        rating_rc: Numbers | None = None,
        verdict_rc: Codes | None = None,
        value_rc: Codes | None = None,
        scores: Mapping[str, Numbers] | None = None,
    ) -> "Readings":
        """The tables that there are, the others of this shape and empty."""
        nothing_rc = np.full(shape, MISSING, dtype=np.int64)
        return cls(
            rating_rc=np.full(shape, np.nan) if rating_rc is None else rating_rc,
            verdict_rc=nothing_rc if verdict_rc is None else verdict_rc,
            value_rc=nothing_rc if value_rc is None else value_rc,
            scores=scores or {},
        )

    def at(self, rows_r: Codes, columns_c: Codes) -> "Readings":
        """The same of some readers and cases, in this order."""
        place = np.ix_(rows_r, columns_c)
        return Readings(
            rating_rc=self.rating_rc[place],
            verdict_rc=self.verdict_rc[place],
            value_rc=self.value_rc[place],
            scores={item: score_rc[place] for item, score_rc in self.scores.items()},
        )

    @property
    def read_rc(self) -> Mask:
        """Where a reader gave a verdict, a rating or a value."""
        given_rc = np.isfinite(self.rating_rc) | (self.verdict_rc != MISSING)
        return np.asarray(given_rc | (self.value_rc != MISSING))


@dataclass(frozen=True, kw_only=True, eq=False)
class ReadingTable:
    """All readings that count, and what the protocol declared about their analysis.

    ``first`` holds the readings of the main figures, ``again`` the second ones of hidden repeats.
    ``rating_scale`` is given where ratings are ranks 1..q of a declared scale, ``value_scale``
    where there are values. ``seconds_rc`` and ``position_rc`` (from 1) belong to the first
    readings, NaN where unknown. Raises ValueError where these rules are broken.
    """

    readers: tuple[Reader, ...]
    cases: tuple[Case, ...]
    first: Readings
    again: Readings
    seconds_rc: Numbers
    position_rc: Numbers
    items: tuple[Item, ...] = ()
    score_levels: int = 5
    rating_scale: Scale | None = None
    value_scale: Scale | None = None
    accuracy_band: Band = field(default_factory=Band)
    area_band: Band = field(default_factory=Band)
    seed: int = 0
    replicates: int = REPLICATES

    @classmethod
    def of(
        cls,
        readers: Sequence[Reader],
        cases: Sequence[Case],
        first: Readings,
        *,
        again: Readings | None = None,
        seconds_rc: Numbers | None = None,
        position_rc: Numbers | None = None,
        items: tuple[Item, ...] = (),
        rating_scale: Scale | None = None,
        value_scale: Scale | None = None,
    ) -> "ReadingTable":
        """A table of what there is; for margins, seed and replicates see `dataclasses.replace`."""
        shape = len(readers), len(cases)
        return cls(
            readers=tuple(readers),
            cases=tuple(cases),
            first=first,
            again=again or Readings.of(shape),
            seconds_rc=np.full(shape, np.nan) if seconds_rc is None else seconds_rc,
            position_rc=np.full(shape, np.nan) if position_rc is None else position_rc,
            items=items,
            rating_scale=rating_scale,
            value_scale=value_scale,
        )

    def __post_init__(self) -> None:
        _check_names(self)
        _check_shapes(self)
        for readings in (self.first, self.again):
            _check_codes(readings, self)

    @property
    def shape(self) -> tuple[int, int]:
        """Readers and cases."""
        return len(self.readers), len(self.cases)

    @property
    def truth_c(self) -> Codes:
        """Origin of each case, 0 real, 1 synthetic, -1 unknown (cases,)."""
        codes = [MISSING if c.origin is None else ORIGIN_CODES[c.origin] for c in self.cases]
        return np.array(codes, dtype=np.int64)

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites of the readers, in alphabetical order."""
        return tuple(sorted({reader.site for reader in self.readers}))

    @property
    def rhythms(self) -> tuple[str, ...]:
        """The rhythms of the cases, in alphabetical order; unknown ones left out."""
        return tuple(sorted({case.rhythm for case in self.cases} - {""}))

    def of_site(self, site: str) -> Mask:
        """Which readers belong to the site (readers,)."""
        return np.array([reader.site == site for reader in self.readers], dtype=np.bool_)

    def of_rhythm(self, rhythm: str) -> Mask:
        """Which cases have the rhythm (cases,)."""
        return np.array([case.rhythm == rhythm for case in self.cases], dtype=np.bool_)

    def in_order(self) -> "ReadingTable":
        """The same table, readers by site and code, cases by code: order in the file says nothing.

        Without it, a bootstrap would draw other readers and cases of the same study.
        """
        by_reader = sorted(range(len(self.readers)), key=lambda r: _place(self.readers[r]))
        by_case = sorted(range(len(self.cases)), key=lambda c: self.cases[c].code)
        return self.at(np.array(by_reader, np.int64), np.array(by_case, np.int64))

    def of_known_origin(self) -> "ReadingTable":
        """The same table without the cases whose origin nobody knows."""
        return self.at(np.arange(len(self.readers)), np.flatnonzero(self.truth_c != MISSING))

    def at(self, rows_r: Codes, columns_c: Codes) -> "ReadingTable":
        """Some readers and cases, in this order."""
        place = np.ix_(rows_r, columns_c)
        return replace(
            self,
            readers=tuple(self.readers[row] for row in rows_r),
            cases=tuple(self.cases[column] for column in columns_c),
            first=self.first.at(rows_r, columns_c),
            again=self.again.at(rows_r, columns_c),
            seconds_rc=self.seconds_rc[place],
            position_rc=self.position_rc[place],
        )


def _place(reader: Reader) -> tuple[str, str]:
    return reader.site, reader.code


def _check_names(table: ReadingTable) -> None:
    for kind, names in (
        ("reader", [reader.code for reader in table.readers]),
        ("case", [case.code for case in table.cases]),
        ("item", [item.code for item in table.items]),
    ):
        twice = sorted(name for name, times in Counter(names).items() if times > 1)
        if twice:
            raise ValueError(f"{kind} {twice[0]} stands in the table twice")
    if table.replicates < 1 or table.score_levels < 2:
        raise ValueError("a table has a replicate or more, and scores two levels or more")


def _check_shapes(table: ReadingTable) -> None:
    tables: dict[str, Numbers | Codes] = {
        "seconds": table.seconds_rc,
        "position": table.position_rc,
    }
    for occasion, readings in (("first", table.first), ("second", table.again)):
        tables[f"{occasion} rating"] = readings.rating_rc
        tables[f"{occasion} verdict"] = readings.verdict_rc
        tables[f"{occasion} value"] = readings.value_rc
        for item, score_rc in readings.scores.items():
            tables[f"{occasion} score {item}"] = score_rc
    for name, values_rc in tables.items():
        if values_rc.shape != table.shape:
            raise ValueError(f"{name}: {values_rc.shape}, but the study has {table.shape}")


def _check_codes(readings: Readings, table: ReadingTable) -> None:
    if not np.isin(readings.verdict_rc, (MISSING, REAL, SYNTHETIC)).all():
        raise ValueError("a verdict is 0 (real), 1 (synthetic) or -1 (missing)")
    if np.isinf(readings.rating_rc).any():
        raise ValueError("a rating is a finite number, or NaN where there is none")
    scale = table.rating_scale
    if scale and not _within(readings.rating_rc, 1, len(scale.levels)):
        raise ValueError(f"a rating is a rank from 1 to {len(scale.levels)}")
    categories = len(table.value_scale.levels) if table.value_scale else 0
    if not np.isin(readings.value_rc, np.arange(MISSING, categories)).all():
        raise ValueError(f"a value is a code from 0 to {categories - 1}, or -1 (missing)")
    unknown = set(readings.scores) - {item.code for item in table.items}
    if unknown:
        raise ValueError(f"there is no item {min(unknown)}")
    for item, score_rc in readings.scores.items():
        if not _within(score_rc, NOT_ASSESSABLE, table.score_levels):
            raise ValueError(f"a score of {item} is a whole number from 0 to {table.score_levels}")


def _within(values_rc: Numbers, low: int, high: int) -> bool:
    """Are all values that there are whole numbers from low to high?"""
    given = values_rc[~np.isnan(values_rc)]
    return bool(np.isin(given, np.arange(low, high + 1)).all())
