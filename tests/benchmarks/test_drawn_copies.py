"""A copy of a training record is told from an ECG that is merely like one."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is an optional extra")

from benchmarks.drawn_copies import nearness, row
from tests.benchmarks.test_drawn_ecgs import ecgs


def test_a_copy_is_nearest_of_all():
    known = ecgs(seed=1)
    signals, beats = ecgs(seed=2)
    shapes = np.random.default_rng(3).uniform(0.5, 2, (len(signals), 8, 1))
    others = signals * shapes, beats
    copy = 0.8 * known[0][:1], known[1][:1]
    assert nearness(copy, known).max() == pytest.approx(1)
    assert nearness(others, known).max() < 0.99


def test_an_ecg_without_beats_has_no_nearness():
    signals, beats = ecgs(seed=1)
    assert nearness((signals[:2], [beats[0], np.zeros(0)]), (signals, beats)).shape == (1,)


def test_a_row_says_how_near_most_come():
    line = row("drawn", np.linspace(0, 1, 101))
    assert line == "| drawn | 101 | 0.500 | 0.950 | 1.000 |"
