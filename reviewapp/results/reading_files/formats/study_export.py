"""``readings.csv`` of our own export: verdicts on six levels, practice and repeats marked."""

from collections.abc import Iterator
from typing import Final

from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.sheet import Row, Sheet
from reviewapp.results.reading_table import Scale
from reviewapp.studies.questionnaire import VERDICTS, is_synthetic, verdict_rank

NAME: Final = "study export"
HEADER: Final = frozenset({"reader", "case", "origin", "verdict"})
PLACE: Final = {
    "reader": ("reader",),
    "case": ("case",),
    "truth": ("origin",),
    "verdict": ("verdict",),
    "site": ("site",),
    "rhythm": ("case_rhythm", "rhythm"),
    "position": ("position",),
    "seconds": ("active_s", "seconds"),
}
"""Our columns, and how the export calls them: the first name that the file has."""

MARKS: Final = ("presentation", "practice", "repeat_of")
SIX_LEVELS: Final = Scale(VERDICTS, tuple(float(rank) for rank in range(1, len(VERDICTS) + 1)))
"""The verdict's ranks, treated as numbers where a statistic needs numbers, as in a study."""

NOTE: Final = (
    "An export of a study: practice is left out, a repeat is a second reading, and the six levels "
    "of the verdict are ratings from 1 (definitely real) to 6 (definitely synthetic)."
)


def columns_of(sheet: Sheet) -> dict[str, str]:
    """Our columns that the file has, and their names there."""
    found = {}
    for column, names in PLACE.items():
        if name := next((name for name in names if name in sheet.header), None):
            found[column] = name
    return found


def rows_of(sheet: Sheet) -> Iterator[Row]:
    """The presentations that a study counts: no practice, and a repeat only of a reading.

    Raises ReadingFileError at an unknown verdict.
    """
    named, read = columns_of(sheet), _read_first(sheet)
    for line, cells in sheet.rows():
        repeat_of = cells.get("repeat_of", "")
        if _is_practice(cells) or (repeat_of and "presentation" in cells and repeat_of not in read):
            continue
        row = {column: cells[name] for column, name in named.items()}
        row["occasion"] = "2" if repeat_of else "1"
        row["verdict"], row["rating"] = _verdict(row["verdict"], sheet, line)
        yield line, row


def _read_first(sheet: Sheet) -> set[str]:
    """The tokens of the first presentations that came to a verdict."""
    if not {"presentation", "repeat_of"} <= set(sheet.header):
        return set()
    return {
        cells["presentation"]
        for _, cells in sheet.rows()
        if cells["verdict"] and not cells["repeat_of"]
    }


def _is_practice(cells: dict[str, str]) -> bool:
    return cells.get("practice", "").casefold() in ("1", "true")


def _verdict(verdict: str, sheet: Sheet, line: int) -> tuple[str, str]:
    """The verdict as origin, and as rank."""
    if not verdict or verdict in ("real", "synthetic"):
        return verdict, ""
    if verdict not in VERDICTS:
        raise ReadingFileError(
            f"{verdict!r} is no verdict of a study",
            file=sheet.path,
            line=line,
            column="verdict",
            advice=f"A verdict is one of {', '.join(VERDICTS)}; if the file isn't an export of "
            "this program, call the column 'origin' 'truth'",
        )
    return "synthetic" if is_synthetic(verdict) else "real", str(verdict_rank(verdict))
