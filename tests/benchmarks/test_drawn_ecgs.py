"""Figures of drawn ECGs: each answers to the fault that it is there to find."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is an optional extra")

from benchmarks.drawn_ecgs import likeness

RATE_HZ = 100.0


def ecgs(count=24, seed=1):
    """Records of eight leads with a sharp wave at each beat and a little noise, and the beats."""
    stream = np.random.default_rng(seed)
    time_s = np.arange(1000) / RATE_HZ
    signals, beats = [], []
    for _ in range(count):
        beats_s = np.arange(0.6, 9.6, stream.uniform(0.7, 1.0))
        wave = np.exp(-0.5 * ((time_s[:, None] - beats_s) / 0.02) ** 2).sum(axis=1)
        noise = 0.01 * stream.standard_normal((8, 1000))
        signals.append(np.linspace(0.6, 1.2, 8)[:, None] * wave + noise)
        beats.append(beats_s)
    return np.array(signals), beats


def of(change=lambda signals: signals, told=lambda beats: beats):
    signals, beats = ecgs()
    return likeness(change(signals), ecgs(seed=2)[0], told(beats), RATE_HZ)


def test_ecgs_of_one_kind_are_alike():
    found = of()
    assert found.spectrum_db < 1.2
    assert found.amplitude == pytest.approx(1, abs=0.05)
    assert found.beats_found == 1
    assert found.beat_likeness > 0.97
    assert found.variety == pytest.approx(1, abs=0.4)
    assert found.unevenness < 0.05


def test_small_ecgs_show_in_the_amplitude():
    assert of(lambda signals: signals / 2).amplitude == pytest.approx(0.5, abs=0.03)


def test_a_missing_band_shows_in_the_spectrum():
    smooth = np.ones(9) / 9
    blurred = of(lambda signals: np.apply_along_axis(np.convolve, 2, signals, smooth, "same"))
    assert blurred.spectrum_db > 3


def test_beats_elsewhere_than_asked_for_are_not_found():
    assert of(told=lambda beats: [each + 0.3 for each in beats]).beats_found < 0.1


def test_beats_that_differ_from_one_another_show():
    def uneven(signals):
        flip = np.where(np.arange(1000) // 100 % 2, 1.0, -1.0)
        return signals * flip

    assert of(uneven).beat_likeness < 0.8


def test_beats_of_uneven_height_show():
    def uneven(signals):
        return signals * np.where(np.arange(1000) // 100 % 2, 1.0, 0.6)

    assert of(uneven).unevenness > 0.15


def test_records_of_many_sizes_show():
    sizes = np.exp(0.5 * np.random.default_rng(3).standard_normal(24))
    assert of(lambda signals: signals * sizes[:, None, None]).variety > 3
