"""The area under the curve against scikit-learn's, also of resampled records."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from generator.evaluation.fidelity.area import area_under_curve, areas_of_replicates


def test_it_is_the_usual_area_ties_included() -> None:
    stream = np.random.default_rng(1)
    for _ in range(10):
        synthetic = stream.random(30) < 0.4
        score = np.round(stream.normal(size=30) + synthetic, 1)
        assert area_under_curve(score, synthetic) == pytest.approx(roc_auc_score(synthetic, score))


def test_one_origin_has_no_area() -> None:
    assert area_under_curve(np.arange(3.0), np.ones(3, dtype=bool)) is None


def test_a_replicate_is_the_area_of_the_records_drawn() -> None:
    stream = np.random.default_rng(2)
    synthetic = np.arange(25) < 10
    score = np.round(stream.normal(size=25), 1)
    count = stream.integers(0, 4, size=(6, 25)).astype(float)
    count[5, :10] = 0
    found = areas_of_replicates(score, synthetic, count)
    assert len(found) == 5
    for row in range(5):
        drawn = np.repeat(np.arange(25), count[row].astype(int))
        assert found[row] == pytest.approx(roc_auc_score(synthetic[drawn], score[drawn]))
