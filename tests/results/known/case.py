"""Known answers: published or computed elsewhere, read from beside the project."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from reviewapp.results.statistics.coding import MISSING, Codes, Numbers

SHARED = Path(__file__).resolve().parents[4] / "shared"


@dataclass(frozen=True)
class KnownAnswers:
    """One file of known answers, with its own rule of what passes.

    What is to be computed follows from ``kind``, never from ``name``.
    """

    name: str
    kind: str
    params: dict[str, Any]
    data: dict[str, Any]
    expected: dict[str, Any]
    tolerance: float
    tolerances: dict[str, float]
    published: dict[str, float]
    source: str

    @classmethod
    def read(cls, path: Path) -> "KnownAnswers":
        """One file; where it points to the data of another, those."""
        case = json.loads(path.read_text())
        return cls(
            name=case["name"],
            kind=case["kind"],
            params=case.get("params") or {},
            data=_data(case["data"], path.parent),
            expected=case["expected"],
            tolerance=case["tolerance"],
            tolerances=case.get("tolerances") or {},
            published=case.get("published") or {},
            source=case.get("source", ""),
        )

    @property
    def asked(self) -> tuple[str, ...]:
        """The statistics that the case asks for."""
        return tuple(self.expected)

    def failure(self, statistic: str, got: Any) -> str:
        """Why it doesn't pass: |got - expected| <= tolerance * max(1, |expected|); else nothing."""
        expected = self.expected[statistic]
        if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
            parts = [replace(self, expected={statistic: one}) for one in expected]
            pairs = zip(parts, got, strict=True)
            return "; ".join(filter(None, (part.failure(statistic, one) for part, one in pairs)))
        if expected is None or got is None:
            return "" if got is expected else f"{statistic} is {expected}, not {got}"
        tolerance = self.tolerances.get(statistic, self.tolerance) * max(1, abs(expected))
        if isfinite(got) and abs(got - expected) <= tolerance:
            return ""
        return f"{statistic} is {expected}, not {got}: {abs(got - expected):.2g} > {tolerance:.2g}"

    def check(self, statistic: str, got: float | None) -> None:
        """Fail as the file says."""
        assert not self.failure(statistic, got)

    @property
    def columns(self) -> list[str]:
        """The columns of the long data."""
        return list(self.data.get("long", self.data)["columns"])

    def rows(self) -> list[dict[str, Any]]:
        """The long data, one dictionary a row."""
        data = self.data.get("long", self.data)
        return [dict(zip(data["columns"], row, strict=True)) for row in data["rows"]]

    def categories(self) -> list[Any]:
        """The declared scale, or what the data use, in order."""
        used = sorted({row["value"] for row in self.rows() if row["value"] is not None})
        return list(self.params.get("categories", used))

    def codes(self, value: str = "value") -> Codes:
        """Readers x cases, coded 0.. on the declared scale, -1 missing."""
        scale = [0, 1] if value != "value" else self.categories()
        return self._filled(value, MISSING, np.int64, scale.index)

    def numbers(self, column: str, **only: Any) -> Numbers:
        """Readers x cases of a numeric column, NaN where missing; ``only`` picks rows."""
        return self._filled(column, np.nan, np.float64, float, **only)

    def truth(self) -> Codes:
        """The origin of each case, 1 synthetic."""
        by_case = {row["case"]: row["truth"] for row in self.rows()}
        return np.array([by_case[case] for case in self.names("case")], dtype=np.int64)

    def names(self, column: str) -> list[Any]:
        """What a column holds, in order."""
        return sorted({row[column] for row in self.rows()})

    def _filled(
        self, column: str, nothing: float, dtype: type, code: Callable[[Any], float], **only: Any
    ) -> Any:
        reader = {name: place for place, name in enumerate(self.names("reader"))}
        case = {name: place for place, name in enumerate(self.names("case"))}
        table_rc = np.full((len(reader), len(case)), nothing, dtype=dtype)
        for row in self.rows():
            if row[column] is not None and all(row[key] == value for key, value in only.items()):
                table_rc[reader[row["reader"]], case[row["case"]]] = code(row[column])
        return table_rc


def agreement_cases(*, usual: bool = False) -> Path:
    """The folder of known answers: beside the project, or where AGREEMENT_CASES says."""
    beside = Path(os.environ.get("ECG_SHARED", SHARED)) / "data" / "agreement-cases"
    return beside if usual else Path(os.environ.get("AGREEMENT_CASES", beside))


def known_cases() -> list[KnownAnswers]:
    """Every case of the folder of known answers."""
    return [KnownAnswers.read(path) for path in sorted(agreement_cases().glob("*.json"))]


def _data(data: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The data themselves; `see` names another case, in this folder or in the usual one."""
    if "see" not in data:
        return data
    file_name = f"{data['see'].split()[0]}.json"
    places = [folder / file_name, agreement_cases(usual=True) / file_name]
    source = next(place for place in places if place.exists())
    return {**KnownAnswers.read(source).data, **{k: v for k, v in data.items() if k != "see"}}
