import numpy as np
import pytest

from reviewapp.results.statistics.agreement.weights import agreement_weights


def test_weights_fall_with_the_distance_of_the_categories():
    assert agreement_weights("identity", 3).tolist() == np.eye(3).tolist()
    assert agreement_weights("linear", 3)[0] == pytest.approx([1, 0.5, 0])
    assert agreement_weights("quadratic", 3)[0] == pytest.approx([1, 0.75, 0])
