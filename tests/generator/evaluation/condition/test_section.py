"""The section on the condition, without a checkpoint."""

import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.evaluation.condition import section as section_module
from generator.evaluation.condition.section import condition_section
from generator.evaluation.findings import Light
from generator.evaluation.utility import forest
from tests.generator.evaluation.condition.made_up import evidence_of, plain_table


@pytest.fixture(autouse=True)
def _small_forests(monkeypatch):
    monkeypatch.setattr(forest, "TREES", 9)
    monkeypatch.setattr(section_module, "SEEDS", 1)


def lights(section):
    return {each.name.removeprefix("condition."): each.light for each in section.checks}


def test_what_was_asked_for_is_found():
    section = condition_section(evidence_of())
    assert lights(section) == {
        "asked_af_by_rules": Light.GREEN,
        "asked_sr_by_rules": Light.GREEN,
        "asked_af_by_classifier": Light.GREEN,
        "asked_sr_by_classifier": Light.GREEN,
        "beats_f1": Light.GREY,
        "interpolation": Light.GREY,
    }
    assert [each.name for each in section.tables] == ["condition.looks", "condition.rules"]


def test_af_without_irregularity_is_no_af():
    regular = plain_table(12, seed=2, of_af=[])
    found = lights(condition_section(evidence_of(synthetic_features=regular)))
    assert found["asked_af_by_rules"] == found["asked_af_by_classifier"] == Light.RED
    assert found["asked_sr_by_rules"] == found["asked_sr_by_classifier"] == Light.GREEN


def test_sr_that_looks_like_af_is_no_sr():
    all_af = plain_table(12, seed=2, of_af=slice(None))
    found = lights(condition_section(evidence_of(synthetic_features=all_af)))
    assert found["asked_sr_by_rules"] == found["asked_sr_by_classifier"] == Light.RED
    assert found["asked_af_by_rules"] == Light.GREEN


def test_real_stands_beside_synthetic():
    looks = condition_section(evidence_of()).tables[0]
    assert [(row["origin"], row["rhythm"], row["like_second"]) for row in looks.rows] == [
        ("real", "SR", 0.0),
        ("real", "AF", 1.0),
        ("synthetic", "SR", 0.0),
        ("synthetic", "AF", 1.0),
    ]


@pytest.mark.parametrize("absent", [{"rhythms": ("SR", "flutter")}, {"real": 6}])
def test_with_too_few_real_every_check_says_why(absent):
    changed = {**absent}
    if "real" in absent:
        changed["real_features"] = plain_table(6)
    section = condition_section(evidence_of(**changed))
    assert set(lights(section).values()) == {Light.GREY}
    assert all(each.says for each in section.checks)


def test_few_asked_for_have_no_share():
    evidence = evidence_of(synthetic=6, synthetic_features=plain_table(6))
    check = condition_section(evidence).checks[0]
    assert (check.value, check.says) == (None, "3 were asked for; 5 are needed")


def test_the_same_evidence_gives_the_same_section():
    evidence = evidence_of()
    assert condition_section(evidence) == condition_section(evidence)
