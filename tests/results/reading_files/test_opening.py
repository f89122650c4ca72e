import hashlib

import pytest

from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.opening import read_reading_file

from .conftest import Write


def test_a_file_is_known_by_its_hash(write: Write):
    path = write("reader,case,value\na,1,1\n")
    assert read_reading_file(path).source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_columns_that_nothing_is_made_of_are_named(write: Write):
    file = read_reading_file(write("reader,case,value,mood\na,1,1,good\n"))
    assert file.source.notes == ("Columns that were not used: mood.",)


def test_decimal_commas_are_read_where_semicolons_separate(write: Write):
    file = read_reading_file(write("reader;case;truth;rating\na;1;0;0,25\na;2;1;0,75\n"))
    assert file.main.first.rating_rc.tolist() == [[0.25, 0.75]]


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ReadingFileError, match=r"nothing\.csv: there is no such file"):
        read_reading_file(tmp_path / "nothing.csv")
