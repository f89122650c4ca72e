"""What the forest leans on, ranked."""

import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.evaluation.utility import forest
from generator.evaluation.utility.importance_table import importance_table
from tests.generator.evaluation.utility.made_up import side


@pytest.fixture(autouse=True)
def _small_forests(monkeypatch):
    monkeypatch.setattr(forest, "TREES", 20)


def test_what_tells_more_stands_higher():
    real, synthetic = side(60), side(60, seed=1, prefix="s")
    real.values_nf[:, 1] = synthetic.values_nf[:, 1] = 0
    rows = importance_table(real, synthetic, seeds=[1]).rows
    assert rows[2]["feature"] == "rmssd_ms"
    assert [row["kind"] for row in rows] == ["rhythm", "waves", "rhythm", "waves", "waves"]
    assert rows[0]["tstr_loss"] > 0.2
    assert rows[1]["tstr_loss"] == pytest.approx(0, abs=0.05)


def test_without_rhythm_features_there_is_no_such_group():
    real, synthetic = (
        side(40, seed=seed).with_features(["p_likeness", "noise"]) for seed in (1, 2)
    )
    rows = importance_table(real, synthetic, seeds=[1]).rows
    assert rows[0]["feature"] == "all other features together"
