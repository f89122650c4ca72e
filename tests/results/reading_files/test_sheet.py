import pytest

from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.sheet import Sheet

from .conftest import Write


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_seen_in_the_header(write: Write, separator: str):
    sheet = Sheet.opened(write(separator.join(["Reader", " case "]) + "\n" + f"a{separator}1\n"))
    assert sheet.header == ("reader", "case")
    assert list(sheet.rows()) == [(2, {"reader": "a", "case": "1"})]


def test_what_excel_saves_is_read(write: Write):
    """A byte-order mark, CRLF, quotes with separators and line ends inside, blank rows below."""
    sheet = Sheet.opened(write('\ufeffreader;case\r\n"a;b";"1\r\n2"\r\n;\r\n\r\nc;3\r\n'))
    assert [cells for _, cells in sheet.rows()] == [
        {"reader": "a;b", "case": "1\r\n2"},
        {"reader": "c", "case": "3"},
    ]


def test_the_line_of_a_row_is_that_of_the_file(write: Write):
    sheet = Sheet.opened(write('reader,case\na,1\n\n"b\nb",2\nc,3\n'))
    assert [line for line, _ in sheet.rows()] == [2, 5, 6]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "the file is empty"),
        ("case,case\n", "the column 'case' stands there twice"),
        ("reader,case\na,1,2\n", "line 2: the row has 3 cells, the header names 2"),
        ("reader,case\na\n", "line 2: the row has 1 cells, the header names 2"),
        ('reader,case\na,"1\n', "quotation mark"),
    ],
)
def test_a_file_that_is_no_table_is_refused(write: Write, text: str, fault: str):
    with pytest.raises(ReadingFileError, match=fault):
        list(Sheet.opened(write(text)).rows())


@pytest.mark.parametrize(
    ("text", "encoding"), [("reader,case\nJörg,1\n", "latin-1"), ("reader,case\n", "utf-16")]
)
def test_other_encodings_are_named_as_the_fault(write: Write, text: str, encoding: str):
    with pytest.raises(ReadingFileError, match="UTF-8"):
        list(Sheet.opened(write(text, encoding=encoding)).rows())


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ReadingFileError, match="can't be opened"):
        Sheet.opened(tmp_path / "nothing.csv")
