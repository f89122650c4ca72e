"""The section on privacy holds for small, lopsided and silent evidence, and repeats itself."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.evaluation.findings import Light
from generator.evaluation.privacy.section import privacy_section
from tests.generator.evaluation.privacy.hearts import half_learnt, hearts
from tests.generator.evaluation.privacy.test_near_copies import evidence_of, with_one_copy


def lights(section):
    return {check.name.removeprefix("privacy."): check.light for check in section.checks}


def test_the_same_evidence_gives_the_same_section():
    real = half_learnt(hearts(24))
    evidence = evidence_of(real, with_one_copy(real))
    section = privacy_section(evidence)
    assert section == privacy_section(evidence)
    assert [picture.name for picture in section.pictures] == [
        "privacy.nearness",
        "privacy.nearest_pair",
    ]
    assert [record.index for record in section.flagged] == [2]


def test_without_known_splits_membership_is_grey_and_says_why():
    section = privacy_section(evidence_of(hearts(8), hearts(4, seed=3)))
    assert lights(section) == {
        "near_copies": Light.GREEN,
        "nearer_to_training": Light.GREY,
        "membership_density": Light.GREY,
        "membership_nearness": Light.GREY,
        "membership_loss": Light.GREY,
    }
    assert "not known" in section.checks[2].says


def test_few_held_out_records_are_called_weak():
    section = privacy_section(evidence_of(half_learnt(hearts(24)), hearts(40, seed=3)))
    by_density = next(each for each in section.checks if each.name.endswith("_density"))
    assert by_density.value is not None
    assert "Weak for SR with 6 held-out records" in by_density.says


def test_a_silent_batch_of_one_rhythm_is_no_crash():
    silent = replace(
        hearts(3, seed=3, rhythm="AF"),
        signals_mv_nlt=np.zeros((3, 12, 1000)),
        beats_s=(np.zeros(0),) * 3,
    )
    section = privacy_section(evidence_of(half_learnt(hearts(24)), silent))
    assert lights(section)["near_copies"] == Light.GREEN


def test_a_checkpoint_that_is_none_leaves_the_loss_grey(tmp_path):
    evidence = evidence_of(
        half_learnt(hearts(24)), hearts(4, seed=3), checkpoint=tmp_path / "none.safetensors"
    )
    check = privacy_section(evidence).checks[-1]
    assert check.light == Light.GREY
    assert "none.safetensors" in check.says
