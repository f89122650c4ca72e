"""The section as a whole, on features that tell the rhythms apart and signals that do not."""

import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.evaluation.ecg_set import HELD_OUT, TRAIN
from generator.evaluation.findings import Light
from generator.evaluation.utility import forest
from generator.evaluation.utility import section as section_module
from generator.evaluation.utility.section import utility_section
from tests.generator.evaluation.utility.made_up import evidence_of


@pytest.fixture(scope="module", autouse=True)
def _small_forests():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forest, "TREES", 4)
        patch.setattr(section_module, "SEEDS", 1)
        yield


SPLITS = tuple(HELD_OUT if index % 3 == 0 else TRAIN for index in range(30))


@pytest.fixture(scope="module")
def section():
    return utility_section(evidence_of(splits=SPLITS))


def check_of(section, name):
    return next(each for each in section.checks if each.name == f"utility.{name}")


def table_of(section, name):
    return next(each for each in section.tables if each.name == f"utility.{name}")


def test_features_that_tell_apart_are_found_useful(section):
    found = check_of(section, "tstr_f1")
    assert found.light == Light.GREEN
    assert found.n == 30
    assert found.low <= found.value <= found.high


def test_held_out_records_are_told_where_they_are_known(section):
    assert check_of(section, "tstr_f1_held_out").n == 10
    of_unknown = utility_section(evidence_of())
    assert "utility.tstr_f1_held_out" not in {each.name for each in of_unknown.checks}
    assert "is not known" in of_unknown.says


def test_the_paper_s_figures_stand_beside_the_paper_s_classifier(section):
    told = [
        (row["setting"], row["paper_f1"])
        for row in table_of(section, "scores").rows
        if row["paper_f1"] is not None
    ]
    assert told == [("synthetic → real", 0.80), ("real → synthetic", 0.91)]


def test_too_few_patients_for_the_network_are_told(section):
    found = check_of(section, "tstr_loss_network")
    assert found.value is None
    assert "12 patients of the rarer rhythm teach" in found.says
    assert "network on signals: 12 patients" in table_of(section, "scores").note


def test_each_curve_begins_with_nothing_added(section):
    rows = table_of(section, "augmentation").rows
    assert [row["added_n"] for row in rows] == [0, 6, 12, 24] * 3
    assert {row["f1_gain"] for row in rows if row["added_n"] == 0} == {0.0}


def test_the_features_are_ranked_after_their_groups(section):
    features = [row["feature"] for row in table_of(section, "importance").rows]
    assert features[:2] == ["all rhythm features together", "all other features together"]
    assert features[-1] == "noise"


def test_pictures_say_in_words_what_they_show(section):
    assert [each.name for each in section.pictures] == ["utility.scores", "utility.augmentation"]
    assert all(each.svg.startswith("<svg") and len(each.alt) > 50 for each in section.pictures)


def test_the_same_evidence_gives_the_same_section(section):
    assert utility_section(evidence_of(splits=SPLITS)) == section


def test_without_one_rhythm_every_check_says_why():
    evidence = evidence_of(rhythms=("SR", "flutter"))
    found = utility_section(evidence)
    assert {each.light for each in found.checks} == {Light.GREY}
    assert all(each.says for each in found.checks)
