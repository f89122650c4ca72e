"""f waves are measured through the QRST, and QRST is not taken for f waves."""

import numpy as np
import pytest

from generator.evaluation.features import reasons
from generator.evaluation.features.f_waves import f_wave_features
from tests.generator.evaluation.features.known import EVEN_BEATS_S, UNEVEN_BEATS_S, known_ecg

TIME_S = np.arange(1000) / 100


@pytest.mark.parametrize("height_mv", [0.05, 0.1])
def test_a_sine_of_6_hz_has_its_root_mean_square(height_mv):
    signal = known_ecg(UNEVEN_BEATS_S, has_p=False) + height_mv * np.sin(2 * np.pi * 6 * TIME_S)
    found = f_wave_features(signal, UNEVEN_BEATS_S)
    assert found["f_wave_v1_mv"] == pytest.approx(height_mv / np.sqrt(2), rel=0.25)
    assert found["f_wave_v1_share"] > 0.6


def test_sinus_rhythm_leaves_noise_alone():
    found = f_wave_features(known_ecg(), EVEN_BEATS_S)
    assert found["f_wave_v1_mv"] < 0.012
    assert found["f_wave_v1_share"] < 0.35


def test_a_wave_of_20_hz_is_none():
    signal = known_ecg(noise_mv=0) + 0.1 * np.sin(2 * np.pi * 20 * TIME_S)
    assert f_wave_features(signal, EVEN_BEATS_S)["f_wave_ii_mv"] < 0.02


def test_a_short_stretch_of_beats_says_why():
    found = f_wave_features(known_ecg(), EVEN_BEATS_S[:5])
    assert set(found.values()) == {reasons.NO_TQ}
