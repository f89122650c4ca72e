"""To 100 Hz without aliases, delay, spikes at the ends or a change of polarity."""

import numpy as np
import pytest

from generator.resampling import resample, without_baseline

RATES_HZ = [100, 128.5, 250, 257, 360, 500, 1000]


def sine(frequency_hz, rate_hz, duration_s=10):
    time_s = np.arange(int(np.ceil(duration_s * rate_hz))) / rate_hz
    return np.sin(2 * np.pi * frequency_hz * time_s + 0.3)[None]


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_a_slow_wave_is_the_same_wave_at_100_hz(rate_hz):
    resampled = resample(sine(7, rate_hz), rate_hz)[:, :1000]
    assert resampled == pytest.approx(sine(7, 100), abs=1e-3)


@pytest.mark.parametrize("rate_hz", RATES_HZ[2:])
@pytest.mark.parametrize("frequency_hz", [50, 60, 93])
def test_what_100_hz_cannot_hold_is_gone_and_not_folded_down(rate_hz, frequency_hz):
    inner = resample(sine(frequency_hz, rate_hz), rate_hz)[:, 100:-100]
    assert np.abs(inner).max() < 2e-4


def test_the_passband_ends_beyond_40_hz():
    inner = resample(sine(40, 500), 500)[:, 100:-100]
    assert inner == pytest.approx(sine(40, 100)[:, 100:-100], abs=1e-3)


@pytest.mark.parametrize("rate_hz", [0, -100])
def test_a_rate_that_cannot_be_is_refused(rate_hz):
    with pytest.raises(ValueError, match="cannot be resampled"):
        resample(sine(7, 100), rate_hz)


def test_the_baseline_goes_and_the_rest_stays():
    wandering = sine(5, 500) + 2 * sine(0.05, 500) + 3
    inner = slice(1000, 4000)
    assert without_baseline(wandering, 500)[0, inner] == pytest.approx(
        sine(5, 500)[0, inner], abs=0.06
    )


def test_half_the_amplitude_is_left_at_half_a_hertz():
    left = without_baseline(sine(0.5, 500, 60), 500)[0, 10_000:20_000]
    assert np.ptp(left) / 2 == pytest.approx(0.5, abs=0.01)


def test_polarity_and_time_stay():
    upwards = np.zeros((1, 5000))
    upwards[0, 2500] = 1
    filtered = resample(without_baseline(upwards, 500), 500)[0]
    assert np.argmax(np.abs(filtered)) == 500
    assert filtered[500] > 0


def test_a_record_that_ends_within_a_beat_keeps_its_baseline():
    ending = np.zeros((1, 5000))
    ending[0, [-3, -2, -1]] = 1.5
    assert np.abs(without_baseline(ending, 500)[0, :-3]).max() < 0.05


def test_no_spikes_at_the_ends():
    steep = np.linspace(0, 5, 5000)[None]
    ends = resample(without_baseline(steep, 500), 500)[0, [0, -1]]
    assert np.abs(ends).max() < 0.2
