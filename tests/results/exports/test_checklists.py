import pytest

from reviewapp.results.exports.checklists import AUTHORS
from reviewapp.results.exports.flow import SiteFlow
from reviewapp.results.exports.grras import GRRAS
from reviewapp.results.exports.material import Material
from reviewapp.results.exports.stard import STARD
from reviewapp.studies.questionnaire import DEFAULT
from tests.results.analysed import SHAPES, analysed

from .files import rows_of

PROTOCOL = {
    "cells": [{"rhythm": "SR", "origin": "real", "case_count": 22}],
    "sources": ["PTB-XL | <b>bold</b>"],
    "repeat_percent": 15,
    "allocation_rules": ["Cases are drawn by seed."],
    "readers": {"HD": ["R-A", "R-B"]},
    "questionnaire": DEFAULT.to_json(),
    "display": {"footer": "25 mm/s", "drawing_rules": ["Gain is never adapted."]},
}
EVERYWHERE = SiteFlow("all sites", 2, 90, 2, 0, 0, 0, 0, 88)


def material(shape="two readers", protocol=PROTOCOL):
    return Material(analysed(shape), protocol, (EVERYWHERE, EVERYWHERE))


def answers(checklist, about):
    return {row["item"]: row["answer"] for row in rows_of(checklist.table(about).csv())}


def test_every_item_of_the_published_lists_is_there():
    assert [one.number for one in GRRAS.entries] == [str(n) for n in range(1, 16)]
    numbers = [one.number for one in STARD.entries]
    assert len(numbers) == 34
    assert {"10a", "10b", "12a", "12b", "13a", "13b", "21a", "21b", "30"} <= set(numbers)


def test_what_the_study_knows_is_filled_in():
    said = answers(STARD, material())
    assert "equivalence to chance within ± 10 points" in said["4"]
    assert "Cases are drawn by seed." in said["9"]
    assert said["28"] == "DRKS00000001"
    assert "a" * 64 in said["29"]
    assert "95 %" not in said["24"]
    assert "area under the ROC curve" in said["24"]
    assert "planned: 2 readers; 22 real ECGs of rhythm SR" in answers(GRRAS, material())["6"]


def test_what_software_cannot_know_is_left_to_the_authors():
    for checklist, numbers in ((GRRAS, ("5", "14")), (STARD, ("2", "3", "26", "27", "30"))):
        said = answers(checklist, material())
        assert {said[number] for number in numbers} == {AUTHORS}


@pytest.mark.parametrize("shape", SHAPES)
def test_any_study_fills_both_lists_without_a_number_that_is_none(shape):
    for checklist in (GRRAS, STARD):
        text = checklist.markdown(material(shape, {}))
        assert "nan" not in text.lower().split()
        assert "None" not in text


def test_text_of_a_study_breaks_no_table_and_is_no_html():
    text = STARD.markdown(material())
    assert "PTB-XL \\| &lt;b>bold" in text
    widths = {line.replace("\\|", "").count("|") for line in text.splitlines() if "|" in line}
    assert widths == {5}
