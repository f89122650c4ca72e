import numpy as np
import pytest

from reviewapp.results.reading_files import arranging
from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.opening import read_reading_file

from .conftest import Write

FULL = (
    "reader,case,truth,verdict,rating,site,position,seconds,rhythm\n"
    "a,1,real,synthetic,5,HD,1,12.5,AF\n"
    "a,2,synthetic,synthetic,6,HD,2,,SR\n"
    "b,1,real,real,1,GOE,1,8,AF\n"
)


def test_every_column_finds_its_place(write: Write):
    table = read_reading_file(write(FULL)).main
    assert [reader.site for reader in table.readers] == ["HD", "GOE"]
    assert [(case.origin, case.rhythm) for case in table.cases] == [
        ("real", "AF"),
        ("synthetic", "SR"),
    ]
    assert table.first.verdict_rc.tolist() == [[1, 1], [0, -1]]
    np.testing.assert_array_equal(table.first.rating_rc, [[5, 6], [1, np.nan]])
    np.testing.assert_array_equal(table.position_rc, [[1, 2], [1, np.nan]])
    np.testing.assert_array_equal(table.seconds_rc, [[12.5, np.nan], [8, np.nan]])


def test_ratings_of_0_and_1_alone_are_verdicts_too(write: Write):
    file = read_reading_file(write("reader,case,truth,rating\na,1,0,0\na,2,1,1\n"))
    assert file.main.first.verdict_rc.tolist() == [[0, 1]]
    assert arranging.BINARY_RATINGS in file.source.notes


def test_rows_without_a_reading_are_counted(write: Write):
    file = read_reading_file(write("reader,case,value\na,1,1\na,2,NA\n"))
    assert file.rows == 2
    assert "1 of 2 rows hold no reading: taken as missing." in file.source.notes


def test_tables_beyond_memory_are_refused(write: Write, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(arranging, "MOST_CELLS", 3)
    with pytest.raises(ReadingFileError, match="2 readers and 2 cases make 4 pairs"):
        read_reading_file(write("reader,case,value\na,1,1\nb,2,1\n"))


def test_a_file_of_no_rows_has_no_readers(write: Write):
    assert read_reading_file(write("reader,case,value\n")).main.shape == (0, 0)
