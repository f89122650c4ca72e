"""How beats vary and what lies between them, in ECGs made to measure."""

import numpy as np
import pytest

from generator.evaluation.fidelity.beat_to_beat import noise_uv, qrs_variation_percent, wander_uv
from tests.generator.evaluation.fidelity.beats import beating

BEATS_S = np.arange(0.5, 9.6, 0.8)


def _spikes(heights_mv) -> np.ndarray:
    signal = np.zeros((12, 1000))
    signal[:, np.rint(BEATS_S * 100).astype(int)] = heights_mv
    return signal


def test_the_variation_is_that_of_the_heights() -> None:
    heights = 1 + 0.2 * np.where(np.arange(len(BEATS_S)) % 2, 1, -1)
    known = 100 * heights.std() / heights.mean()
    assert qrs_variation_percent(_spikes(heights), BEATS_S) == pytest.approx(known)
    assert qrs_variation_percent(_spikes(np.ones(12)), BEATS_S) == pytest.approx(0)


def test_few_beats_and_small_complexes_have_no_variation() -> None:
    assert qrs_variation_percent(_spikes(np.ones(12)), BEATS_S[:4]) is None
    assert qrs_variation_percent(_spikes(np.full(12, 0.05)), BEATS_S) is None


def test_the_noise_floor_is_the_noise_s_and_not_the_qrs_s() -> None:
    noise = np.random.default_rng(1).normal(0, 0.02, (12, 1000))
    assert noise_uv(noise + _spikes(np.full(12, 1.5)), BEATS_S) == pytest.approx(20, rel=0.1)
    assert noise_uv(beating(1, seed=1)[0], BEATS_S) == pytest.approx(10, rel=0.5)


def test_nothing_between_the_beats_has_no_noise_floor() -> None:
    assert noise_uv(np.zeros((12, 1000)), np.arange(0, 10, 0.2)) is None


def test_wander_is_what_is_slow() -> None:
    time_s = np.arange(1000) / 100
    slow, fast = np.sin(2 * np.pi * 0.5 * time_s), np.sin(2 * np.pi * 5 * time_s)
    assert wander_uv(np.tile(0.1 * slow + fast, (12, 1))) == pytest.approx(100 / 2**0.5, rel=0.01)
