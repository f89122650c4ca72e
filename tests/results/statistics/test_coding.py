import numpy as np
import pytest

from reviewapp.results.statistics.coding import checked_codes, checked_truth, read_part


@pytest.mark.parametrize("code", [-2, 2])
def test_a_code_outside_the_scale_is_refused(code):
    with pytest.raises(ValueError, match="codes run from -1"):
        checked_codes(np.array([[0, code]]), categories=2)


def test_a_scale_has_two_categories_and_a_table_two_dimensions():
    with pytest.raises(ValueError, match="two categories"):
        checked_codes(np.array([[0]]), categories=1)
    with pytest.raises(ValueError, match="readers x cases"):
        checked_codes(np.array([0]), categories=2)


def test_origins_fit_the_cases_and_are_real_or_synthetic():
    with pytest.raises(ValueError, match="2 cases were read, 3 have an origin"):
        checked_truth(np.array([0, 1, 1]), np.array([[0, 1]]))
    with pytest.raises(ValueError, match="coded 0"):
        checked_truth(np.array([0, 2]), np.array([[0, 1]]))


def test_the_part_that_was_read_has_no_empty_row_or_column():
    part_rc, kept_c = read_part(np.array([[0, -1, 1], [-1, -1, -1], [1, -1, -1]]))
    assert part_rc.tolist() == [[0, 1], [1, -1]]
    assert kept_c.tolist() == [True, False, True]
