"""A table as HTML."""

from dataclasses import replace

import pytest

from generator.evaluation.findings import Column, Table
from generator.evaluation.report.table_page import LONG_TABLE_ROWS, Numbering, table_html
from tests.generator.evaluation.report.made_up import UTILITY
from tests.generator.evaluation.report.pages import Page


def page_of(table):
    return Page(table_html(table, Numbering()))


def test_a_table_has_units_digits_and_gaps():
    text = page_of(UTILITY.tables[0]).text
    for said in ("Mean RR ms", "0.93", "4\u202f000", "812.2", "–", "nothing to learn from"):
        assert said in text


@pytest.mark.parametrize("more", [0, 1])
def test_a_long_table_is_folded(more):
    table = UTILITY.tables[0]
    page = page_of(replace(table, rows=(table.rows[0],) * (LONG_TABLE_ROWS + more)))
    assert len(page.all("details")) == more


def with_bounds(low, high, *, value=0.5):
    columns = [Column(name=name, title=name, digits=2) for name in ("f1", low, high, "n")]
    row = {"f1": value, low: 0.4, high: 0.6, "n": 7}
    return Table(name="t", title="T", columns=tuple(columns), rows=(row,))


@pytest.mark.parametrize("names", [("f1_low", "f1_high"), ("low", "high")])
def test_an_interval_stands_with_its_value(names):
    page = page_of(with_bounds(*names))
    assert len(page.all("th")) == 3
    assert "0.50 (0.40 to 0.60) 7" in " ".join(page.text.split())


def test_other_columns_stay_columns():
    page = page_of(with_bounds("floor_low", "floor_high"))
    assert len(page.all("th")) == 5
    assert "0.50 0.40 0.60 7" in " ".join(page.text.split())


def test_a_value_without_an_interval_stands_alone():
    table = with_bounds("low", "high", value=None)
    without = replace(table, rows=({"f1": None, "low": None, "high": None, "n": 0},))
    assert "(" not in page_of(without).text.split("95 % interval)")[1]


def test_a_first_column_names_its_line():
    assert [head["scope"] for head in page_of(UTILITY.tables[0]).all("th")].count("row") == 2
