import numpy as np
import pytest

from reviewapp.results.statistics.agreement.null_tests import cohen_null_test, fleiss_null_test


def share_rejected(test, codes):
    p_values = [test(one, categories=3).p_value for one in codes]
    return np.mean([p < 0.05 for p in p_values])


@pytest.mark.parametrize(("test", "readers"), [(fleiss_null_test, 4), (cohen_null_test, 2)])
def test_readings_at_random_are_rejected_one_time_in_twenty(test, readers):
    codes = np.random.default_rng(1).integers(0, 3, (400, readers, 80))
    assert share_rejected(test, codes) == pytest.approx(0.05, abs=0.025)


def test_cohens_table_of_1960_has_its_published_error(known_answers):
    known = known_answers("cohen1960_table")
    found = cohen_null_test(known.codes(), categories=3)
    assert found.z == pytest.approx(
        known.expected["cohen_kappa"] / known.expected["cohen_kappa_se_null"]
    )


def test_what_cannot_be_tested_has_a_reason():
    uneven = np.array([[0, 1, 0], [0, 1, -1], [1, 1, 0]])
    assert "equally often" in fleiss_null_test(uneven, categories=2).reason
    assert fleiss_null_test(uneven[:1], categories=2).reason
    assert fleiss_null_test(np.zeros((2, 4), int), categories=2).reason
    assert cohen_null_test(np.array([[0, 0, 0], [0, 1, 0]]), categories=2).z is None
