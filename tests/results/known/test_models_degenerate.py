"""The known cases on models made degenerate: numbers or None, and nothing fails."""

from collections.abc import Callable
from dataclasses import replace
from math import isfinite
from typing import Any

import pytest

from . import models  # noqa: F401 (registers its kinds)
from .case import KnownAnswers, known_cases
from .registry import KINDS

KINDS_OF_MODELS = ("glmm", "glmm_probit", "lmm", "site", "items")
CASES = [case for case in known_cases() if case.kind in KINDS_OF_MODELS]

Row = dict[str, Any]


def _verdict(row: Row, correct: int | None) -> Row:
    answer = None if correct is None else row["truth"] if correct else 1 - row["truth"]
    return {**row, "correct": correct, "answer": answer}


FORMS: dict[str, Callable[[Row], Row | None]] = {
    "no reading": lambda row: None,
    "one reader": lambda row: row if row["reader"] == "r01" else None,
    "two readers": lambda row: row if row["reader"] in ("r01", "r02") else None,
    "one case": lambda row: row if row["case"] == "c12" else None,
    "one site": lambda row: {**row, "site": "A"},
    "a site for each reader": lambda row: {**row, "site": row["reader"]},
    "all right": lambda row: _verdict(row, 1),
    "one answer": lambda row: _verdict(row, row["truth"]),
    "site A always right": lambda row: _verdict(row, 1) if row["site"] == "A" else row,
    "good and bad readers": lambda row: _verdict(row, int(row["reader"] < "r06")),
    "hard and easy cases": lambda row: _verdict(row, int(row["case"] < "c30")),
    "alike in all": lambda row: _verdict(row, row["order"] % 2),
    "one origin": lambda row: _verdict({**row, "truth": 1}, row["correct"]),
    "one position": lambda row: {**row, "order": 3},
    "one time": lambda row: {**row, "seconds": 10.0},
    "no time": lambda row: {**row, "seconds": None},
    "gaps": lambda row: row if (row["order"] * 7) % 5 else None,
    "nulls": lambda row: row if row["order"] % 3 else _verdict(row, None),
    "a case read once only": lambda row: {**row, "case": row["case"] + row["reader"]},
}


OF_TIME = ("one time", "no time")
OF_ROWS = ("no reading", "one reader", "two readers", "one case", "gaps", "a case read once only")
OF_ORIGIN = ("one origin", "one answer", "all right")


def _concerned(kind: str) -> list[str]:
    """The forms that change what a kind is computed from."""
    if kind == "lmm":
        return [*OF_ROWS, *OF_TIME, "one origin", "one position"]
    if kind == "glmm_probit":
        return [*OF_ROWS, *OF_ORIGIN, "nulls", "good and bad readers", "hard and easy cases"]
    return [form for form in FORMS if form not in (*OF_TIME, "one answer")]


PAIRS = [
    pytest.param(case, form, id=f"{case.kind}, {form}")
    for case in CASES
    for form in _concerned(case.kind)
]


@pytest.mark.parametrize(("case", "form"), PAIRS)
def test_a_degenerate_case_has_numbers_or_none(case: KnownAnswers, form: str) -> None:
    changed = [FORMS[form](row) for row in case.rows()]
    rows = [list(row.values()) for row in changed if row is not None]
    data = {"columns": case.data["columns"], "rows": rows}
    found = KINDS[case.kind](replace(case, data=data))
    assert all(value is None or isfinite(value) for value in found.values()), found
    if form in ("no reading", "one reader", "one case") and case.kind not in ("site", "items"):
        assert set(found.values()) == {None}
