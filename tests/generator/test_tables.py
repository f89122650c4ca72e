"""Tables are read row by row; what is wrong with one is said with file, line and field."""

import pytest

from generator.tables import TableError, count_rows, number, rows_of, whole_number


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "some.csv"
    path.write_text('\ufeffrecord,age,note\none, 61 ,"two\nlines"\ntwo,\n', encoding="utf-8")
    return path


def test_rows_say_where_they_stand(table):
    assert list(rows_of(table, ["record"])) == [
        (f"{table}, line 3", {"record": "one", "age": "61", "note": "two\nlines"}),
        (f"{table}, line 4", {"record": "two", "age": "", "note": ""}),
    ]
    assert count_rows(table) == 2


def test_a_missing_column_is_named_beside_those_there_are(table):
    with pytest.raises(TableError, match=r"some\.csv: column rhythm is missing; it has record"):
        list(rows_of(table, ["record", "rhythm"]))


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(TableError, match=r"gone\.csv"):
        list(rows_of(tmp_path / "gone.csv", []))


def test_numbers():
    assert number({"age": "61.5"}, "age", "here") == 61.5
    assert number({"age": ""}, "age", "here") is None
    assert number({}, "age", "here") is None
    assert whole_number({"id": "15709.0"}, "id", "here") == 15709


@pytest.mark.parametrize("given", ["old", "1.5", ""])
def test_what_is_no_whole_number_is_named_with_its_place(given):
    with pytest.raises(TableError, match=f"line 7: id is '{given}'"):
        whole_number({"id": given}, "id", "some.csv, line 7")
