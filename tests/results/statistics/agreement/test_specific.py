import numpy as np
import pytest

from reviewapp.results.statistics.agreement.chance_corrected import NO_PAIR
from reviewapp.results.statistics.agreement.specific import specific_agreement


def test_positive_and_negative_agreement_of_a_published_table():
    # Cicchetti and Feinstein 1990: 2a / (2a + b + c) and 2d / (2d + b + c)
    codes_rc = np.array(
        [[1] * 80 + [1] * 10 + [0] * 5 + [0] * 5, [1] * 80 + [0] * 10 + [1] * 5 + [0] * 5]
    )
    positive, negative = (specific_agreement(codes_rc, category=k) for k in (1, 0))
    assert (positive.value, negative.value) == pytest.approx((160 / 175, 10 / 25))
    assert positive.low < positive.value < positive.high


def test_the_error_is_close_to_the_jackknife():
    codes_rc = (np.random.default_rng(1).random((4, 200)) < 0.6).astype(int)
    n = codes_rc.shape[1]
    left = np.array([specific_agreement(np.delete(codes_rc, c, axis=1)).value for c in range(n)])
    jackknife = np.sqrt((n - 1) / n * ((left - left.mean()) ** 2).sum())
    assert specific_agreement(codes_rc).se == pytest.approx(jackknife, rel=0.03)


def test_a_category_that_nobody_used_has_no_agreement():
    assert "in this category" in specific_agreement(np.zeros((2, 4), int)).reason
    assert specific_agreement(np.zeros((1, 4), int)).reason == NO_PAIR
    assert specific_agreement(np.ones((2, 1), int)).low is None
