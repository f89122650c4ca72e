"""What a file of readings says twice must be the same, and no reading may stand there twice."""

import numpy as np

from reviewapp.results.statistics.coding import MISSING, Codes

from .coded_rows import CodedRows
from .gathering import Gathering


def turns_of(gathered: Gathering, coded: CodedRows, condition_n: Codes) -> Codes:
    """Whether a row is the first (0), second (1), ... reading of its case by its reader.

    By ``occasion`` where the file has it; -1 for rows without a reading. Raises ReadingFileError at
    two readings of one reader, case, condition and occasion, and at a reading without an occasion.
    """
    occasion_n = gathered.number_n("occasion")
    read = np.flatnonzero(coded.is_read_n)
    if "occasion" in gathered.columns and np.isnan(occasion_n[read]).any():
        row = read[np.isnan(occasion_n[read])][0]
        raise gathered.fault(
            "the cell is empty",
            line=int(gathered.line_n[row]),
            column="occasion",
            advice="Number the occasions of each reader, 1 for the first",
        )
    occasion_n = np.nan_to_num(occasion_n)
    cell_n = (condition_n * len(coded.readers) + coded.reader_n) * len(coded.cases) + coded.case_n
    read = read[np.lexsort((occasion_n[read], cell_n[read]))]
    same = cell_n[read][1:] == cell_n[read][:-1]
    twice = np.flatnonzero(same & (occasion_n[read][1:] == occasion_n[read][:-1]))
    if twice.size:
        raise _twice(gathered, coded, int(read[twice[0]]), int(read[twice[0] + 1]))
    turn_n = np.full(gathered.rows, MISSING, dtype=np.int64)
    starts = np.flatnonzero(np.append(True, ~same)) if read.size else np.zeros(0, dtype=np.int64)
    lengths = np.diff(np.append(starts, read.size))
    turn_n[read] = np.arange(read.size) - np.repeat(starts, lengths)
    return turn_n


def _twice(gathered: Gathering, coded: CodedRows, first: int, second: int) -> Exception:
    reader, case = coded.readers[coded.reader_n[first]], coded.cases[coded.case_n[first]]
    has_occasions = "occasion" in gathered.columns
    earlier = int(gathered.line_n[first])
    return gathered.fault(
        f"reader {reader!r} has read case {case!r} already, on line {earlier}"
        + (", on the same occasion" if has_occasions else ""),
        line=int(gathered.line_n[second]),
        advice="Delete the wrong one"
        if has_occasions
        else "Delete the wrong one, or add a column 'occasion' (1, 2) if it was read twice",
    )


def truth_of_cases(gathered: Gathering, coded: CodedRows) -> Codes:
    """The truth of each case, (cases,): 1 positive, 0 not.

    A case needs it on one of its rows. Raises ReadingFileError where two rows contradict each
    other, and where a case has none.
    """
    truth_c = np.full(len(coded.cases), MISSING, dtype=np.int64)
    known = np.flatnonzero(coded.truth_n != MISSING)
    # Backwards, so that the first row of a case is what stays.
    truth_c[coded.case_n[known][::-1]] = coded.truth_n[known][::-1]
    wrong = known[coded.truth_n[known] != truth_c[coded.case_n[known]]]
    if wrong.size:
        row = int(wrong[0])
        case = int(coded.case_n[row])
        first = int(known[coded.case_n[known] == case][0])
        labels = gathered.names("truth")
        codes_n = gathered.code_n("truth")
        raise gathered.fault(
            f"case {coded.cases[case]!r} is {labels[codes_n[row]]!r} here and "
            f"{labels[codes_n[first]]!r} on line {int(gathered.line_n[first])}",
            line=int(gathered.line_n[row]),
            column="truth",
            advice="A case has one truth: put the wrong row right",
        )
    if (truth_c == MISSING).any():
        case = int(np.flatnonzero(truth_c == MISSING)[0])
        row = int(np.flatnonzero(coded.case_n == case)[0])
        raise gathered.fault(
            f"the truth of case {coded.cases[case]!r} is given nowhere",
            line=int(gathered.line_n[row]),
            column="truth",
            advice="Give it on one row of the case at least, or delete the case",
        )
    return truth_c


def label_of_each(
    gathered: Gathering, coded: CodedRows, *, column: str, of: str
) -> tuple[str, ...]:
    """The site of each reader, or the rhythm of each case; "" where unknown, () without the column.

    Raises ReadingFileError where two rows contradict each other.
    """
    if column not in gathered.columns:
        return ()
    names, code_n = (
        (coded.readers, coded.reader_n) if of == "reader" else (coded.cases, coded.case_n)
    )
    label_n, labels = gathered.code_n(column), gathered.names(column)
    found = np.full(len(names), MISSING, dtype=np.int64)
    known = np.flatnonzero(label_n != MISSING)
    found[code_n[known][::-1]] = label_n[known][::-1]
    wrong = known[label_n[known] != found[code_n[known]]]
    if wrong.size:
        row = int(wrong[0])
        raise gathered.fault(
            f"the {column} of {of} {names[code_n[row]]!r} is {labels[label_n[row]]!r} here and "
            f"{labels[found[code_n[row]]]!r} before",
            line=int(gathered.line_n[row]),
            column=column,
            advice=f"A {of} has one {column}: put the wrong row right, or give the {of} two names",
        )
    return tuple(labels[code] if code != MISSING else "" for code in found)
