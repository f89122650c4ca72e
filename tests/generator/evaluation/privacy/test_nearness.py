"""Nearness finds a copy however it is disguised, and agrees with a slow twin."""

from dataclasses import replace

import numpy as np
import pytest

from generator.evaluation.privacy.beat_shapes import modelled
from generator.evaluation.privacy.nearness import (
    LONGEST_LAG,
    UNKNOWN_NEARNESS,
    beat_nearness,
    best_lag,
    nearness_of_beats,
    recording_nearness,
)
from tests.generator.evaluation.privacy.hearts import hearts


def slow_nearness(some_lt, known_lt):
    """At each lag the cosine of what overlaps; the largest."""
    samples = some_lt.shape[1]
    found = []
    for lag in range(-LONGEST_LAG, LONGEST_LAG + 1):
        one = some_lt[:, max(lag, 0) : samples + min(lag, 0)]
        other = known_lt[:, max(-lag, 0) : samples - max(lag, 0)]
        found.append((one * other).sum() / np.sqrt((one**2).sum() * (other**2).sum()))
    return max(found), int(np.argmax(found)) - LONGEST_LAG


def test_whole_recordings_agree_with_the_slow_twin():
    some, known = hearts(2, seed=1), hearts(3, seed=2)
    found = recording_nearness(some, known)
    for row, some_lt in enumerate(modelled(some)):
        for column, known_lt in enumerate(modelled(known)):
            slow, lag = slow_nearness(some_lt, known_lt)
            assert found[row, column] == pytest.approx(slow, abs=1e-5)
            assert best_lag(some_lt, known_lt) == lag


@pytest.mark.parametrize("shift", [0, 237, -450])
def test_a_rotated_smaller_noisy_copy_is_found_as_a_whole(shift):
    known = hearts(6, noise_mv=0.0)
    stream = np.random.default_rng(5)
    signals = 0.9 * np.roll(known.signals_mv_nlt, shift, axis=-1)
    noise = 0.02 * stream.standard_normal(signals.shape)
    near = recording_nearness(replace(known, signals_mv_nlt=signals + noise), known)
    assert (near.argmax(axis=1) == np.arange(6)).all()
    assert near.max(axis=1).min() > 0.9
    assert near[~np.eye(6, dtype=bool)].max() < 0.85


def test_the_same_heart_with_another_rhythm_is_found_by_its_beat():
    known = hearts(5, noise_mv=0.0)
    waves = [signal_lt.copy() for signal_lt in known.signals_mv_nlt]
    beats = tuple(np.arange(0.5, 9.5, 1.1) + 0.013 for _ in waves)
    again = np.zeros_like(known.signals_mv_nlt)
    for row, told_s in enumerate(beats):
        at = round(float(known.beats_s[row][3]) * 100)
        beat_lt = waves[row][:, at - 30 : at + 45]
        for place in (round(float(each) * 100) for each in told_s):
            width = again[row][:, place - 30 : place + 45].shape[1]
            again[row][:, place - 30 : place + 45] = beat_lt[:, :width]
    other = replace(known, signals_mv_nlt=again, beats_s=beats)
    near = beat_nearness(other, known)
    assert near.diagonal().min() > 0.985
    assert near[~np.eye(5, dtype=bool)].max() < 0.97
    assert recording_nearness(other, known).max() < 0.9


def test_known_cosines():
    """Of beats 1, 0 and 1, 1 in the first two leads, each lead centred."""
    wave = np.array([1.0, -1.0, 1.0, -1.0])
    one, other = np.zeros((1, 8, 10)), np.zeros((2, 8, 4))
    one[0, 0, 3:7] = wave
    other[0, 0], other[0, 1] = wave, wave
    other[1, 0] = -2 * wave
    near = nearness_of_beats(one, other)[0]
    assert near[0] == pytest.approx(np.sqrt(0.5))
    # Shifted by one sample the wave lies on its own opposite
    assert near[1] > 0.5


def test_without_beats_nothing_is_near():
    some = replace(hearts(2), beats_s=(np.array([]),) * 2)
    assert (beat_nearness(some, hearts(2)) == UNKNOWN_NEARNESS).all()


def test_silence_is_like_nothing():
    silent = replace(hearts(1), signals_mv_nlt=np.zeros((1, 12, 1000)))
    assert recording_nearness(silent, hearts(2)).max() == pytest.approx(0, abs=1e-6)
