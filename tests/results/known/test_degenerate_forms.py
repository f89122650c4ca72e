"""Known cases made degenerate: their statistics are numbers or None, and nothing fails."""

from dataclasses import replace
from math import isfinite

import pytest

from . import discrimination, reader_case  # noqa: F401 (register their kinds)
from .case import KnownAnswers, known_cases
from .registry import KINDS

KINDS_OF_READINGS = ("crossed", "mrmc1", "mrmc2", "mrmc2_binary", "accuracy", "roc")
CASES = [case for case in known_cases() if case.kind in KINDS_OF_READINGS]
VALUES = ("answer", "value", "rating", "score", "confidence", "correct")


def _first(rows, column):
    return [row for row in rows if row[column] == rows[0][column]]


def _set(rows, value, correct=1):
    """Every answer replaced by `value` of the row; whether it is correct, by `correct`."""
    return [
        {
            name: correct if name == "correct" else value(row) if name in VALUES else kept
            for name, kept in row.items()
        }
        for row in rows
    ]


FORMS = {
    "one reader": lambda rows: _first(rows, "reader") if "reader" in rows[0] else rows,
    "one case": lambda rows: _first(rows, "case"),
    "one origin": lambda rows: _first(rows, "truth"),
    "two cases": lambda rows: (
        _first(rows, "case")
        + [row for row in rows if row["case"] == next(r for r in rows if r["truth"] == 1)["case"]]
    ),
    "one answer": lambda rows: _set(rows, value=lambda row: 1),
    "perfect": lambda rows: _set(rows, value=lambda row: row["truth"], correct=1),
    "inverted": lambda rows: _set(rows, value=lambda row: 1 - row["truth"], correct=0),
    "gaps": lambda rows: [row for place, row in enumerate(rows) if place % 7],
    "nulls": lambda rows: _set(rows[:9], value=lambda row: None) + rows[9:],
    "nothing": lambda rows: [],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_degenerate_case_has_numbers_or_none(case: KnownAnswers, form: str) -> None:
    rows = FORMS[form](case.rows())
    columns = case.data.get("long", case.data)["columns"]
    table = [[row[column] for column in columns] for row in rows]
    data = {"columns": columns, "rows": table}
    found = KINDS[case.kind](replace(case, data=data))
    numbers = {name: value for name, value in found.items() if value is not None}
    assert all(isinstance(v, list) or isfinite(v) for v in numbers.values()), numbers
