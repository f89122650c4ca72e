"""A report's checks, tables and flagged records as CSV."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from generator.evaluation.findings import Cell, FlaggedRecord, Picture, Section, Table
from generator.evaluation.report.document import printable

CHECKS_FILE: Final = "checks.csv"
BARRED_COLUMNS: Final = ("sha256", "record", "reason")
MOST_CHARACTERS: Final = 1000
"""Of a cell of barred.csv, as its reader wants it."""


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table; a gap is an empty cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)


def write_tables(folder: Path, sections: Sequence[Section]) -> None:
    """Write all checks as checks.csv, and each table as a file of its name."""
    columns = (
        *("section", "name", "title", "value", "low", "high", "n", "light", "green", "amber"),
        *("says", "why"),
    )
    rows = [
        (
            *(section.name, check.name, check.title, check.value, check.low, check.high),
            *(check.n, check.light, check.threshold.green, check.threshold.amber),
            *(check.says, check.threshold.why),
        )
        for section in sections
        for check in section.checks
    ]
    write_csv(folder / CHECKS_FILE, columns, rows)
    for section in sections:
        for table in section.tables:
            names = [column.name for column in table.columns]
            lines = ([row[name] for name in names] for row in table.rows)
            write_csv(folder / file_name(table, ".csv"), names, lines)


def file_name(named: Table | Picture, suffix: str) -> str:
    """The name of its file. Raises ValueError for one that would lead elsewhere."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", named.name):
        raise ValueError(f"{named.name!r} can name no file")
    return f"{named.name}{suffix}"


def write_barred(path: Path, sections: Sequence[Section]) -> None:
    """Write a row for each signal that any section flagged, with all reasons.

    A record of an array has no SHA-256 and is left out: no pool could tell it by anything.
    """
    by_signal: dict[str, list[FlaggedRecord]] = {}
    for section in sections:
        for record in section.flagged:
            if record.sha256:
                by_signal.setdefault(record.sha256, []).append(record)
    rows = [
        (sha256, _cell(names=[one.name for one in flagged]), _reasons(flagged))
        for sha256, flagged in by_signal.items()
    ]
    write_csv(path, BARRED_COLUMNS, rows)


def _cell(*, names: Sequence[str]) -> str:
    """The same signal may be in a batch many times, under as many names."""
    different = list(dict.fromkeys(printable(name) for name in names))
    more = f" and {len(different) - 1} more" if len(different) > 1 else ""
    return f"{different[0][: MOST_CHARACTERS // 2]}{more}"


def _reasons(flagged: Sequence[FlaggedRecord]) -> str:
    reasons = "; ".join(dict.fromkeys(printable(record.reason) for record in flagged))
    return reasons if len(reasons) <= MOST_CHARACTERS else f"{reasons[: MOST_CHARACTERS - 1]}…"
