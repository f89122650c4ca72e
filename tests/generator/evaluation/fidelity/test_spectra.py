"""Spectra of known signals."""

import numpy as np
import pytest

from generator.evaluation.fidelity.spectra import (
    BANDS_HZ,
    band_errors,
    band_levels,
    frequencies_hz,
    log_spectra,
)


def test_white_noise_has_its_variance_spread_over_all_frequencies() -> None:
    noise = np.random.default_rng(1).normal(0, 0.2, (400, 1, 1000))
    power = 10 ** (log_spectra(noise) / 10)
    # One-sided: variance over half the rate
    assert power[..., 5:-5].mean() == pytest.approx(0.2**2 / 50, rel=0.03)


def test_a_sine_stands_in_its_band() -> None:
    time_s = np.arange(1000) / 100
    sine = np.sin(2 * np.pi * 12 * time_s)[None, None]
    levels = band_levels(log_spectra(sine))[0, 0]
    assert list(BANDS_HZ)[int(np.argmax(levels))] == "QRS 8-15"
    at_hz = frequencies_hz()[np.argmax(log_spectra(sine)[0, 0])]
    assert at_hz == pytest.approx(12, abs=0.4)


def test_half_the_amplitude_is_six_decibels_in_every_band() -> None:
    noise = np.random.default_rng(2).normal(size=(6, 3, 1000))
    levels = band_levels(log_spectra(np.concatenate([noise, noise / 2])))
    errors = band_errors(levels, np.arange(6), np.arange(6, 12))
    assert errors == pytest.approx(np.full(len(BANDS_HZ), 20 * np.log10(2)))


def test_a_flat_lead_has_a_finite_level() -> None:
    assert np.isfinite(log_spectra(np.zeros((1, 12, 1000)))).all()
