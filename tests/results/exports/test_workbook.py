import io
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest

from reviewapp.results.exports import workbook
from reviewapp.results.exports.columns import Column
from reviewapp.results.exports.tables import Table, readings_table, scores_table
from reviewapp.results.exports.workbook import workbook_pieces
from tests.results.datasets import MOMENT, S, make_reading, two_site_study

from .files import table_of


def book_of(*tables):
    sheets = {table.name: table for table in tables}
    content = b"".join(workbook_pieces(sheets, made_at=MOMENT))
    return openpyxl.load_workbook(io.BytesIO(content))


def cells_of(*values, kind="text"):
    columns = tuple(Column(f"c{number}", kind, "") for number, _ in enumerate(values))
    (sheet,) = book_of(Table("t", columns, lambda: iter([values])))
    return list(sheet[2])


def test_a_sheet_a_table_with_the_numbers_of_the_study():
    study = two_site_study()
    book = book_of(table_of(readings_table, study), table_of(scores_table, study))
    assert book.sheetnames == ["readings", "scores"]
    header, first = [[cell.value for cell in row] for row in list(book["readings"])[:2]]
    row = dict(zip(header, first, strict=True))
    assert (row["reader"], row["verdict_rank"], row["correct"]) == ("R-ANNA", 5, 1)
    assert (row["seconds"], row["first_shown_at"]) == (58.25, MOMENT.replace(tzinfo=None))
    assert book["readings"].max_row == 89
    assert book["scores"].max_row == 88 * 11 + 1


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1+1", "-2+3", "＝1", "\t=1"])
def test_no_text_becomes_a_formula(text):
    (cell,) = cells_of(text)
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


@pytest.mark.parametrize("text", ["http://example.org", "12", "-5", "{=1}"])
def test_no_text_becomes_an_address_a_number_or_an_array(text):
    (cell,) = cells_of(text)
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


def test_numbers_stay_numbers():
    assert [cell.value for cell in cells_of(-5, -0.25, True, 0, None)] == [-5, -0.25, 1, 0, None]


def test_a_moment_is_a_moment():
    (cell,) = cells_of(MOMENT)
    assert cell.value == datetime(2026, 5, 4, 9, 30)


def test_a_long_table_says_where_it_goes_on(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    rows = [(number,) for number in range(9)]
    (sheet,) = book_of(Table("t", (Column("n", "whole", ""),), lambda: iter(rows)))
    assert [row[0].value for row in sheet][:3] == ["n", 0, 1]
    assert sheet["A4"].value.endswith("t.csv and t.parquet.")


def test_a_comment_of_a_reader_runs_nothing():
    study = two_site_study()
    reading = replace(make_reading(S), answers={"comment": "=cmd|' /C calc'!A0"})
    study = replace(study, presentations=(replace(study.presentations[0], reading=reading),))
    (sheet,) = book_of(table_of(readings_table, study))
    values = [cell.value for cell in sheet[2]]
    assert "'=cmd|' /C calc'!A0" in values
