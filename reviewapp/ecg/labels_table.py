"""The labels table of a folder of WFDB records: what is known of each record beside its signal.

A CSV file ``labels.csv`` in UTF-8 with a header line. ``record`` and ``rhythm`` are required;
``origin`` (``real`` or ``synthetic``), ``source``, ``licence``, ``subject`` (a pseudonymous
patient), ``age``, ``sex``, ``note``, ``quality``, ``orig_len_s`` and ``window_start_s`` are read
when they are there; other columns are passed over.
"""

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reviewapp.ecg.record import DURATION_S, ORIGINS, RHYTHMS
from reviewapp.ecg.refusals import PoolInputError, RecordRefusedError

LABELS_FILE: Final = "labels.csv"
REQUIRED_COLUMNS: Final = ("record", "rhythm")
MAX_TABLE_BYTES: Final = 64 * 1024 * 1024
MAX_TEXT: Final = 500
OLDEST_STATED_AGE: Final = 90
"""Ages above 89 are kept as 90: rarer ages can identify a person (HIPAA 164.514(b))."""
SEXES: Final = {
    "": "", "unknown": "", "f": "F", "female": "F", "m": "M", "male": "M",
}  # fmt: skip


@dataclass(frozen=True)
class Label:
    """One row of the table. ``age`` is None and texts are empty where nothing is known."""

    rhythm: str
    origin: str
    source: str
    licence: str
    subject: str
    age: int | None
    sex: str
    note: str
    cut: str


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of the labels table at ``path``, one dict of column to text for each.

    Raises PoolInputError naming what is wrong with the table.
    """
    if path.is_symlink() or not path.is_file():
        raise PoolInputError(
            f"{path.name}: is missing; a folder of WFDB records needs this table with at least "
            f"the columns {', '.join(REQUIRED_COLUMNS)}"
        )
    if path.stat().st_size > MAX_TABLE_BYTES:
        raise PoolInputError(f"{path.name}: is larger than {MAX_TABLE_BYTES >> 20} MB")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            _check_columns(path.name, reader.fieldnames)
            return list(_rows(path.name, reader))
    except UnicodeDecodeError as error:
        raise PoolInputError(f"{path.name}: is not UTF-8 text; save it as UTF-8") from error
    except csv.Error as error:
        raise PoolInputError(f"{path.name}: is no valid CSV ({error})") from error


def read_label(row: dict[str, str], *, origin: str, source: str, licence: str) -> Label:
    """The label that ``row`` states; the keywords stand in where it states none.

    Raises RecordRefusedError when a field is not understood.
    """
    rhythm = row["rhythm"]
    if rhythm not in RHYTHMS:
        raise RecordRefusedError(
            "label", f"is labelled with the rhythm {rhythm!r}; known are {', '.join(RHYTHMS)}"
        )
    sex = SEXES.get(row.get("sex", "").casefold())
    if sex is None:
        raise RecordRefusedError("label", f"states the sex {row['sex']!r}; use F, M or nothing")
    stated_origin = row.get("origin", "") or origin
    if stated_origin not in ORIGINS:
        raise RecordRefusedError(
            "label", f"states the origin {stated_origin!r}; use {' or '.join(ORIGINS)}"
        )
    label = Label(
        rhythm=rhythm,
        origin=stated_origin,
        source=row.get("source", "") or source,
        licence=row.get("licence", "") or licence,
        subject=row.get("subject", ""),
        age=_age(row.get("age", "")),
        sex=sex,
        note="; ".join(text for text in (row.get("quality"), row.get("note")) if text)[:MAX_TEXT],
        cut=_earlier_cut(row),
    )
    for name in ("source", "licence"):
        if not getattr(label, name):
            raise RecordRefusedError(
                "label", f"states no {name}; fill the column {name!r} or declare one for all"
            )
    return label


def _check_columns(name: str, columns: object) -> None:
    found = list(columns) if isinstance(columns, list) else []
    missing = [column for column in REQUIRED_COLUMNS if column not in found]
    if missing:
        raise PoolInputError(
            f"{name}: has no column {', '.join(missing)}; the first line must name the columns, "
            "separated by commas"
        )
    if len(set(found)) != len(found):
        raise PoolInputError(f"{name}: names a column twice")


def _rows(name: str, reader: "csv.DictReader[str]") -> Iterator[dict[str, str]]:
    for row in reader:
        # A key of None holds the fields beyond the last column, a value of None a short row.
        if None in row or None in row.values():
            raise PoolInputError(
                f"{name}: line {reader.line_num} does not have as many fields as the first; "
                "put texts that hold a comma in double quotes"
            )
        yield {column: value.strip() for column, value in row.items()}


def _age(text: str) -> int | None:
    """The age in years; '>89', '90+' and everything older become 90."""
    if not text:
        return None
    if text in (">89", "90+", ">=90"):
        return OLDEST_STATED_AGE
    try:
        age = float(text)
    except ValueError:
        age = math.nan
    # PTB-XL writes 300 for "older than 89".
    if not 0 <= age <= 300:
        raise RecordRefusedError("label", f"states the age {text!r}; use years or nothing")
    return min(int(age), OLDEST_STATED_AGE)


def _earlier_cut(row: dict[str, str]) -> str:
    """The cut that whoever made the table declares: a window of a longer recording."""
    length, start = row.get("orig_len_s", ""), row.get("window_start_s", "")
    if not length:
        return ""
    try:
        length_s, start_s = float(length), float(start or 0)
    except ValueError:
        length_s = start_s = math.nan
    if not (math.isfinite(length_s) and math.isfinite(start_s)):
        raise RecordRefusedError(
            "label", f"states the window {start!r} of {length!r} s, which are no numbers"
        )
    if length_s <= DURATION_S:
        return ""
    return f"{start_s:g} to {start_s + DURATION_S:g} s of {length_s:g} s, cut by its source"
