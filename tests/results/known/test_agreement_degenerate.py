"""Known cases on agreement made degenerate: numbers or None, and nothing fails."""

from collections.abc import Callable
from dataclasses import replace
from math import isfinite
from typing import Any

import numpy as np
import pytest

from . import agreement, repeats  # noqa: F401 (register their kinds)
from .agreement_table import TABLE
from .case import KnownAnswers, known_cases
from .registry import KINDS

OF_READINGS = [
    case
    for case in known_cases()
    if TABLE.has(case) and {"columns", "table", "counts"} & set(case.data)
]


def first_of(column: str) -> Callable[[Any], Any]:
    return lambda rows: [row for row in rows if row[column] == rows[0][column]] if rows else rows


def one_answer(rows: Any) -> Any:
    fixed = {key: rows[0][key] for key in rows[0] if key in ("value", "answer", "score")}
    return [row | fixed for row in rows]


ROWS = {
    "no readings": lambda rows: [],
    "one reading": lambda rows: rows[:1],
    "one reader": first_of("reader"),
    "one case": first_of("case"),
    "one answer": lambda rows: one_answer(rows) if rows else rows,
    "one reader of one answer": lambda rows: (
        one_answer(first_of("reader")(rows)) + [r for r in rows if r["reader"] != rows[0]["reader"]]
        if rows
        else rows
    ),
}
TABLES = {
    "no readings": lambda table: table * 0,
    "one case": lambda table: np.eye(1, table.size, dtype=int).reshape(table.shape),
    "one row": lambda table: table * (np.arange(len(table)) == 0)[:, None],
    "diagonal": lambda table: table * np.eye(*table.shape, dtype=int),
}


def changed(case: KnownAnswers, form: str) -> KnownAnswers | None:
    """The case with other data, or None where the form isn't of its kind."""
    for key in ("table", "counts"):
        if key in case.data:
            made = TABLES[form](np.array(case.data[key])).tolist() if form in TABLES else None
            return made and replace(case, data={**case.data, key: made})
    if form not in ROWS:
        return None
    rows = [list(row.values()) for row in ROWS[form](case.rows())]
    return replace(case, data={"columns": case.data["columns"], "rows": rows})


@pytest.mark.parametrize("form", sorted({*ROWS, *TABLES}))
@pytest.mark.filterwarnings("error")
def test_every_statistic_is_a_number_or_none(form: str) -> None:
    for case in OF_READINGS:
        made = changed(case, form)
        if made is None:
            continue
        computed = KINDS[case.kind](made)
        missing = set(case.asked) - set(computed)
        odd = {k: v for k, v in computed.items() if isinstance(v, float) and not isfinite(v)}
        assert (missing, odd) == (set(), {}), case.name
