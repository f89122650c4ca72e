"""The report for a terminal: the answer first, then aligned tables."""

from collections.abc import Iterator, Mapping
from typing import Final

from reviewapp.results.statistics.estimate import Estimate

from .aligned import Notes, aligned, wrapped
from .file_report import FileReport
from .named import Extra, Named

MOST_READERS: Final = 40
"""Of more readers than this the text prints none; --json has them all."""

ONLY_IN_JSON: Final = ("_linear", "_ordinal")
"""Weighted forms that the text leaves out: quadratic weights stand for them."""

HIDDEN: Final = {
    *("chance", "alpha", "interval_level", "says", "p_lower", "p_upper"),
    *("var_error", "cov1", "cov2", "cov3", "lrt_df", "chi2_df", "uncorrected"),
}
"""What only --json prints of a figure."""

READER_COLUMNS: Final = {
    "auc": "AUC",
    "accuracy": "accuracy",
    "sens": "sensitivity",
    "spec": "specificity",
    "dprime_loglin": "d'",
    "repeat_value_agreement": "same again",
    "repeat_verdict_agreement": "same again",
}
HEADLINE: Final = ("auc", "accuracy", "percent_agreement", "fleiss_kappa", "gwet_ac", "icc2")


def as_text(report: FileReport) -> Iterator[str]:
    """The lines of the report."""
    notes = Notes()
    yield from wrapped(_answer(report))
    yield ""
    yield from _read(report)
    for section in report.sections:
        yield from _section(section.title, section.figures, notes)
    for compared in report.comparisons:
        yield from _section(
            f"Condition {compared.first} less condition {compared.second}", compared.figures, notes
        )
    yield from _readers(report)
    yield ""
    yield "Methods and notes"
    yield from notes.lines()
    settings = report.settings
    yield from wrapped(
        f"Bootstraps: {settings.replicates} replicates, seed {settings.seed}. What each figure "
        "is: docs/reader-data.md."
    )


def _answer(report: FileReport) -> str:
    if report.findings is not None:
        answer = report.findings.headline.answer.capitalize()
        return f"Can readers tell positive from negative cases? {answer}: {report.why}. " + _said(
            report, ("auc", "accuracy")
        )
    return _said(report, HEADLINE) or "These readings have no statistics: see below why."


def _said(report: FileReport, keys: tuple[str, ...]) -> str:
    """Some figures in a sentence."""
    figures = report.figures
    parts = [
        f"{figures[key].title} {_value(figures[key].estimate)}{_limits(figures[key].estimate)}"
        for key in keys
        if key in figures and figures[key].estimate.value is not None
    ]
    return "; ".join(parts) + "." if parts else ""


def _read(report: FileReport) -> Iterator[str]:
    table, source = report.table, report.file.source
    read_rc = table.first.read_rc
    yield f"{source.path.name} ({source.format})"
    yield f"SHA-256 {source.sha256}"
    line = f"{_count(len(table.readers), 'reader')}, {_count(len(table.cases), 'case')}"
    if report.file.positive:
        positive = sum(case.origin == "synthetic" for case in table.cases)
        line += f" ({positive} of them positive: {report.file.positive!r})"
    missing = int(read_rc.size - read_rc.sum())
    yield f"{line}, {_count(int(read_rc.sum()), 'reading')}, {missing} missing"
    if len(report.file.tables) > 1:
        names = ", ".join(report.file.conditions)
        yield f"Conditions: {names}; the figures are of {report.file.conditions[0]}"
    if table.value_scale and table.value_scale.levels:
        order = "in this order" if table.value_scale.is_ordered else "in no known order"
        levels = list(table.value_scale.levels)
        more = f" and {len(levels) - 12} more" if len(levels) > 12 else ""
        yield from wrapped(f"Categories, {order}: {', '.join(levels[:12])}{more}")
    for note in report.notes:
        yield from wrapped(f"Note: {note}")


def _section(title: str, figures: Mapping[str, Named], notes: Notes) -> Iterator[str]:
    """A table of the figures that exist; below it those that don't, by their reason."""
    shown = {key: named for key, named in figures.items() if not _is_only_in_json(key)}
    rows, undefined = [], dict[str, list[str]]()
    for named in shown.values():
        if named.estimate.value is None:
            undefined.setdefault(named.estimate.reason, []).append(named.title)
        else:
            rows.append(_row(named, notes))
    yield ""
    yield title
    if rows:
        level = next(iter(shown.values())).extra.get("interval_level", 0.95)
        interval = f"{float(level or 0.95):.0%} interval".replace("%", " %")
        yield from aligned([("", "estimate", interval, "n", "notes", ""), *rows])
    for reason, titles in undefined.items():
        yield from wrapped(f"Undefined ({reason}): {'; '.join(titles)}", indent="  ")


def _row(named: Named, notes: Notes) -> tuple[str, ...]:
    estimate = named.estimate
    said = (estimate.method, estimate.interval_reason, estimate.note)
    numbers = ",".join(filter(None, map(notes.number, said)))
    interval = _limits(estimate).strip(" ()") or "none"
    n = str(estimate.n or estimate.extent.readers or "")
    return named.title, _value(estimate), interval, n, numbers, _extra(named.extra)


def _extra(extra: Mapping[str, Extra]) -> str:
    shown = {
        key: value
        for key, value in extra.items()
        if value is not None and key not in HIDDEN and (key, value) != ("dropped", 0)
    }
    return ", ".join(f"{key.replace('_', ' ')} {short(value)}" for key, value in shown.items())


def _readers(report: FileReport) -> Iterator[str]:
    keys = [key for key in READER_COLUMNS if any(key in own for own in report.readers.values())]
    if not keys:
        return
    yield ""
    yield "Each reader"
    if len(report.readers) > MOST_READERS:
        yield f"  {len(report.readers)} readers: --json lists them"
        return
    rows = [("", "site", *(READER_COLUMNS[key] for key in keys), "")]
    for reader in report.table.readers:
        own = report.readers[reader.code]
        cells = [_value(own[key].estimate) + _limits(own[key].estimate) if key in own else "-"
                 for key in keys]  # fmt: skip
        rows.append((reader.code, reader.site, *cells, ""))
    yield from aligned(rows)


def _is_only_in_json(key: str) -> bool:
    return key.endswith(ONLY_IN_JSON) and "alpha" not in key


def _value(estimate: Estimate) -> str:
    return "-" if estimate.value is None else short(estimate.value)


def _limits(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return ""
    if max(abs(estimate.low), abs(estimate.high)) < 0.001:
        return f" ({short(estimate.low)} to {short(estimate.high)})"
    # A limit near 0 needs no more digits than the other one.
    low, high = (round(limit, 3) + 0.0 for limit in (estimate.low, estimate.high))
    return f" ({short(low)} to {short(high)})"


def short(value: Extra) -> str:
    """Three decimals, or four digits of a large or a small number."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, float):
        return str(value)
    if value != 0 and not 0.001 <= abs(value) < 1000:
        return f"{value:.4g}"
    return f"{value:.3f}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
