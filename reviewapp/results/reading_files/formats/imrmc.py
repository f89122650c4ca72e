"""Input files of iMRMC, the FDA's program for multi-reader multi-case studies.

Lines of free text up to ``BEGIN DATA:``; then rows ``reader,case,modality,score``. Rows of the
reader -1 (or ``truth``) carry the truth of a case as their score, whatever their modality. Format:
iMRMC user manual, chapter 4.1 (https://github.com/DIDSR/iMRMC).
"""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from reviewapp.results.reading_files.cells import is_missing
from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.sheet import Row, text_of

NAME: Final = "iMRMC"
COLUMNS: Final = ("reader", "case", "condition", "truth", "rating")
BEGIN: Final = re.compile(r'\s*"?BEGIN DATA:?"?[\s,;]*', re.IGNORECASE)
MOST_LINES_BEFORE: Final = 1000
TRUTH: Final = ("-1", "truth")
CELLS: Final = 4


def is_imrmc(path: Path) -> bool:
    """Whether one of the first lines says that data begin."""
    with text_of(path) as lines:
        return any(BEGIN.fullmatch(line) for line in islice(lines, MOST_LINES_BEFORE))


def rows_of(path: Path) -> Iterator[Row]:
    """One reading a row, with the truth of its case.

    Readings without a truth have none here, and are refused where tables are made. Raises
    ReadingFileError at rows that aren't as they should be.
    """
    truth = {case: cells[3] for _, cells in _data(path) for case in [cells[1]] if _is_truth(cells)}
    seen: set[str] = set()
    for line, cells in _data(path):
        reader, case, condition, score = cells
        if not _is_truth(cells):
            yield line, _row(reader, case, condition, truth.get(case, ""), score)
        elif case in seen:
            raise _fault(path, line, f"case {case!r} has its truth a second time", column="case")
        else:
            seen.add(case)


def _row(reader: str, case: str, condition: str, truth: str, score: str) -> dict[str, str]:
    return {
        "reader": reader,
        "case": case,
        "condition": condition,
        "truth": truth,
        "rating": score,
    }


def _is_truth(cells: list[str]) -> bool:
    return cells[0].casefold() in TRUTH


def _data(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows after ``BEGIN DATA:`` that aren't blank."""
    with text_of(path) as lines:
        before = 0
        for line in lines:
            before += 1
            if BEGIN.fullmatch(line):
                break
        reader = csv.reader(lines)
        for written in reader:
            cells = [cell.strip() for cell in written]
            while len(cells) > CELLS and not cells[-1]:
                cells.pop()
            if not any(cells):
                continue
            line_number = before + reader.line_num
            if len(cells) != CELLS:
                raise _fault(path, line_number, f"the row has {len(cells)} cells")
            if _is_truth(cells) and is_missing(cells[3]):
                raise _fault(path, line_number, f"the truth of case {cells[1]!r} is empty")
            yield line_number, cells


def _fault(path: Path, line: int, fault: str, *, column: str = "") -> ReadingFileError:
    return ReadingFileError(
        fault,
        file=path,
        line=line,
        column=column,
        advice="After BEGIN DATA: each row is reader,case,modality,score; rows of the reader -1 "
        "give the truth of each case once, 0 or 1, as their score",
    )
