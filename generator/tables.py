"""Tables of data sets, read row by row, and what is said when one cannot be used."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path


class TableError(ValueError):
    """A table that cannot be used; the message names the file, the field and what to do."""


def rows_of(table: Path, needed: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row as (where it stands, for messages; its fields, without blanks at the ends).

    The first column of a table without a name for it is ''. Raises TableError when the file cannot
    be read or a column of ``needed`` is missing.
    """
    try:
        with table.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            columns = reader.fieldnames or ()
            if missing := [name for name in needed if name not in columns]:
                raise TableError(
                    f"{table}: column {', '.join(missing)} is missing; it has {', '.join(columns)}"
                )
            for fields in reader:
                # A short line gives None for the columns that it lacks
                row = {name: (fields[name] or "").strip() for name in columns}
                yield f"{table}, line {reader.line_num}", row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TableError(f"{table}: {error}") from error


def count_rows(table: Path) -> int:
    """How many rows follow the head. Raises TableError when the file cannot be read."""
    return sum(1 for _ in rows_of(table, ()))


def number(fields: dict[str, str], name: str, where: str) -> float | None:
    """The number in a field, None where it is empty or there is no such column.

    Raises TableError when it is something else.
    """
    if not fields.get(name):
        return None
    try:
        return float(fields[name])
    except ValueError:
        raise TableError(f"{where}: {name} is '{fields[name]}', which is no number") from None


def whole_number(fields: dict[str, str], name: str, where: str) -> int:
    """The whole number in a field, 15709 of '15709.0' too. Raises TableError when it is none."""
    given = number(fields, name, where)
    if given is None or not given.is_integer():
        raise TableError(f"{where}: {name} is '{fields[name]}', which is no whole number")
    return int(given)
