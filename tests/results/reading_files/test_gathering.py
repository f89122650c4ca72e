from math import nan
from pathlib import Path

import numpy as np
import pytest

from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.gathering import Gathering

FILE = Path("readings.csv")


def gathered(*rows: dict[str, str]) -> Gathering:
    lines = enumerate(rows, start=2)
    return Gathering(lines, rows[0], file=FILE, decimal_comma=False)


def test_rows_become_columns_of_codes_and_numbers():
    found = gathered(
        {"reader": "a", "case": "1", "rating": "2.5"}, {"reader": "b", "case": "1", "rating": "NA"}
    )
    assert found.names("reader") == ["a", "b"]
    assert found.code_n("case").tolist() == [0, 0]
    np.testing.assert_array_equal(found.number_n("rating"), [2.5, nan])
    assert found.line_n.tolist() == [2, 3]


def test_a_column_that_the_file_lacks_is_missing_throughout():
    found = gathered({"reader": "a", "case": "1"})
    assert found.code_n("site").tolist() == [-1]
    assert np.isnan(found.number_n("seconds")).all()


def test_a_cell_that_is_no_number_is_refused_by_its_place():
    with pytest.raises(ReadingFileError, match=r"line 2, column 'rating': '4\?' is no number"):
        gathered({"reader": "a", "case": "1", "rating": "4?"})


def test_a_reading_of_nobody_is_refused():
    with pytest.raises(ReadingFileError, match="line 2, column 'reader': the cell is empty"):
        gathered({"reader": "", "case": "1"})


def test_no_rows_are_no_fault():
    found = Gathering([], ["reader", "case", "rating"], file=FILE, decimal_comma=False)
    assert found.rows == found.code_n("reader").size == found.number_n("rating").size == 0
