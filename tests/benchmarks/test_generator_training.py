"""What is timed is a training: the loss falls on a batch that stays the same."""

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from benchmarks.generator_training import compact_presets, iteration_of  # noqa: E402
from tests.generator.tiny import CONFIG  # noqa: E402


def test_the_loss_falls():
    iterate = iteration_of(CONFIG, 4)
    losses = [iterate() for _ in range(30)]
    assert losses[-1] < losses[0]


def test_the_compact_presets_are_timed():
    assert "compact-cpu" in compact_presets()
    assert "ptbxl" not in compact_presets()
