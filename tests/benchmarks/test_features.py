"""The benchmark of features measures what it says."""

import pytest

pytest.importorskip("neurokit2", reason="the extra `evaluation` is not installed")

from benchmarks.features import ecgs, rounds


def test_a_round_has_two_speeds_and_the_processor_time():
    found = rounds(ecgs().take(range(4)), 1)
    assert found.shape == (1, 3)
    assert (found > 0).all()
