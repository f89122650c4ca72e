"""The curves that tell the network where the beats are."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.beat_channels import beat_channels


def channels(*times_s):
    return beat_channels(np.array(times_s), samples=1000, rate_hz=100)


def test_the_bump_stands_at_the_beat():
    bump = channels(2.0, 3.0, 4.0)[0]
    assert [int(place) for place in np.flatnonzero(bump > 0.99)] == [200, 300, 400]


def test_a_beat_between_two_samples_lights_both_alike():
    bump = channels(2.005, 3.0, 4.0)[0]
    assert bump[200] == pytest.approx(bump[201], rel=1e-4)
    assert bump[200] > 0.9


def test_after_a_beat_one_curve_falls_and_before_the_next_another_rises():
    _, since, until, _ = channels(2.0, 4.0, 6.0)
    assert np.all(np.diff(since[200:400]) < 0)
    assert np.all(np.diff(until[200:399]) > 0)


def test_the_curves_are_known_before_the_first_and_after_the_last_beat():
    _, since, until, _ = channels(0.5, 1.5, 9.2)
    # a median interval of 4.35 s back from the first beat, and on from the last
    assert since[0] == pytest.approx(np.exp(-(4.35 - 0.5) / 0.3), rel=1e-3)
    assert until[999] == pytest.approx(np.exp(-(9.2 + 4.35 - 9.99) / 0.15), rel=1e-3)


def test_no_neighbour_is_invented_within_the_record():
    # a pause of 5 s stays a pause
    assert channels(5.0, 5.8, 6.6, 7.4)[0, 420] < 0.01


def test_unknown_beats_are_all_zeros_and_known_ones_say_so():
    assert not channels().any()
    assert np.all(channels(2.0, 3.0)[3] == 1)
