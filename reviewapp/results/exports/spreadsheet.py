"""Cells that a spreadsheet opens without running anything that a reader wrote, and CSV of them."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

BLANKS: Final = "[\x00-\x20\x7f\xa0\u200b-\u200f\u2028\u2029\u3000\ufeff]*"
"""What a spreadsheet may pass over before it takes what follows for a formula."""

SIGNS: Final = "=+@\uff1d\uff0b\uff20\uff0d\\-"
"""What a formula begins with: = + @ -, and their full-width forms."""

NUMBER: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
FORMULA: Final = re.compile(f"[\t\r\n\x00]|{BLANKS}[{SIGNS}]")
PLAIN: Final = re.compile("[^\\W_][^;\t\r\n]*")
"""Most texts: a letter or a digit, and no break. Asked first, for there are millions of them."""
INNER_FORMULA: Final = re.compile(f"([;\t\r\n]{BLANKS})(?=[{SIGNS}])")
"""Where a comma is the decimal sign, a spreadsheet may break a CSV at any semicolon."""

ROWS_A_PIECE: Final = 500

Value = str | int | float | bool | datetime | list[Any] | None


def safe_text(text: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet would take for a formula.

    A number is left as it is, also a negative one (OWASP, CSV injection).
    """
    if not text or PLAIN.fullmatch(text) or NUMBER.fullmatch(text):
        return text
    safe = INNER_FORMULA.sub(r"\1'", text)
    return f"'{safe}" if FORMULA.match(text) else safe


def cell(value: Value) -> str:
    """One cell: empty for None, ISO 8601 for a moment, 1 and 0 for yes and no, JSON for a list."""
    if isinstance(value, str):
        return safe_text(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return safe_text(list_text(value))
    return str(value)


def list_text(values: list[Any]) -> str:
    """A list in one cell: JSON. Raises ValueError on NaN, which no export holds."""
    return json.dumps(values, ensure_ascii=False, allow_nan=False)


def csv_pieces(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """A CSV table in UTF-8 with a header row and CRLF (RFC 4180), some hundred rows at a time."""
    texts = ([cell(value) for value in row] for row in rows)
    chunk: list[list[str]] = [[cell(column) for column in columns]]
    while chunk:
        buffer = io.StringIO(newline="")
        csv.writer(buffer).writerows(chunk)
        yield buffer.getvalue().encode()
        chunk = list(islice(texts, ROWS_A_PIECE))


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """The same in one piece, for a table that is known to be small."""
    return b"".join(csv_pieces(columns, rows))
