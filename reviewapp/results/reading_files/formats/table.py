"""Plain tables: ``reader, case`` and ``value``; or ``truth`` and ``verdict`` or ``rating``."""

from typing import Final

from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.gathering import NUMBER, TEXT
from reviewapp.results.reading_files.sheet import Sheet

NAME: Final = "readings"
KNOWN: Final = frozenset({*TEXT, *NUMBER} - {"condition"})
ADVICE: Final = (
    "Agreement needs the columns reader, case, value; accuracy reader, case, truth, verdict; the "
    "area under the ROC curve reader, case, truth, rating"
)


def columns_of(sheet: Sheet) -> tuple[str, ...]:
    """The columns to read. Raises ReadingFileError where the header doesn't make a known table."""
    has = set(sheet.header)
    columns = [name for name in sheet.header if name in KNOWN]
    lacking = [name for name in ("reader", "case") if name not in has]
    if lacking:
        raise _fault(sheet, f"there is no column {' and no column '.join(map(repr, lacking))}")
    answers = has & {"verdict", "rating"}
    if answers and "truth" not in has:
        raise _fault(sheet, f"there is a column {min(answers)!r} and no column 'truth'")
    if "truth" in has and not answers:
        which = "'value', but no" if "value" in has else "'truth', and no"
        raise _fault(sheet, f"there is a column {which} column 'verdict' or 'rating'")
    if "value" not in has and not answers:
        raise _fault(sheet, "there is no column 'value', 'verdict' or 'rating'")
    return tuple(name for name in columns if not (answers and name == "value"))


def _fault(sheet: Sheet, fault: str) -> ReadingFileError:
    named = ", ".join(filter(None, sheet.header))
    return ReadingFileError(
        f"{fault} (the header names {named})", file=sheet.path, line=1, advice=ADVICE
    )
