"""Each score against scikit-learn's, weighting by weighting."""

import numpy as np
import pytest
from sklearn.metrics import f1_score, recall_score, roc_auc_score

from generator.evaluation.utility.scores import weighted_scores

STREAM = np.random.default_rng(8)
POSITIVE = STREAM.uniform(size=60) < 0.3
# Rounded, so that there are ties
PROBABILITY = np.round(np.clip(0.4 * POSITIVE + STREAM.uniform(0, 0.7, 60), 0, 1), 1)
WEIGHT = STREAM.integers(0, 4, (5, 60)).astype(float)
FOUND = weighted_scores(POSITIVE, PROBABILITY, WEIGHT)
CALLED = PROBABILITY >= 0.5


@pytest.mark.parametrize("turn", range(5))
def test_scores_are_those_of_scikit_learn(turn):
    weight = WEIGHT[turn]
    twins = {
        "auroc": roc_auc_score(POSITIVE, PROBABILITY, sample_weight=weight),
        "f1": f1_score(POSITIVE, CALLED, sample_weight=weight),
        "sensitivity": recall_score(POSITIVE, CALLED, sample_weight=weight),
        "specificity": recall_score(~POSITIVE, ~CALLED, sample_weight=weight),
    }
    assert {name: FOUND[name][turn] for name in twins} == pytest.approx(twins)


def test_balanced_f1_is_f1_with_both_rhythms_of_equal_weight():
    even = np.where(POSITIVE, 1 / POSITIVE.sum(), 1 / (~POSITIVE).sum())
    found = weighted_scores(POSITIVE, PROBABILITY, np.ones((1, 60)))
    expected = f1_score(POSITIVE, CALLED, sample_weight=even)
    assert found["balanced_f1"][0] == pytest.approx(expected)
    assert found["f1"][0] != pytest.approx(expected)


def test_the_rarer_a_rhythm_the_lower_its_f1_but_not_the_balanced_one():
    rare = np.where(POSITIVE, 0.1, 1.0)
    found = weighted_scores(POSITIVE, PROBABILITY, np.stack([np.ones(60), rare]))
    assert found["f1"][1] < found["f1"][0] - 0.1
    assert found["balanced_f1"][1] == pytest.approx(found["balanced_f1"][0])


def test_without_one_rhythm_nothing_is_defined_that_needs_it():
    found = weighted_scores(POSITIVE, PROBABILITY, np.where(POSITIVE, 0.0, 1.0)[None])
    undefined = {name for name, values in found.items() if np.isnan(values[0])}
    assert undefined == {"balanced_f1", "f1", "auroc", "sensitivity"}
