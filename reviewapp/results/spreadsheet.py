"""CSV that a spreadsheet opens without running anything that a reader wrote."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")

Value = str | int | float | bool | datetime | list[str] | list[float | None] | None


def safe_text(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula.

    A number is left as it is, also a negative one (OWASP, CSV injection).
    """
    if text.lstrip(" ").startswith(FORMULA_STARTS) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def cell(value: Value) -> str:
    """One cell: empty for None, ISO 8601 for a moment, 1 and 0 for yes and no, JSON for a list."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return safe_text(json.dumps(value, ensure_ascii=False))
    return safe_text(value) if isinstance(value, str) else str(value)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A CSV table in UTF-8 with a header row and CRLF (RFC 4180)."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return buffer.getvalue().encode()
