import pytest

from reviewapp.results.reading_files.coded_rows import natural
from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.opening import read_reading_file
from reviewapp.results.reading_files.reading_file import Options

from .conftest import Write

RATED = "reader,case,truth,rating\na,1,0,2\na,2,1,5\n"


def test_names_stand_in_natural_order():
    assert sorted(["r10", "r2", "R1", "b"], key=natural) == ["b", "R1", "r2", "r10"]


def test_readers_and_cases_are_read_in_natural_order(write: Write):
    found = read_reading_file(write("reader,case,value\nr10,c2,1\nr2,c10,2\n")).main
    assert [reader.code for reader in found.readers] == ["r2", "r10"]
    assert [case.code for case in found.cases] == ["c2", "c10"]


def test_ratings_are_any_numbers_until_ranks_are_declared(write: Write):
    path = write(RATED)
    assert read_reading_file(path).main.rating_scale is None
    scale = read_reading_file(path, Options(categories=tuple("123456"))).main.rating_scale
    assert scale is not None
    assert scale.levels == tuple("123456")


def test_ranks_that_do_not_fit_the_ratings_are_refused(write: Write):
    with pytest.raises(ReadingFileError, match="doesn't fit the ratings"):
        read_reading_file(write(RATED), Options(categories=("1", "2", "3")))
