import numpy as np
import pytest

from reviewapp.results.statistics.coding import MISSING
from reviewapp.results.statistics.discrimination.response_bias import response_bias
from reviewapp.results.statistics.discrimination.u_statistic import GALLAS

TRUTH = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])


def test_who_says_synthetic_too_often_has_a_negative_criterion():
    verdict_rc = np.array([[1, 1, 1, 0, 1, 1, 1, 1, 0, 1], [0, 1, 0, 0, 1, 1, 0, 1, 1, 0]])
    eager, fair = response_bias(truth_c=TRUTH, verdict_rc=verdict_rc).readers
    assert eager.called_synthetic.value == 0.8
    assert eager.true_share == 0.5
    assert eager.criterion.high < 0.2
    assert eager.criterion.value < 0 < fair.p_value
    assert fair.criterion.value == pytest.approx(0)


def test_p_values_allow_for_all_readers():
    verdict_rc = np.random.default_rng(0).integers(0, 2, (4, 10))
    for reader in response_bias(truth_c=TRUTH, verdict_rc=verdict_rc).readers:
        assert reader.p_value <= reader.p_holm <= min(1, 4 * reader.p_value)


def test_the_excess_is_the_share_called_synthetic_less_the_true_share():
    verdict_rc = np.random.default_rng(1).integers(0, 2, (6, 10))
    excess = response_bias(truth_c=TRUTH, verdict_rc=verdict_rc).excess
    assert excess.value == pytest.approx(verdict_rc.mean() - 0.5)
    assert excess.low < excess.value < excess.high


def test_exchanging_the_names_of_the_origins_turns_the_bias_over():
    verdict_rc = np.random.default_rng(2).integers(0, 2, (5, 10))
    one = response_bias(truth_c=TRUTH, verdict_rc=verdict_rc)
    other = response_bias(truth_c=1 - TRUTH, verdict_rc=1 - verdict_rc)
    for figure in ("excess", "criterion"):
        first, second = getattr(one, figure), getattr(other, figure)
        assert (second.value, second.low) == pytest.approx((-first.value, -first.high))


def test_missing_readings_turn_to_the_u_statistic():
    verdict_rc = np.random.default_rng(3).integers(0, 2, (5, 10))
    verdict_rc[0, 0] = MISSING
    assert response_bias(truth_c=TRUTH, verdict_rc=verdict_rc).excess.method == GALLAS


def test_readers_of_nothing_or_of_one_origin_say_why():
    verdict_rc = np.full((2, 10), MISSING)
    verdict_rc[0, :5] = [0, 1, 0, 1, 1]
    one_origin, nothing = response_bias(truth_c=TRUTH, verdict_rc=verdict_rc).readers
    assert one_origin.criterion.reason == "no synthetic case was read"
    assert (one_origin.p_value, one_origin.p_holm, one_origin.true_share) == (None, None, 0)
    assert nothing.called_synthetic.reason
    assert nothing.true_share is None
