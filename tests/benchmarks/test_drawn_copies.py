"""A copy of a training record is told from an ECG that is merely like one."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is an optional extra")

from benchmarks.drawn_copies import mean_beats, nearness
from tests.benchmarks.test_drawn_ecgs import ecgs


def test_a_copy_is_nearest_of_all():
    known = mean_beats(*ecgs(seed=1))
    signals, beats = ecgs(seed=2)
    shapes = np.random.default_rng(3).uniform(0.5, 2, (len(signals), 8, 1))
    others = mean_beats(signals * shapes, beats)
    assert nearness(known[:1], known).max() == pytest.approx(1)
    assert nearness(others, known).max() < 0.99


def test_a_larger_twin_is_no_copy():
    known = mean_beats(*ecgs(seed=1))[:1]
    assert nearness(2 * known, known)[0] == pytest.approx(0.8)
