"""Known answers: published or computed elsewhere, read from beside the project."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reviewapp.results.statistics.coding import MISSING, Codes


@dataclass(frozen=True)
class KnownAnswers:
    """One file of known answers, with its own rule of what passes."""

    name: str
    params: dict[str, Any]
    data: dict[str, Any]
    expected: dict[str, Any]
    tolerance: float
    tolerances: dict[str, float]

    def check(self, statistic: str, got: float | None) -> None:
        """Pass as the file says: |got - expected| <= tolerance * max(1, |expected|)."""
        expected = self.expected[statistic]
        if expected is None:
            assert got is None, f"{statistic} is undefined, not {got}"
            return
        assert got is not None, f"{statistic} is {expected}, not undefined"
        tolerance = self.tolerances.get(statistic, self.tolerance) * max(1, abs(expected))
        assert got == pytest.approx(expected, rel=0, abs=tolerance), statistic

    def rows(self) -> list[dict[str, Any]]:
        """The long data, one dictionary a row."""
        data = self.data.get("long", self.data)
        return [dict(zip(data["columns"], row, strict=True)) for row in data["rows"]]

    def categories(self) -> list[Any]:
        """The declared scale, or what the data use, in order."""
        used = sorted({row["value"] for row in self.rows()})
        return list(self.params.get("categories", used))

    def codes(self, value: str = "value") -> Codes:
        """Readers x cases, coded 0.. on the declared scale, -1 missing."""
        scale = [0, 1] if value != "value" else self.categories()
        readers, cases = self._names("reader"), self._names("case")
        codes_rc = np.full((len(readers), len(cases)), MISSING, dtype=np.int64)
        for row in self.rows():
            place = readers.index(row["reader"]), cases.index(row["case"])
            codes_rc[place] = scale.index(row[value])
        return codes_rc

    def truth(self) -> Codes:
        """The origin of each case, 1 synthetic."""
        by_case = {row["case"]: row["truth"] for row in self.rows()}
        return np.array([by_case[case] for case in self._names("case")], dtype=np.int64)

    def _names(self, column: str) -> list[str]:
        return sorted({row[column] for row in self.rows()})


@pytest.fixture
def known_answers(shared_data: Path) -> Callable[[str], KnownAnswers]:
    """`known_answers(name)` loads one file."""

    def load(name: str) -> KnownAnswers:
        case = json.loads((shared_data / "agreement-cases" / f"{name}.json").read_text())
        return KnownAnswers(
            name=name,
            params=case["params"],
            data=case["data"],
            expected=case["expected"],
            tolerance=case["tolerance"],
            tolerances=case.get("tolerances") or {},
        )

    return load
