import pytest

from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.opening import read_reading_file
from tests.results.reading_files.conftest import Write

FILE = (
    "A study, by hand\nN0: 1\nN1: 1\nNR: 2\nNM: 2\n\nBEGIN DATA:\n"
    "-1,n1,0,0\n-1,p1,0,1\n"
    "r1,n1,CT,1.5\nr1,p1,CT,4\nr2,n1,CT,2\nr2,p1,CT,3\n"
    "r1,n1,MR,1\nr1,p1,MR,5\nr2,n1,MR,2\nr2,p1,MR,3\n"
)


def test_each_modality_is_a_condition_of_the_same_readers_and_cases(write: Write):
    file = read_reading_file(write(FILE, "study.imrmc"))
    assert file.source.format == "iMRMC"
    assert file.conditions == ("CT", "MR")
    assert file.main.truth_c.tolist() == [0, 1]
    assert file.main.first.rating_rc.tolist() == [[1.5, 4], [2, 3]]
    assert file.tables["MR"].first.rating_rc.tolist() == [[1, 5], [2, 3]]


def test_a_reader_may_be_called_truth_and_excel_may_have_saved_it(write: Write):
    text = FILE.replace("-1,", "truth,").replace("BEGIN DATA:", "BEGIN DATA:,,,")
    assert read_reading_file(write(text)).main.truth_c.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("-1,p1,0,1\n", "", "the truth of case 'p1' is given nowhere"),
        ("-1,p1,0,1\n", "-1,n1,0,1\n", "line 9, column 'case': case 'n1' has its truth a second"),
        ("r1,p1,CT,4", "r1,p1,CT", "line 11: the row has 3 cells"),
        ("r1,p1,CT,4", "r1,p1,CT,high", "line 11, column 'rating': 'high' is no number"),
        ("-1,p1,0,1", "-1,p1,0,", "line 9: the truth of case 'p1' is empty"),
        ("r1,p1,CT,4", "r1,n1,CT,4", "line 11: reader 'r1' has read case 'n1' already, on line 10"),
    ],
)
def test_rows_that_the_format_does_not_know_are_refused(
    write: Write, old: str, new: str, fault: str
):
    with pytest.raises(ReadingFileError, match=fault):
        read_reading_file(write(FILE.replace(old, new), "study.imrmc"))
