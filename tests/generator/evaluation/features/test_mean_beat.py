"""The median beat: finer than its record, and no beat where there is noise alone."""

import numpy as np
import pytest

from generator.evaluation.features.mean_beat import likeness, mean_beat
from tests.generator.evaluation.features.known import EVEN_BEATS_S, known_ecg


def test_noise_is_divided_by_the_number_of_beats():
    clean = mean_beat(known_ecg(noise_mv=0), EVEN_BEATS_S)
    noisy = mean_beat(known_ecg(noise_mv=0.1), EVEN_BEATS_S)
    assert (noisy.median_mv_lt - clean.median_mv_lt)[6:].std() < 0.05


def test_an_extrasystole_is_left_out():
    signal = known_ecg(noise_mv=0)
    signal[:, 200:225] *= -1
    kept = mean_beat(signal, EVEN_BEATS_S)
    assert len(kept.beats_mv_blt) == len(mean_beat(known_ecg(), EVEN_BEATS_S).beats_mv_blt) - 1


def test_beats_of_noise_are_unlike_one_another():
    noise = np.random.default_rng(5).standard_normal((12, 1000))
    assert mean_beat(noise, EVEN_BEATS_S).likeness < 0.3
    assert mean_beat(known_ecg(), EVEN_BEATS_S).likeness > 0.95


def test_two_whole_beats_are_too_few():
    assert mean_beat(known_ecg(), np.array([0.1, 2.9, 5.8, 8.6, 9.95])[:3]) is None


def test_a_beat_is_no_evidence_for_itself():
    beats = np.random.default_rng(6).standard_normal((4, 8, 200))
    assert likeness(beats) == pytest.approx(0, abs=0.1)
