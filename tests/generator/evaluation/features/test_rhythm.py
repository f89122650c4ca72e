"""RR features: against neurokit2's own, against counting by hand, and where they are undefined."""

import neurokit2
import numpy as np
import pytest

from generator.evaluation.features import reasons
from generator.evaluation.features.rhythm import (
    coefficient_of_sample_entropy,
    rhythm_features,
    sample_entropy,
)

BEATS_S = np.cumsum([0.3, 0.81, 0.85, 0.79, 0.9, 0.8, 0.82, 0.88, 0.78, 0.84, 0.86])


def test_a_steady_heart():
    found = rhythm_features(0.5 + 0.75 * np.arange(12))
    assert found["hr_bpm"] == pytest.approx(80)
    assert found["rr_mean_ms"] == pytest.approx(750)
    assert found["sdnn_ms"] == pytest.approx(0, abs=1e-6)
    assert found["pnn50_percent"] == 0


def test_variation_is_that_of_neurokit():
    found = rhythm_features(BEATS_S)
    twin = neurokit2.hrv_time(np.rint(BEATS_S * 1000).astype(int), sampling_rate=1000)
    assert found["sdnn_ms"] == pytest.approx(twin["HRV_SDNN"][0])
    assert found["rmssd_ms"] == pytest.approx(twin["HRV_RMSSD"][0])
    assert found["rr_mean_ms"] == pytest.approx(twin["HRV_MeanNN"][0])


def test_steps_over_50_ms_are_counted():
    found = rhythm_features(np.cumsum([0, 0.8, 0.86, 0.84, 0.9]))
    assert found["pnn50_percent"] == pytest.approx(100 * 2 / 3)


def test_sample_entropy_is_that_of_neurokit():
    rr_ms = 800 + 60 * np.random.default_rng(4).standard_normal(200)
    twin, _ = neurokit2.entropy_sample(
        rr_ms, delay=1, dimension=1, tolerance=0.2 * rr_ms.std(ddof=1)
    )
    assert sample_entropy(rr_ms) == pytest.approx(twin, rel=1e-6)


def test_sample_entropy_says_why_it_is_undefined():
    assert sample_entropy(np.full(7, 800.0)) == reasons.FEW_INTERVALS
    assert sample_entropy(np.array([400.0, 1700, 500, 1500, 700, 1300, 900, 1100])) == (
        reasons.NO_SIMILAR
    )


def test_the_coefficient_of_a_steady_heart_is_that_of_the_smallest_tolerance():
    found = coefficient_of_sample_entropy(np.full(10, 1000.0))
    assert found == pytest.approx(np.log(2 * 30 / 1000))


def test_an_irregular_heart_has_the_higher_coefficient():
    stream = np.random.default_rng(2)
    steady = coefficient_of_sample_entropy(stream.normal(850, 20, 11))
    irregular = coefficient_of_sample_entropy(stream.uniform(450, 1100, 11))
    assert steady < -2 < -1.5 < irregular
