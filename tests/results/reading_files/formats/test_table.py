import pytest

from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.formats.table import columns_of
from reviewapp.results.reading_files.sheet import Sheet
from tests.results.reading_files.conftest import Write


def columns(write: Write, header: str) -> tuple[str, ...]:
    return columns_of(Sheet.opened(write(f"{header}\n")))


@pytest.mark.parametrize(
    "header",
    ["reader,case,value", "case,truth,reader,verdict", "reader,case,truth,rating,verdict,site"],
)
def test_agreement_accuracy_and_area_are_recognised(write: Write, header: str):
    assert columns(write, header) == tuple(header.split(","))


def test_what_is_no_column_of_ours_is_left_out(write: Write):
    assert columns(write, "id,reader,case,value,score_p_wave") == ("reader", "case", "value")


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ("rater,case,value", "there is no column 'reader'"),
        ("reader,case", "there is no column 'value', 'verdict' or 'rating'"),
        ("reader,case,verdict", "there is a column 'verdict' and no column 'truth'"),
        ("reader,case,truth,value", "'value', but no column 'verdict' or 'rating'"),
    ],
)
def test_a_header_that_lacks_something_is_told_what(write: Write, header: str, fault: str):
    with pytest.raises(ReadingFileError, match=fault):
        columns(write, header)
