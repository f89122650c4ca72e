"""Each rule of quality refuses what it names, and a sound recording passes them all."""

import numpy as np
import pytest

from generator.signal_quality import RULES, fault_after_filters, fault_as_recorded
from tests.generator.recordings import recording


def sound():
    return recording().signal_mv_lt


def test_a_sound_recording_passes():
    assert fault_as_recorded(sound(), 500) is None
    assert fault_after_filters(sound()[:, ::5], 100) is None


def one_missing(signal_mv_lt):
    signal_mv_lt[3, 1234] = np.nan


def hardly_moving(signal_mv_lt):
    signal_mv_lt[3] *= 0.01


def held_for_a_second(signal_mv_lt):
    signal_mv_lt[3, 2000:2600] = signal_mv_lt[3, 2000]


def cut_off_at_the_top(signal_mv_lt):
    wide = 3 * np.sin(2 * np.pi * 2 * np.arange(5000) / 500)
    signal_mv_lt[3] = np.minimum(wide, 1.5)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (one_missing, "missing samples"),
        (hardly_moving, "flat"),
        (held_for_a_second, "flat"),
        (cut_off_at_the_top, "clipped"),
    ],
)
def test_faults_as_recorded(spoil, reason):
    signal_mv_lt = sound()
    spoil(signal_mv_lt)
    assert fault_as_recorded(signal_mv_lt, 500) == reason
    assert reason in RULES


def test_a_rounded_r_peak_is_not_clipped():
    rounded = np.round(recording(noise_mv=0).signal_mv_lt * 2, 2)
    assert fault_as_recorded(rounded + 0.001 * np.arange(5000) % 0.01, 500) is None


def test_a_step_is_found_and_a_drift_is_not():
    stepped, drifting = sound()[:, ::5], sound()[:, ::5]
    stepped[2, 500:] += 2
    drifting[2] += np.linspace(0, 5, 1000)
    assert fault_after_filters(stepped, 100) == "step"
    assert fault_after_filters(drifting, 100) is None


def test_a_beat_at_the_end_is_no_step():
    ending = sound()[:, ::5]
    ending[:, -20:] -= 3
    assert fault_after_filters(ending, 100) is None


def test_more_than_a_heart_can_give():
    assert fault_after_filters(sound()[:, ::5] * 10, 100) == "amplitude"
