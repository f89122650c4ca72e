"""Onsets and ends of waves in ECGs that were built with them.

A raised cosine leaves zero imperceptibly: QRS is found some 10 ms too short, T some 30 ms early.
What must hold is that the error is the same in every ECG.
"""

import numpy as np
import pytest

from generator.evaluation.features.delineation import delineate, tangent_end
from generator.evaluation.features.mean_beat import mean_beat
from tests.generator.evaluation.features.known import EVEN_BEATS_S, known_ecg, wave


def intervals(**built):
    waves = delineate(mean_beat(known_ecg(**built), EVEN_BEATS_S))
    return {
        "pr": waves.qrs_on_ms - waves.p_on_ms,
        "qrs": waves.qrs_off_ms - waves.qrs_on_ms,
        "qt": waves.t_off_ms - waves.qrs_on_ms,
    }


@pytest.mark.parametrize("pr_s", [0.13, 0.16, 0.20, 0.24])
def test_pr_is_from_the_onset_of_p_to_that_of_the_qrs(pr_s):
    assert intervals(pr_s=pr_s)["pr"] == pytest.approx(1000 * pr_s + 4, abs=12)


@pytest.mark.parametrize("qrs_s", [0.07, 0.09, 0.12, 0.14])
def test_qrs(qrs_s):
    assert intervals(qrs_s=qrs_s)["qrs"] == pytest.approx(1000 * qrs_s - 10, abs=12)


@pytest.mark.parametrize("qt_s", [0.32, 0.36, 0.40, 0.44])
def test_qt(qt_s):
    assert intervals(qt_s=qt_s)["qt"] == pytest.approx(1000 * qt_s - 30, abs=12)


def test_a_longer_qt_is_longer_by_as_much():
    assert intervals(qt_s=0.42)["qt"] - intervals(qt_s=0.36)["qt"] == pytest.approx(60, abs=8)


def test_waves_pointing_down_are_found_as_well():
    upside_down = mean_beat(-known_ecg(), EVEN_BEATS_S)
    upright = mean_beat(known_ecg(), EVEN_BEATS_S)
    assert delineate(upside_down) == delineate(upright)


def test_a_fast_heart_keeps_its_t():
    beats_s = 0.3 + 0.45 * np.arange(21)
    waves = delineate(mean_beat(known_ecg(beats_s, pr_s=0.12, qt_s=0.28), beats_s))
    assert waves.t_off_ms - waves.qrs_on_ms == pytest.approx(280 - 30, abs=15)


def test_the_tangent_of_a_straight_descent_ends_where_it_does():
    assert tangent_end(np.maximum(np.linspace(1, -1, 201), 0)) == pytest.approx(100, abs=1)


def test_the_tangent_of_a_raised_cosine():
    # Steepest half way down; it meets zero 1/pi of the half width later
    half = wave(np.linspace(0.5, 1.2, 701), 0, 1)
    assert tangent_end(half) == pytest.approx(500 * (0.5 + 1 / np.pi), rel=0.01)


def test_nothing_descends_in_a_plain():
    assert tangent_end(np.ones(50)) is None
