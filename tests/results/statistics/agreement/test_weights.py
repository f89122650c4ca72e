import numpy as np
import pytest

from reviewapp.results.statistics.agreement.weights import (
    agreement_weights,
    weights_of_disagreement,
    weights_title,
)

ALL = ["identity", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar"]


def test_weights_fall_with_the_distance_of_the_categories():
    assert agreement_weights("identity", 3).tolist() == np.eye(3).tolist()
    assert agreement_weights("linear", 3)[0] == pytest.approx([1, 0.5, 0])
    assert agreement_weights("quadratic", 3)[0] == pytest.approx([1, 0.75, 0])
    assert agreement_weights("radical", 3)[0] == pytest.approx([1, 1 - np.sqrt(0.5), 0])
    assert agreement_weights("ordinal", 4)[0] == pytest.approx([1, 1 - 1 / 6, 0.5, 0])
    assert agreement_weights("ratio", 3)[0] == pytest.approx([1, 1 - (1 / 9) / (1 / 4), 0])
    assert agreement_weights("circular", 4)[0] == pytest.approx([1, 0.5, 0, 0.5])
    assert agreement_weights("bipolar", 3)[0] == pytest.approx([1, 1 - 1 / 3, 0])


@pytest.mark.parametrize("weighting", ALL)
@pytest.mark.parametrize("categories", [2, 5])
def test_all_weights_are_symmetric_and_run_from_0_to_1(weighting, categories):
    weights = agreement_weights(weighting, categories)
    assert weights == pytest.approx(weights.T)
    assert np.diag(weights) == pytest.approx(1)
    assert (weights.min(), weights.max()) == pytest.approx((0, 1))


def test_values_of_the_categories_set_their_distances():
    linear = agreement_weights("linear", 3, values_q=np.array([0.0, 1, 10]))
    assert linear[0] == pytest.approx([1, 0.9, 0])
    ordinal = agreement_weights("ordinal", 3, values_q=np.array([0.0, 1, 10]))
    assert ordinal == pytest.approx(agreement_weights("ordinal", 3))


def test_disagreement_weights_are_turned_over():
    given = weights_of_disagreement(np.array([[0, 1], [4, 0]]))
    assert given.tolist() == [[1, 0.75], [0, 1]]
    assert weights_title("Kappa", given) == "Kappa, weights as given"


def test_weights_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="3 categories"):
        agreement_weights(np.eye(2), 3)
    with pytest.raises(ValueError, match="2 values"):
        agreement_weights("linear", 3, values_q=np.array([1.0, 2]))
    with (
        np.errstate(divide="ignore", invalid="ignore"),
        pytest.raises(ValueError, match="aren't defined"),
    ):
        agreement_weights("ratio", 3, values_q=np.array([-1.0, 0, 1]))
