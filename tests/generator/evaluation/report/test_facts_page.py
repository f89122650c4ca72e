"""What was compared, by what."""

from dataclasses import replace

from generator.evaluation.report.facts_page import (
    COMPUTATION_FACTS,
    REAL_FACTS,
    SYNTHETIC_FACTS,
    facts_table,
)
from generator.evaluation.report.table_page import Numbering
from tests.generator.evaluation.report.made_up import REAL, made_up_report
from tests.generator.evaluation.report.pages import Page

FACTS = (*SYNTHETIC_FACTS, *REAL_FACTS, *COMPUTATION_FACTS)


def facts_of(**reports):
    return Page(facts_table("Facts", FACTS, reports, Numbering()))


def test_identity_numbers_seed_and_versions_are_told():
    text = facts_of(Value=made_up_report()).text
    for said in (
        "drawn",
        "e" * 64,
        "ddim, steps 25",
        "100 (AF 80, SR 120)",
        "180",
        "held out 40, train 160",
        "shorter than 10 s 2",
        "numpy 2.2.0, python 3.11.7",
        "0.1.0+0123456789ab",
        "AF (positive) against SR",
        "1\u202f000",
        "compact.safetensors",
        "not given",
    ):
        assert said in text


def test_a_training_set_is_told_with_its_splits():
    training = replace(REAL, source="training set big")
    text = facts_of(Value=made_up_report(training=training)).text
    assert "training set big: 200 (AF 80, SR 120); held out 40, train 160" in text


def test_two_reports_stand_side_by_side_and_what_differs_says_so():
    a = made_up_report()
    b = replace(a, computation=replace(a.computation, seed=2))
    page = facts_of(A=a, B=b)
    assert page.text.count("(differs)") == 1
    assert [row for row in page.all("tr") if row.get("class") == "differs"]
    assert "(differs)" not in facts_of(A=a, B=a).text


def test_batches_drawn_alike_tell_it_once_and_another_samplers_words_stand_as_they_are():
    one = made_up_report()
    batch = one.batches[0]
    assert facts_of(A=replace(one, batches=(batch, batch))).text.count("ddim") == 1
    for sampler in ("not JSON", '["a"]', ""):
        text = facts_of(A=replace(one, batches=(replace(batch, sampler=sampler),))).text
        assert sampler in text
