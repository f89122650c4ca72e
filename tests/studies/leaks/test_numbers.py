"""What the samples say: everything as published, nothing after the signal chain."""

import numpy as np
import pytest

from reviewapp.ecg.harmonise import harmonise
from reviewapp.studies.leaks.numbers import NUMBER_FEATURES, number_features
from reviewapp.studies.leaks.separation import separate
from tests.ecg.ecgs import simulated_ecg, turing_test

SYNTHETIC = np.arange(44) >= 22


def value(name: str, signal_uv: np.ndarray, rate_hz: float = 500.0) -> float:
    return float(number_features(signal_uv, rate_hz)[NUMBER_FEATURES.index(name)])


@pytest.fixture(scope="module")
def drawn_uv() -> np.ndarray:
    return harmonise(simulated_ecg(rate_hz=500)).signal_5uv * 5.0


def test_a_harmonised_ecg_lies_on_the_grid_and_obeys_its_leads(drawn_uv):
    assert value("sample grid", drawn_uv) == 0
    assert value("limb-lead residual", drawn_uv) == 0


def test_an_unrounded_signal_is_off_the_grid(drawn_uv):
    assert value("sample grid", drawn_uv + 1.0) == pytest.approx(0.2)


def test_one_wrong_limb_lead_is_a_residual(drawn_uv):
    drawn_uv = drawn_uv.copy()
    drawn_uv[2] += 5
    assert value("limb-lead residual", drawn_uv) == pytest.approx(0.25)


def test_an_offset_counts_relative_to_the_amplitude(drawn_uv):
    shifted = drawn_uv + 10 * drawn_uv.std(axis=1, keepdims=True)
    assert value("offset", shifted) == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize(("name", "place"), [("first step", 0), ("last step", -1)])
def test_a_jump_at_an_edge_stands_out(drawn_uv, name, place):
    jumped = drawn_uv.copy()
    jumped[:, place] += 500
    assert value(name, jumped) > 20 + value(name, drawn_uv)


def test_mains_stand_above_the_band(drawn_uv):
    mains_uv = 20 * np.sin(2 * np.pi * 50 * np.arange(drawn_uv.shape[1]) / 500)
    gap_db = value("spectrum above the band", drawn_uv + mains_uv) - value(
        "spectrum above the band", drawn_uv
    )
    assert gap_db > 10


def test_half_the_amplitude_says_nothing_above_the_band(drawn_uv):
    """Else the test of the band would find what everybody may see: how tall the ECG is."""
    halved = np.rint(drawn_uv / 10) * 5
    gap_db = value("spectrum above the band", halved) - value("spectrum above the band", drawn_uv)
    assert abs(gap_db) < 1


def test_the_published_ecgs_leak_as_released_and_not_after_the_chain(shared_data):
    ecgs = [*turing_test(shared_data, "real"), *turing_test(shared_data, "synthetic")]
    released = [number_features(ecg.signal_mv * 1000, 100) for ecg in ecgs]
    drawn = [number_features(harmonise(ecg).signal_5uv * 5.0, 500) for ecg in ecgs]
    before, after = (
        separate(
            {name: column[:, None] for name, column in zip(NUMBER_FEATURES, values.T, strict=True)},
            SYNTHETIC,
            seed=44,
        ).members
        for values in (np.array(released), np.array(drawn))
    )
    for name in ("sample grid", "limb-lead residual"):
        assert max(before[name].auc, 1 - before[name].auc) == 1.0
        assert before[name].excludes_chance
        assert after[name].is_constant
    assert not any(one.excludes_chance for one in after.values())
