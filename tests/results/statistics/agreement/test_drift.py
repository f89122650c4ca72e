import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import SquareTable, mcnemar

from reviewapp.results.statistics.agreement.drift import (
    MCNEMAR,
    NO_CHANGE,
    STUART_MAXWELL,
    drift_test,
    mcnemar_exact,
    stuart_maxwell,
)

# Stuart 1955: unaided distance vision of 7,477 women, right eye by left eye
VISION = np.array(
    [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]
)


def test_the_vision_of_stuart_1955_has_its_published_chi2():
    found = stuart_maxwell(VISION.astype(float))
    assert (round(found.chi2, 2), found.df) == (11.96, 3)


@pytest.mark.parametrize("seed", range(3))
def test_drift_is_as_statsmodels_has_it(seed):
    table = np.random.default_rng(seed).integers(1, 20, (4, 4)).astype(float)
    twin = SquareTable(table, shift_zeros=False).homogeneity(method="stuart_maxwell")
    assert stuart_maxwell(table).p_value == pytest.approx(twin.pvalue)
    assert mcnemar_exact(table[:2, :2]).p_value == pytest.approx(
        mcnemar(table[:2, :2], exact=True).pvalue
    )


def test_two_categories_without_the_exact_test_have_mcnemars_chi2():
    found = stuart_maxwell(np.array([[5.0, 9], [2, 7]]))
    assert found.chi2 == pytest.approx((9 - 2) ** 2 / 11)
    assert found.p_value == pytest.approx(stats.chi2.sf(49 / 11, 1))


def test_groups_that_change_among_themselves_lose_a_degree_of_freedom():
    table = np.array([[5.0, 3, 0, 0], [1, 5, 0, 0], [0, 0, 5, 4], [0, 0, 2, 5]])
    assert stuart_maxwell(table).df == 2


def test_the_test_follows_the_number_of_categories_and_wants_a_change():
    codes = np.array([[0, 1, 1, 0], [0, 1, 0, 1]])
    assert drift_test(codes, categories=2).method == MCNEMAR
    assert drift_test(codes, categories=3).method == STUART_MAXWELL
    for categories in (2, 3):
        assert drift_test(codes[[0, 0]], categories=categories).reason == NO_CHANGE
