"""Augmentation keeps an ECG what it is."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.augmentation import augment, modelled_dower, stretch, turn_heart
from generator.leads import MODELLED_LEADS
from generator.training_config import TrainingConfig

TRAINING = TrainingConfig(iterations=1)
BEATS = np.arange(60.0, 1000, 80)


@pytest.fixture
def signal_mv():
    """Bumps at the beats, seen by each lead as those of one vector."""
    time = np.arange(1000)
    bumps = np.exp(-0.5 * ((time[:, None] - BEATS) / 2) ** 2).sum(axis=1)
    return modelled_dower() @ np.array([[0.8], [0.6], [-0.2]]) * bumps


def test_stretched_beats_stay_on_their_peaks(signal_mv):
    longer, beats = stretch(signal_mv, BEATS, 1.13, 0.4)
    assert np.diff(beats) == pytest.approx(80 * 1.13)
    for beat in beats[1:-1]:
        around = longer[4, round(beat) - 10 : round(beat) + 11]
        assert abs(np.argmax(around) - 10) <= 1
        assert around.max() == pytest.approx(signal_mv[4].max(), rel=0.03)


def test_a_factor_of_one_changes_nothing(signal_mv):
    same, beats = stretch(signal_mv, BEATS, 1.0, 0.7)
    assert same == pytest.approx(signal_mv, abs=1e-9)
    assert np.array_equal(beats, BEATS)


def test_a_heart_that_is_not_turned_gives_the_same_ecg(signal_mv):
    assert turn_heart(signal_mv, np.zeros(3)) == pytest.approx(signal_mv)


def test_a_vector_is_seen_turned_in_every_lead():
    """A heart of one vector, turned by 90 degrees about the axis from front to back."""
    leads = modelled_dower()
    heart = np.array([[1.0], [0.2], [0.1]])
    turned = turn_heart(leads @ heart, np.array([0, 0, np.pi / 2]))
    assert turned == pytest.approx(leads @ np.array([[-0.2], [1.0], [0.1]]))


def test_dower_s_rows_stand_in_the_order_of_the_modelled_leads():
    rows = dict(zip(MODELLED_LEADS, modelled_dower(), strict=True))
    assert rows["V1"][0] < 0 < rows["V6"][0]
    assert rows["I"][0] > rows["aVF"][0]
    assert rows["aVF"][1] > 1


def test_what_was_augmented_is_still_upright_and_of_like_size(signal_mv):
    for seed in range(20):
        changed, beats = augment(signal_mv, BEATS, TRAINING, np.random.default_rng(seed))
        assert changed.shape == signal_mv.shape
        assert 0.6 < np.linalg.norm(changed) / np.linalg.norm(signal_mv) < 1.5
        assert (changed * signal_mv)[4].sum() > 0
        assert np.all(np.diff(beats) > 0)


def test_nothing_is_changed_when_nothing_is_asked_for(signal_mv):
    still = TrainingConfig(iterations=1, stretch=0, gain=0, rotation_degrees=0)
    same, beats = augment(signal_mv, BEATS, still, np.random.default_rng(0))
    assert same == pytest.approx(signal_mv)
    assert np.array_equal(beats, BEATS)
