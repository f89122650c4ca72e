from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from reviewapp.results.statistics.agreement.cohen import cohen_kappa
from reviewapp.results.statistics.agreement.pairwise import (
    NO_TWO_READERS,
    UNDEFINED_PAIR,
    light_kappa,
    mean_rank_correlation,
)

CODES = np.random.default_rng(1).integers(-1, 3, (4, 30))


@pytest.mark.parametrize("weighting", ["identity", "quadratic"])
def test_light_kappa_is_the_mean_over_pairs(weighting):
    pairs = [
        cohen_kappa(CODES[[a, b]], categories=3, weighting=weighting).value
        for a, b in combinations(range(4), 2)
    ]
    found = light_kappa(CODES, categories=3, weighting=weighting, seed=1, replicates=300)
    assert found.value == pytest.approx(np.mean(pairs))
    assert found.low < found.value < found.high


def test_a_pair_without_a_kappa_leaves_none_for_all():
    codes = np.array([[0, 0, 0], [0, 0, 0], [0, 1, 0]])
    assert light_kappa(codes, categories=2).reason == UNDEFINED_PAIR
    assert light_kappa(codes[:1], categories=2).reason == NO_TWO_READERS


def test_rank_correlations_are_averaged_as_fishers_z():
    scores = np.random.default_rng(2).random((3, 15))
    z = [np.arctanh(stats.spearmanr(a, b).statistic) for a, b in combinations(scores, 2)]
    assert mean_rank_correlation(scores).value == pytest.approx(np.tanh(np.mean(z)))


def test_perfect_and_missing_correlations_have_a_note_or_a_reason():
    scores = np.array([[1.0, 2, 3, 4], [1, 2, 3, 4], [2, 1, 4, 3]])
    assert "1 perfect" in mean_rank_correlation(scores).note
    assert "perfect" in mean_rank_correlation(scores[:2]).reason
    assert mean_rank_correlation(scores[:1]).reason == NO_TWO_READERS
    assert "same score" in mean_rank_correlation(np.ones((2, 5))).reason
    assert "two cases" in mean_rank_correlation(scores[:, :1]).reason
