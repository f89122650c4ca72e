import pytest

from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.opening import read_reading_file
from tests.results.reading_files.conftest import Write

HEADER = "reader,site,repeat_of,case,origin,case_rhythm,practice,verdict,position,seconds\n"


def test_an_export_is_read_as_the_study_was(write: Write):
    path = write(
        HEADER
        + "R01,HD,,C9,real,SR,1,definitely_real,1,9\n"
        + "R01,HD,,C1,real,SR,0,possibly_synthetic,2,9\n"
        + "R01,HD,,C2,synthetic,AF,0,,3,9\n"
        + "R01,HD,t1,C1,real,SR,0,probably_real,4,9\n"
    )
    table = read_reading_file(path).main
    assert [case.code for case in table.cases] == ["C1", "C2"]
    assert table.first.verdict_rc.tolist() == [[1, -1]]
    assert table.first.rating_rc[0, 0] == 4
    assert table.again.verdict_rc.tolist() == [[0, -1]]
    assert table.rating_scale is not None
    assert len(table.rating_scale.levels) == 6
    assert table.sites == ("HD",)
    assert table.rhythms == ("AF", "SR")


def test_a_verdict_off_the_scale_is_refused(write: Write):
    with pytest.raises(ReadingFileError, match="line 2, column 'verdict': 'odd' is no verdict"):
        read_reading_file(write(HEADER + "R01,HD,,C1,real,SR,0,odd,1,9\n"))


def test_a_repeat_of_what_was_not_read_counts_for_nothing(write: Write):
    text = (
        "presentation,repeat_of,reader,case,origin,verdict\n"
        "t1,,R01,C1,real,\n"
        "t2,t1,R01,C1,real,probably_real\n"
        "t3,,R01,C2,synthetic,probably_real\n"
    )
    table = read_reading_file(write(text)).main
    assert table.first.verdict_rc.tolist() == [[-1, 0]]
    assert not table.again.read_rc.any()
