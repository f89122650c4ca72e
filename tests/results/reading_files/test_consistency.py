import numpy as np
import pytest

from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.opening import read_reading_file

from .conftest import Write


def test_a_reading_that_stands_there_twice_is_refused_by_both_lines(write: Write):
    path = write("reader,case,value\na,1,1\nb,1,2\na,1,2\n")
    with pytest.raises(
        ReadingFileError, match="line 4: reader 'a' has read case '1' already, on line 2"
    ):
        read_reading_file(path)


def test_occasions_tell_first_and_second_readings_apart(write: Write):
    path = write("reader,case,occasion,value\na,1,2,5\na,1,1,4\na,1,3,9\na,2,1,7\n")
    file = read_reading_file(path)
    labels = np.array(file.main.value_scale.levels)
    assert labels[file.main.first.value_rc].tolist() == [["4", "7"]]
    assert file.main.again.value_rc[0, 1] == -1
    assert labels[file.main.again.value_rc[0, 0]] == "5"
    assert any("1 readings are third or later" in note for note in file.source.notes)


def test_the_same_occasion_twice_is_refused(write: Write):
    path = write("reader,case,occasion,value\na,1,1,5\na,1,1,5\n")
    with pytest.raises(ReadingFileError, match=r"line 3.*on the same occasion"):
        read_reading_file(path)


def test_a_reading_without_its_occasion_is_refused(write: Write):
    path = write("reader,case,occasion,value\na,1,,5\n")
    with pytest.raises(ReadingFileError, match="line 2, column 'occasion'"):
        read_reading_file(path)


def test_a_missing_reading_and_a_later_one_are_one_reading(write: Write):
    file = read_reading_file(write("reader,case,value\na,1,\na,1,3\n"))
    assert file.main.first.value_rc.tolist() == [[0]]


def test_two_truths_of_a_case_are_refused(write: Write):
    path = write("reader,case,truth,verdict\na,1,0,1\nb,1,1,1\n")
    with pytest.raises(
        ReadingFileError, match="line 3, column 'truth': case '1' is '1' here and '0' on line 2"
    ):
        read_reading_file(path)


def test_the_truth_of_a_case_may_stand_on_one_row(write: Write):
    file = read_reading_file(write("reader,case,truth,verdict\na,1,,1\nb,1,1,0\n"))
    assert file.main.truth_c.tolist() == [1]


def test_a_case_without_a_truth_is_refused(write: Write):
    path = write("reader,case,truth,verdict\na,1,0,1\na,2,,1\n")
    with pytest.raises(ReadingFileError, match="line 3, column 'truth': the truth of case '2'"):
        read_reading_file(path)


def test_a_reader_belongs_to_one_site(write: Write):
    path = write("reader,case,value,site\na,1,1,HD\na,2,1,GOE\n")
    with pytest.raises(
        ReadingFileError, match="line 3, column 'site': the site of reader 'a' is 'GOE'"
    ):
        read_reading_file(path)
