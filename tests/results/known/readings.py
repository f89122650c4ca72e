"""The readings of a known case, whichever form it gives them in."""

from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from reviewapp.results.statistics.agreement.occasions import Occasions, occasions_of
from reviewapp.results.statistics.coding import MISSING, Codes, Numbers

from .case import KnownAnswers


@dataclass(frozen=True)
class Readings:
    """Codes on the declared scale (readers, cases), and the same as numbers where they are."""

    codes_rc: Codes
    labels: list[Any]
    score_rc: Numbers
    readers: list[Any]

    @property
    def categories(self) -> int:
        """The size of the scale; a scale of one category has room for another."""
        return max(len(self.labels), 2)

    @property
    def values_q(self) -> Numbers | None:
        """The values of the categories where they are numbers."""
        if len(self.labels) < 2 or not all(map(is_number, self.labels)):
            return None
        return np.array(self.labels, dtype=np.float64)


def is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def readings_of(case: KnownAnswers) -> Readings:
    """First readings of every reader and case; a table has two readers, counts have no names."""
    if "table" in case.data:
        return _of_table(case)
    if "counts" in case.data:
        return _of_counts(case)
    return coded(rows_of(case), "value", case.params.get("categories"))


def rows_of(case: KnownAnswers) -> list[dict[str, Any]]:
    """The long data, one dictionary a row."""
    return case.rows()


def coded(rows: list[dict[str, Any]], column: str, labels: list[Any] | None) -> Readings:
    """First readings of a column."""
    used = sorted({row[column] for row in rows if row[column] is not None})
    scale = list(labels) if isinstance(labels, list) else used
    place = {label: code for code, label in enumerate(scale)}
    codes = [place.get(row[column], MISSING) for row in rows]
    first = by_occasion(rows, np.where(np.array(codes) < 0, np.nan, codes)).first_rc
    numeric = all(map(is_number, used))
    score = [row[column] if numeric and row[column] is not None else np.nan for row in rows]
    return Readings(
        codes_rc=np.nan_to_num(first, nan=MISSING).astype(np.int64),
        labels=scale,
        score_rc=by_occasion(rows, np.array(score, dtype=np.float64)).first_rc,
        readers=names(rows, "reader"),
    )


def by_occasion(rows: list[dict[str, Any]], value_n: Numbers) -> Occasions:
    """First and second readings, readers and cases in order of their names."""
    numbered = {}
    for column in ("reader", "case"):
        place = {name: code for code, name in enumerate(names(rows, column))}
        numbered[column] = np.array([place[row[column]] for row in rows], dtype=np.int64)
    return occasions_of(
        reader_n=numbered["reader"],
        case_n=numbered["case"],
        occasion_n=np.array([row.get("occasion", 1) for row in rows], dtype=np.float64),
        value_n=np.asarray(value_n, dtype=np.float64),
    )


def names(rows: list[dict[str, Any]], column: str) -> list[Any]:
    return sorted({row[column] for row in rows})


def _of_table(case: KnownAnswers) -> Readings:
    table_qq = np.array(case.data["table"], dtype=np.int64)
    first_c, second_c = (
        np.repeat(codes, table_qq.ravel()) for codes in np.indices(table_qq.shape).reshape(2, -1)
    )
    labels = case.params.get("categories") or list(range(1, len(table_qq) + 1))
    return _numbered(np.stack([first_c, second_c]), labels)


def _of_counts(case: KnownAnswers) -> Readings:
    given = case.data["counts"] or np.zeros((0, 2))
    counts_cq = np.array(given, dtype=np.int64)
    readers = int(counts_cq.sum(axis=1).max(initial=0))
    codes_rc = np.full((readers, len(counts_cq)), MISSING)
    for c, counts_q in enumerate(counts_cq):
        codes_rc[: counts_q.sum(), c] = np.repeat(np.arange(counts_q.size), counts_q)
    labels = case.params.get("categories") or case.data.get("categories")
    return _numbered(codes_rc, labels or list(range(1, counts_cq.shape[1] + 1)))


def _numbered(codes_rc: Codes, labels: list[Any]) -> Readings:
    """Readings of readers without a name, as numbers where the labels are."""
    values = [float(label) if is_number(label) else np.nan for label in labels]
    score_rc = np.append(np.array(values), np.nan)[codes_rc]
    return Readings(codes_rc, list(labels), score_rc, list(range(1, len(codes_rc) + 1)))
