import numpy as np
import pytest
from statsmodels.miscmodels.ordinal_model import OrderedModel

from reviewapp.results.statistics.scores.proportional_odds import (
    APART,
    ONE_LEVEL,
    TOO_SMALL,
    fitted_log_odds,
    proportional_odds,
)

TRUTH = np.repeat([0, 1], 20)


def scores_of(seed, shift=0.6, readers=4):
    generator = np.random.default_rng(seed)
    latent = shift * TRUTH + generator.normal(0, 1.3, (readers, TRUTH.size))
    return np.digitize(latent, [-1, 0, 0.7, 1.8]) + 1


@pytest.mark.parametrize("seed", range(4))
def test_the_log_odds_ratio_is_that_of_statsmodels(seed):
    score_rc = scores_of(seed)
    found = proportional_odds(score_rc, TRUTH, levels=5, seed=1, replicates=100)
    origin = np.broadcast_to(TRUTH, score_rc.shape).reshape(-1, 1).astype(float)
    model = OrderedModel(score_rc.reshape(-1), origin, distr="logit")
    fit = model.fit(method="newton", disp=False, maxiter=100)
    assert found.value == pytest.approx(fit.params[0], abs=1e-5)
    assert found.low < found.value < found.high


def test_two_levels_give_the_log_odds_ratio_of_the_table():
    counts = np.array([[[30.0, 10.0], [15.0, 25.0]]])
    assert fitted_log_odds(counts)[0] == pytest.approx(np.log(30 * 25 / (10 * 15)))


def test_levels_that_nobody_used_change_nothing():
    counts = np.array([[[30.0, 0, 10, 5, 0], [15, 0, 25, 9, 0]]])
    kept = counts[:, :, counts.sum(axis=(0, 1)) > 0]
    assert fitted_log_odds(counts) == pytest.approx(fitted_log_odds(kept))


def test_tables_fitted_together_are_fitted_as_alone():
    counts = np.random.default_rng(1).integers(0, 9, (50, 2, 5)).astype(float)
    alone = [fitted_log_odds(one[None])[0] for one in counts]
    assert fitted_log_odds(counts) == pytest.approx(alone, nan_ok=True, abs=1e-7)


def test_turning_the_scale_round_turns_the_sign():
    counts = np.random.default_rng(2).integers(1, 9, (10, 2, 5)).astype(float)
    assert fitted_log_odds(counts[:, :, ::-1]) == pytest.approx(-fitted_log_odds(counts), abs=1e-7)


def test_what_cannot_be_fitted_has_a_reason():
    flat = proportional_odds(np.full((3, 40), 2), TRUTH, levels=5, seed=1, replicates=20)
    assert flat.reason == ONE_LEVEL
    apart = np.tile(np.where(TRUTH == 1, 5, 1), (3, 1))
    assert proportional_odds(apart, TRUTH, levels=5, seed=1, replicates=20).reason == APART
    nothing = proportional_odds(np.zeros((3, 40), int), TRUTH, levels=5, seed=1, replicates=20)
    assert nothing.reason == "one origin has no score"
    one = proportional_odds(scores_of(1, readers=1), TRUTH, levels=5, seed=1, replicates=20)
    assert (one.low, one.interval_reason) == (None, TOO_SMALL)
