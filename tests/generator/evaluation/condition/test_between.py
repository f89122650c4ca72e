"""Mixtures drawn with a checkpoint, measured; or the reason why not."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")
pytest.importorskip("neurokit2", reason="the features need the extra `evaluation`")

from generator.checkpoint import save_checkpoint
from generator.evaluation.condition import between
from generator.evaluation.condition.between import between_findings
from generator.evaluation.findings import Light
from tests.generator.evaluation.condition.made_up import evidence_of
from tests.generator.tiny import BEATS_CONFIG, CONFIG, tiny_network

AF = BEATS_CONFIG.beat_models["AF"]
BOTH_MODELS = replace(BEATS_CONFIG, rate_hz=4.0, beat_models={"AF": AF, "SR": AF})
RISING = {"a forest": [lambda records: np.linspace(0, 1, len(records))]}


def saved(folder, config):
    path = folder / "tiny.safetensors"
    save_checkpoint(path, tiny_network(config), config)
    return path


def test_without_a_checkpoint_nothing_is_drawn():
    found = between_findings(evidence_of(), RISING)
    assert (found.check.light, found.tables) == (Light.GREY, ())
    assert found.check.says == "no checkpoint is at hand to draw with"


def test_without_a_classifier_nothing_is_drawn(tmp_path):
    evidence = evidence_of(checkpoint=saved(tmp_path, CONFIG))
    assert "too few real patients" in between_findings(evidence, {}).check.says


def test_what_cannot_be_mixed_says_why(tmp_path):
    evidence = evidence_of(checkpoint=saved(tmp_path, CONFIG))
    assert "shorter than 10 s" in between_findings(evidence, RISING).check.says


def test_what_moves_along_is_green(tmp_path):
    checkpoint = saved(tmp_path, replace(CONFIG, rate_hz=4.0))
    found = between_findings(evidence_of(checkpoint=checkpoint), RISING)
    assert (found.check.light, found.check.n) == (Light.GREEN, 40)
    assert "rises at every step" in found.check.says
    assert [row["share"] for row in found.tables[0].rows] == [0, 0.25, 0.5, 0.75, 1]
    assert found.pictures[0].svg.startswith("<svg")


@pytest.mark.parametrize("was_told", [True, False])
def test_first_comes_the_way_in_which_the_batch_was_drawn(tmp_path, monkeypatch, was_told):
    monkeypatch.setattr(between, "DRAWN_EACH", 2)
    monkeypatch.setattr(between, "DRAWN_EACH_BESIDES", 1)
    evidence = evidence_of(checkpoint=saved(tmp_path, BOTH_MODELS))
    if was_told:
        told_beats_s = (np.array([1.0, 2.0]),) * len(evidence.synthetic)
        drawn = replace(evidence.synthetic, told_beats_s=told_beats_s)
        evidence = replace(evidence, synthetic=drawn)
    rows = between_findings(evidence, RISING).tables[0].rows
    titles = ["labels and beats mixed", "labels mixed, no beats told"]
    assert [rows[0]["told"], rows[5]["told"]] == (titles if was_told else titles[::-1])
    assert [rows[0]["n"], rows[5]["n"]] == [2, 1]
