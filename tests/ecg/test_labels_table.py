"""The labels table: ages, sexes, windows, and tables that cannot be read."""

import pytest

from reviewapp.ecg.labels_table import read_label, read_table
from reviewapp.ecg.refusals import PoolInputError, RecordRefusedError


def label(**row: str):
    return read_label(
        {"record": "r1", "rhythm": "SR", **row}, origin="real", source="s", licence="l"
    )


@pytest.mark.parametrize(
    ("text", "age"),
    [("", None), ("0", 0), ("56.0", 56), ("89", 89), (">89", 90), ("97", 90), ("300", 90)],
)
def test_an_age_above_89_is_kept_as_90(text, age):
    assert label(age=text).age == age


@pytest.mark.parametrize(
    "row", [{"age": "old"}, {"age": "nan"}, {"age": "-1"}, {"sex": "0"}, {"origin": "fake"}]
)
def test_a_label_that_is_not_understood_is_refused(row):
    with pytest.raises(RecordRefusedError):
        label(**row)


@pytest.mark.parametrize(("text", "sex"), [("", ""), ("Female", "F"), ("m", "M")])
def test_a_sex_is_kept_as_one_letter(text, sex):
    assert label(sex=text).sex == sex


def test_an_origin_may_be_stated_for_each_record():
    assert label().origin == "real"
    assert label(origin="synthetic").origin == "synthetic"


def test_a_window_cut_by_its_source_is_declared():
    assert label(orig_len_s="11.948", window_start_s="1.0").cut == (
        "1 to 11 s of 11.948 s, cut by its source"
    )
    assert label(orig_len_s="10.0", window_start_s="0.0").cut == ""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no column record, rhythm"),
        (b"record;rhythm\nr1;SR\n", "no column record, rhythm"),
        (b"record,rhythm\nr1\n", "line 2"),
        (b"record,rhythm\nr1,SR,extra\n", "line 2"),
        (b"record,rhythm,rhythm\n", "twice"),
        ("record,rhythm\nü,SR\n".encode("latin-1"), "UTF-8"),
        (b'record,rhythm\n"r1,SR\n', "no valid CSV"),
        (b"record,rhythm\n" + b"x" * 200_000 + b",SR\n", "no valid CSV"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_whole(tmp_path, content, message):
    (tmp_path / "labels.csv").write_bytes(content)
    with pytest.raises(PoolInputError, match=message) as caught:
        read_table(tmp_path / "labels.csv")
    assert "labels.csv" in str(caught.value)


def test_a_byte_order_mark_from_a_spreadsheet_does_no_harm(tmp_path):
    (tmp_path / "labels.csv").write_bytes(b"\xef\xbb\xbfrecord,rhythm\r\nr1,SR\r\n")
    assert read_table(tmp_path / "labels.csv") == [{"record": "r1", "rhythm": "SR"}]
