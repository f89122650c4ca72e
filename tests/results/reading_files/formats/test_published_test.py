from pathlib import Path

import pytest

from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.opening import read_reading_file
from tests.results.reading_files.conftest import Write

HEADER = "trials,train set index,lbl_codes,lbls,y_true_synthetic,y_pred_synthetic\r\n"


def test_each_trial_is_a_real_case_and_a_synthetic_one(write: Write):
    path = write(HEADER + '1,2.0,SR,"normal, sinus",False,True\r\n1,,SR,normal,True,True\r\n')
    table = read_reading_file(path).main
    assert [case.code for case in table.cases] == ["1 real", "1 synthetic"]
    assert table.truth_c.tolist() == [0, 1]
    assert table.first.verdict_rc.tolist() == [[1, 1]]


def test_a_call_that_is_none_is_refused(write: Write):
    path = write(HEADER + "1,,SR,n,False,True\r\n1,,SR,n,True,False\r\n2,,SR,n,True,perhaps\r\n")
    with pytest.raises(ReadingFileError, match=r"line 4.*'perhaps'"):
        read_reading_file(path)


def test_the_test_as_released_is_read(shared_data: Path):
    file = read_reading_file(shared_data / "turing-test-2023" / "metadata_results.csv")
    right_rc = file.main.first.verdict_rc == file.main.truth_c
    assert file.source.format == "published test"
    assert right_rc.shape == (1, 44)
    assert right_rc.sum() == 22
