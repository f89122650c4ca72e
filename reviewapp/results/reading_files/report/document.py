"""The report as a JSON document: plain values, null with a reason where a figure is undefined."""

from collections.abc import Mapping
from importlib.metadata import version
from math import isfinite
from typing import Any, Final

from reviewapp.results.statistics.coding import MISSING, REAL, SYNTHETIC

from .file_report import FileReport
from .named import Extra, Named

SCHEMA: Final = "ecg-blind-review/reading-figures/1"
SOFTWARE: Final = ("ecg-blind-review", "numpy", "scipy", "statsmodels")


def as_document(report: FileReport) -> dict[str, Any]:
    """The whole report; ``json.dumps(..., allow_nan=False)`` takes it."""
    settings, source = report.settings, report.file.source
    return {
        "schema": SCHEMA,
        "software": {name: version(name) for name in SOFTWARE},
        "seed": settings.seed,
        "replicates": settings.replicates,
        "file": {
            "name": source.path.name,
            "format": source.format,
            "sha256": source.sha256,
            "rows": report.file.rows,
        },
        "read": _read(report),
        "notes": list(report.notes),
        "answer": _answer(report),
        "figures": _figures(report.figures),
        "readers": _readers(report),
        "cases": _cases(report),
        "comparisons": [
            {"first": one.first, "second": one.second, "figures": _figures(one.figures)}
            for one in report.comparisons
        ],
    }


def _read(report: FileReport) -> dict[str, Any]:
    table = report.table
    read_rc, truth_c = table.first.read_rc, table.truth_c
    scale = table.value_scale or table.rating_scale
    return {
        "readers": len(table.readers),
        "cases": len(table.cases),
        "negative": int((truth_c == REAL).sum()),
        "positive": int((truth_c == SYNTHETIC).sum()),
        "unknown": int((truth_c == MISSING).sum()),
        "positive_label": report.file.positive or None,
        "readings": int(read_rc.sum()),
        "missing": int(read_rc.size - read_rc.sum()),
        "repeats": int((read_rc & table.again.read_rc).sum()),
        "sites": [site for site in table.sites if site],
        "rhythms": list(table.rhythms),
        "conditions": [name for name in report.file.conditions if name],
        "categories": list(scale.levels) if scale else None,
        "is_ordered": scale.is_ordered if scale else None,
    }


def _answer(report: FileReport) -> dict[str, Any] | None:
    """Whether readers can tell; null for files of agreement, and for large ones."""
    if report.findings is None:
        return None
    headline = report.findings.headline
    return {
        "question": "can readers tell positive from negative cases?",
        "answer": headline.answer,
        "why": report.why,
        "speaks_for": headline.speaks_for,
        "reader_sd": _number(headline.reader_sd),
    }


def _readers(report: FileReport) -> list[dict[str, Any]]:
    return [
        {
            "reader": reader.code,
            "site": reader.site or None,
            "figures": _figures(report.readers[reader.code]),
        }
        for reader in report.table.readers
    ]


def _cases(report: FileReport) -> list[dict[str, Any]]:
    """Difficulty of each case; none without verdicts."""
    if report.findings is None or not report.findings.reach.has_verdicts:
        return []
    return [
        {
            "case": one.code,
            "truth": int(one.origin == "synthetic"),
            "rhythm": one.rhythm or None,
            "readings": one.readings,
            "called_positive": one.called_synthetic,
            "mean_rating": _number(one.mean_rating),
            "correct": _figure(Named("", one.difficulty.correct)),
            "item_rest": _figure(Named("", one.difficulty.item_rest)),
            "p": _number(one.difficulty.p),
            "p_bh": _number(one.difficulty.adjusted_p),
            "is_flagged": one.difficulty.is_flagged,
        }
        for one in report.findings.difficulty.cases
    ]


def _figures(figures: Mapping[str, Named]) -> dict[str, Any]:
    return {key: _figure(named) for key, named in figures.items()}


def _figure(named: Named) -> dict[str, Any]:
    """One figure: always the same keys, then what belongs to this one alone."""
    estimate = named.estimate
    return {
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "se": estimate.se,
        "df": estimate.df,
        "method": estimate.method,
        "n": estimate.extent.readings,
        "readers": estimate.extent.readers,
        "cases": estimate.extent.cases,
        "missing": estimate.extent.missing,
        "reason": estimate.reason or None,
        "interval_reason": estimate.interval_reason or None,
        "note": estimate.note or None,
        "seed": estimate.seed,
    } | {key: _number(value) for key, value in named.extra.items()}


def _number(value: Extra) -> Extra:
    """The value, null for a number that JSON can't hold; numpy's types as Python's own."""
    if value is None or isinstance(value, bool | str):
        return value
    plain = value.item() if hasattr(value, "item") else value
    return plain if isfinite(plain) else None
