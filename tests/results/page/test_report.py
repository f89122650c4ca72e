"""The whole report of every awkward study: each section is there, and nothing is left unsaid."""

import re
from dataclasses import fields, is_dataclass

import pytest

from reviewapp.results.charts import FIGURES
from reviewapp.results.page.report import report_of
from tests.results.analysed import SHAPES, analysed

ANCHORS = ["readers", "roc", "confusion", "agreement", "repeats", "morphology", "sites", "trend",
           "time", "cases", "best-reader", "bias", "checks", "power", "flow"]  # fmt: skip
BEFORE = {"before_the_chain": [{"name": "size", "auc": 0.9, "low": 0.8, "high": 1.0}]}


def texts_of(part):
    """Every text in the report, wherever it stands."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from texts_of(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts_of(getattr(part, field.name))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_section_stands_and_says_something(shape):
    report = report_of(analysed(shape))
    assert [section.anchor for section in report.sections] == ANCHORS
    for section in report.sections:
        assert section.sentences, section.anchor
        assert all(picture.name in FIGURES for picture in section.pictures)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_text_holds_what_is_no_word(shape):
    for text in texts_of(report_of(analysed(shape), BEFORE)):
        assert not re.fullmatch(r"None|-", text), text
        assert not re.search(r"\b(nan|NaN|inf)\b|\.\.|  ", text), text


@pytest.mark.parametrize("shape", SHAPES)
def test_every_row_has_a_cell_for_every_head_and_an_empty_cell_a_reason_or_none(shape):
    for section in report_of(analysed(shape)).sections:
        for table in section.tables:
            assert table.rows, table.caption
            for row in table.rows:
                assert len(row.cells) == len(table.heads) - 1, (table.caption, row.label)


def test_the_leak_probe_stands_first_and_only_where_there_was_one():
    sections = report_of(analysed("two readers"), BEFORE).sections
    assert sections[0].anchor == "leaks"
    rows = [row.label for row in sections[0].tables[0].rows]
    assert rows == ["Size", "Readers’ mean AUC"]


def test_without_readers_the_report_says_so():
    assert report_of(analysed("no readers")).lead == (
        "Nobody read a case: there is nothing to tell of the ECGs."
    )
