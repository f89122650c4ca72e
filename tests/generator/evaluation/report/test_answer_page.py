"""The top of the report."""

import pytest

from generator.evaluation.findings import Light
from generator.evaluation.report.answer_page import (
    answer_html,
    contents_html,
    overview_html,
    traffic_light,
)
from generator.evaluation.report.table_page import Numbering
from tests.generator.evaluation.report.made_up import UTILITY, made_up_report
from tests.generator.evaluation.report.pages import Page

REPORT = made_up_report()


def test_the_light_its_reason_and_the_sentences_stand_first():
    text = Page(answer_html(REPORT)).text
    assert text.index("RED") < text.index("1 of 5 checks fails: MMD.") < text.index("Utility")
    for sentence in REPORT.answer.sentences:
        assert sentence.text.removeprefix(sentence.title) in text


def test_checks_that_fail_are_borderline_or_were_not_measured_are_linked():
    page = Page(answer_html(REPORT))
    assert {"#fidelity-mmd", "#utility-trts_f1", "#privacy-membership"} <= set(page.targets)
    assert "#utility-tstr_f1" not in page.targets
    assert "1 fails" in page.text


def test_without_such_checks_nothing_is_named():
    passing = made_up_report(UTILITY.__class__(name="utility", title="U", says=""))
    assert "fails" not in Page(answer_html(passing)).text


@pytest.mark.parametrize("light", Light)
def test_one_lamp_shines_and_is_named(light):
    page = Page(traffic_light(light))
    shining = [lamp["class"] for lamp in page.all("circle") if lamp["class"].endswith(" on")]
    assert shining == ([f"lamp {light} on"] if light != Light.GREY else [])
    assert page.all("svg")[0]["aria-label"] == f"Traffic light: {light}"


def test_checks_are_counted_by_section():
    words = Page(overview_html(REPORT, Numbering())).text.split()
    at = words.index("Utility")
    assert words[at : at + 7] == ["Utility", "1", "1", "0", "0", "▲", "borderline"]


def test_the_contents_lead_to_each_section():
    page = Page(contents_html(REPORT))
    assert page.targets == [
        *("#answer", "#compared", "#utility", "#fidelity", "#privacy", "#computed"),
    ]
