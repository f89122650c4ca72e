"""Amplitudes, axis, R progression and P waves of ECGs that were built with them."""

import numpy as np
import pytest

from generator.evaluation.features import reasons
from generator.evaluation.features.mean_beat import mean_beat
from generator.evaluation.features.morphology import (
    MORPHOLOGY_NAMES,
    morphology_features,
    transition_lead,
)
from tests.generator.evaluation.features.known import (
    EVEN_BEATS_S,
    HEIGHTS_MV,
    UNEVEN_BEATS_S,
    known_ecg,
)


def measured(signal, beats_s=EVEN_BEATS_S, rr_ms=800.0):
    return morphology_features(mean_beat(signal, beats_s), rr_ms)


def test_every_feature_is_there():
    assert set(measured(known_ecg())) == set(MORPHOLOGY_NAMES)


def test_amplitudes_are_those_built():
    found = measured(known_ecg())
    assert found["p_ii_mv"] == pytest.approx(0.08 / 2 + 0.12, abs=0.02)
    assert found["t_v5_mv"] == pytest.approx(0.3, abs=0.03)
    assert found["r_v5_mv"] == pytest.approx(1.4, abs=0.15)
    assert found["s_v1_mv"] == pytest.approx(1.0, abs=0.15)
    assert found["st_v2_mv"] == pytest.approx(0, abs=0.03)


def test_an_inverted_t_is_negative():
    inverted = {"V5": (*HEIGHTS_MV["V5"][:4], -0.3)}
    assert measured(known_ecg(changed=inverted))["t_v5_mv"] == pytest.approx(-0.3, abs=0.03)


def test_what_ends_too_early_is_no_t_and_has_no_height():
    found = measured(known_ecg(qt_s=0.19))
    assert found["qt_ms"] == found["t_v5_mv"] == reasons.implausible(180, 680)


def test_qtc_by_both_formulas():
    found = measured(known_ecg(), rr_ms=640.0)
    assert found["qtc_bazett_ms"] == pytest.approx(found["qt_ms"] / 0.8)
    assert found["qtc_fridericia_ms"] == pytest.approx(found["qt_ms"] / 0.64 ** (1 / 3))


@pytest.mark.parametrize(("i", "avf", "axis"), [(1, 0, 0), (0, 1, 90), (1, 1, 49), (-1, 1, 131)])
def test_the_axis_points_where_the_qrs_does(i, avf, axis):
    built = {"I": (0.1, 0, i, 0, 0.1), "aVF": (0.1, 0, avf, 0, 0.1)}
    assert measured(known_ecg(changed=built, noise_mv=0))["axis_deg"] == pytest.approx(axis, abs=4)


def test_a_swap_of_arm_leads_turns_the_axis():
    signal = known_ecg()
    swapped = signal.copy()
    swapped[[0, 1, 2, 3, 4]] = -signal[0], signal[2], signal[1], signal[4], signal[3]
    assert measured(signal)["axis_deg"] == pytest.approx(54, abs=6)
    assert measured(swapped)["axis_deg"] > 90


def test_r_grows_from_v1_to_v6():
    found = measured(known_ecg())
    shares = [found[f"r_share_v{chest}"] for chest in range(1, 7)]
    assert shares == sorted(shares)
    assert 3 < found["transition_lead"] < 4


def test_where_r_overtakes_s():
    assert transition_lead([0.1, 0.2, 0.4, 0.6, 0.8, 0.9]) == pytest.approx(3.5)
    assert transition_lead([0.6, 0.7, 0.7, 0.8, 0.8, 0.9]) == reasons.NO_TRANSITION
    assert transition_lead([0.1, reasons.NO_QRS_IN_LEAD, 0.7, 0.8, 0.8, 0.9]) == (
        reasons.NO_QRS_IN_LEAD
    )


def test_no_p_wave_no_pr():
    found = measured(known_ecg(UNEVEN_BEATS_S, has_p=False), UNEVEN_BEATS_S)
    assert found["p_present"] == 0
    assert found["pr_ms"] == found["p_ii_mv"] == reasons.NO_P


def test_f_waves_are_no_p_waves():
    time_s = np.arange(1000) / 100
    f_waves = 0.08 * np.sin(2 * np.pi * 6.3 * time_s)
    found = measured(known_ecg(UNEVEN_BEATS_S, has_p=False) + f_waves, UNEVEN_BEATS_S)
    assert found["p_present"] == 0


def test_an_uneven_rhythm_may_have_p_waves():
    assert measured(known_ecg(UNEVEN_BEATS_S), UNEVEN_BEATS_S)["p_present"] == 1
