"""The folder of a comparison: page, JSON and CSV, written whole or not at all."""

import json
from pathlib import Path
from typing import Any, Final

from generator.evaluation.findings import Cell, Check
from generator.evaluation.report.comparison import SCHEMA, Comparison, Pair
from generator.evaluation.report.comparison_page import comparison_page, verdict_of
from generator.evaluation.report.csv_files import write_csv
from generator.evaluation.report.document import to_document
from generator.evaluation.report.report import Report
from generator.new_folder import new_folder

PAGE_FILE: Final = "comparison.html"
JSON_FILE: Final = "comparison.json"
CHECKS_FILE: Final = "checks.csv"
_MEASURED: Final = ("value", "low", "high", "n", "light")


def write_comparison(folder: Path, comparison: Comparison) -> None:
    """Write the new folder. Raises FileExistsError."""
    with new_folder(folder) as half:
        (half / PAGE_FILE).write_text(comparison_page(comparison), encoding="utf-8")
        text = json.dumps(_document(comparison), indent=1, ensure_ascii=False, allow_nan=False)
        (half / JSON_FILE).write_text(text + "\n", encoding="utf-8")
        columns = (
            *("section", "name", "title"),
            *(f"{name}_{letter}" for letter in "ab" for name in _MEASURED),
            *("difference", "better", "clear", "light_better"),
        )
        write_csv(half / CHECKS_FILE, columns, (_line(pair) for pair in comparison.pairs))


def _document(comparison: Comparison) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "says": verdict_of(comparison),
        "warnings": list(comparison.warnings),
        "a": _facts(comparison.a),
        "b": _facts(comparison.b),
        "checks": [
            {
                **to_document(pair),
                "difference": pair.difference,
                "better": pair.better,
                "clear": pair.is_clear,
                "light_better": pair.light_better,
            }
            for pair in comparison.pairs
        ],
    }


def _facts(report: Report) -> dict[str, Any]:
    """All of a report but its sections, which stand in its own folder."""
    document: dict[str, Any] = to_document(report)
    del document["sections"]
    return document


def _line(pair: Pair) -> list[Cell]:
    cells: list[Cell] = [
        pair.section,
        pair.name,
        pair.title,
        *_measured(pair.a),
        *_measured(pair.b),
    ]
    return [*cells, pair.difference, pair.better, int(pair.is_clear), pair.light_better]


def _measured(check: Check | None) -> list[Cell]:
    return [getattr(check, name) if check else None for name in _MEASURED]
