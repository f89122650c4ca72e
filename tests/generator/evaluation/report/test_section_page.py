"""A section as HTML: checks, tables, pictures, flagged records."""

from dataclasses import replace

import pytest

from generator.evaluation.findings import Light
from generator.evaluation.report.section_page import light_mark, section_html
from generator.evaluation.report.table_page import LONG_TABLE_ROWS, Numbering
from tests.generator.evaluation.report.made_up import PRIVACY, UTILITY, check
from tests.generator.evaluation.report.pages import Page


def page_of(section):
    return Page(section_html(section, Numbering()))


def test_a_check_shows_value_interval_n_threshold_with_its_reason_and_light():
    text = page_of(UTILITY).text
    for said in (
        "Trained on synthetic, F1",
        "As it is.",
        "0.930",
        "(0.900 to 0.950)",
        "120",
        "at least 0.8; borderline from 0.7",
        "the paper's figure",
        "passes",
        "borderline",
    ):
        assert said in text


def test_a_check_without_a_value_says_why():
    text = page_of(PRIVACY).text
    assert "No reference model was given." in text
    assert "not measured" in text


def test_tables_and_figures_are_numbered_through_the_report():
    numbering = Numbering()
    first, second = (Page(section_html(UTILITY, numbering)).text for _ in range(2))
    assert "Table 1. Utility: checks" in " ".join(first.split())
    assert "Table 4. Scores" in " ".join(second.split())
    assert "Figure 2." in second


def test_every_head_of_a_table_has_a_scope_and_every_picture_words():
    page = page_of(UTILITY)
    assert {head["scope"] for head in page.all("th")} == {"col", "row"}
    assert [image["alt"] for image in page.all("img")] == ["It rises."]


def test_flagged_records_stand_with_their_reasons():
    text = page_of(PRIVACY).text
    assert "a copy of A0007" in text
    assert "=drawn[4]" in text
    assert "b" * 12 in text


def test_many_checks_are_never_folded_away():
    checks = tuple(check(f"utility.c{at}", 0.5) for at in range(LONG_TABLE_ROWS + 1))
    assert page_of(replace(UTILITY, checks=checks)).all("details") == []


@pytest.mark.parametrize("light", Light)
def test_a_light_is_told_by_colour_shape_and_word(light):
    page = Page(light_mark(light))
    assert page.all("span")[0]["class"] == f"light {light}"
    assert len(page.text.split()) >= 2
