"""The [training] table: read, refused, and the learning rate it means."""

import pytest

pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.config import ConfigError
from generator.train_command import read_training
from generator.training_config import TrainingConfig, training_from_table


@pytest.mark.parametrize("name", ["compact-cpu", "compact-gpu"])
def test_the_compact_presets_can_be_trained(name):
    model, training = read_training(name)
    assert model.edm is not None
    assert set(training.shares) <= set(model.label_names)


@pytest.mark.parametrize("name", ["ptbxl", "mimic"])
def test_the_published_presets_train_as_was_published(name):
    model, training = read_training(name)
    assert model.edm is None
    assert training.rate_at(0) == training.rate_at(99_999) == 2e-4
    assert training.ema == 0


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({}, "iterations is missing"),
        ({"iterations": 0}, "iterations must be positive"),
        ({"iterations": 1.5}, "iterations must be int"),
        ({"iterations": 5, "momentum": 0.9}, "momentum is not known"),
        ({"iterations": 5, "ema": 1.0}, "ema must be at least 0 and below 1"),
        ({"iterations": 5, "precision": "fp16"}, "precision must be one of fp32, bf16"),
        ({"iterations": 5, "shares": {"AF": -1.0}}, "shares must be positive"),
        ({"iterations": 5, "shares": 3}, "shares must be a table"),
        ({"iterations": 5, "shares": {"AF": "half"}}, "shares.AF must be float"),
    ],
)
def test_a_wrong_table_is_refused(table, complaint):
    with pytest.raises(ConfigError, match=complaint):
        training_from_table(table)


def test_the_rate_rises_stays_and_falls():
    training = TrainingConfig(iterations=100, learning_rate=1.0, warmup=10, cooldown=0.2)
    assert training.rate_at(0) == pytest.approx(0.1)
    assert training.rate_at(50) == 1
    assert training.rate_at(90) == pytest.approx(0.5)
    assert training.rate_at(99) == pytest.approx(0.05)


def test_a_file_without_training_is_refused(tmp_path):
    path = tmp_path / "model.toml"
    path.write_text("[network]\nlabels = 2\n")
    with pytest.raises(ConfigError, match=r"model\.toml has no \[training\] table"):
        read_training(str(path))


def test_a_fault_names_the_file(tmp_path):
    path = tmp_path / "model.toml"
    path.write_text("[network]\nlabels = 2\n[training]\niterations = -1\n")
    with pytest.raises(ConfigError, match=r"model\.toml: training\.iterations must be positive"):
        read_training(str(path))
