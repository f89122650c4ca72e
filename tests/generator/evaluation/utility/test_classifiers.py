"""The features of rhythm are those of the codebook that need no wave."""

import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")
pytest.importorskip("neurokit2", reason="the features need the extra `evaluation`")

import numpy as np

from generator.evaluation.features.codebook import FEATURES
from generator.evaluation.features.rhythm import rhythm_features as measured_from
from generator.evaluation.utility.classifiers import other_features, rhythm_features
from generator.evaluation.utility.thresholds import RHYTHM_FEATURES

NAMES = [feature.name for feature in FEATURES]


def test_every_rhythm_feature_is_in_the_codebook():
    assert set(RHYTHM_FEATURES) <= set(NAMES)


def test_what_is_computed_from_beats_alone_is_a_rhythm_feature():
    from_beats = measured_from(np.arange(0.5, 9.5, 0.8))
    assert set(from_beats) <= set(RHYTHM_FEATURES)


def test_each_feature_is_of_one_kind():
    assert sorted(rhythm_features(NAMES) + other_features(NAMES)) == sorted(NAMES)
    assert "qtc_bazett_ms" in rhythm_features(NAMES)
    assert {"p_present", "f_wave_v1_mv", "qt_ms"} <= set(other_features(NAMES))
