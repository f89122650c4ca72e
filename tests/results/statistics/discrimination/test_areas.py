from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewapp.results.statistics.discrimination.areas import (
    area_figures,
    area_kernel,
    placements,
)

from .studies import small_study


def brute_area(rating_c, truth_c):
    """Every pair of a real and a synthetic case, one by one."""
    pairs = product(rating_c[truth_c == 0], rating_c[truth_c == 1])
    return np.mean([(s > r) + 0.5 * (s == r) for r, s in pairs])


def test_areas_are_the_share_of_pairs_that_are_told_apart():
    truth_c, rating_rc = small_study(levels=4)
    expected = [brute_area(rating_c, truth_c) for rating_c in rating_rc]
    assert area_figures(rating_rc, truth_c).figure_r == pytest.approx(expected)
    assert area_kernel(rating_rc, truth_c)[0].mean(axis=(1, 2)) == pytest.approx(expected)


def test_the_jackknife_leaves_out_each_case_in_turn():
    truth_c, rating_rc = small_study(seed=1)
    kept = [np.arange(truth_c.size) != case for case in range(truth_c.size)]
    left_out = np.array([[brute_area(row[k], truth_c[k]) for k in kept] for row in rating_rc])
    slow = np.cov(left_out, bias=True) * (truth_c.size - 1)
    found = area_figures(rating_rc, truth_c, covariance="jackknife").covariance_rr
    assert found == pytest.approx(slow)


def test_the_unbiased_covariance_is_a_product_less_that_of_pairs_with_no_case_in_common():
    truth_c, rating_rc = small_study(seed=2, readers=2, cases=8)
    win_rnp = area_kernel(rating_rc, truth_c)[0]
    cells = list(np.ndindex(win_rnp.shape[1:]))
    apart = [
        win_rnp[0][one] * win_rnp[1][other]
        for one, other in product(cells, cells)
        if one[0] != other[0] and one[1] != other[1]
    ]
    figures = area_figures(rating_rc, truth_c, covariance="unbiased")
    expected = np.prod(figures.figure_r) - np.mean(apart)
    assert figures.covariance_rr[0, 1] == pytest.approx(expected)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["delong", "jackknife", "unbiased"]))
def test_neither_the_order_of_cases_nor_the_scale_matters(seed, method):
    truth_c, rating_rc = small_study(seed)
    order = np.random.default_rng(seed).permutation(truth_c.size)
    one = area_figures(rating_rc, truth_c, covariance=method)
    other = area_figures(np.exp(rating_rc[:, order]), truth_c[order], covariance=method)
    assert one.figure_r == pytest.approx(other.figure_r)
    assert one.covariance_rr == pytest.approx(other.covariance_rr)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_naming_the_other_origin_positive_turns_the_area_over(seed):
    truth_c, rating_rc = small_study(seed)
    swapped = area_figures(rating_rc, 1 - truth_c)
    one = area_figures(rating_rc, truth_c)
    assert swapped.figure_r == pytest.approx(1 - one.figure_r)
    assert swapped.covariance_rr == pytest.approx(one.covariance_rr)


def test_one_case_of_an_origin_gives_areas_without_covariance():
    figures = area_figures(np.array([[1.0, 2.0, 3.0]]), np.array([0, 0, 1]))
    assert figures.figure_r == [1.0]
    assert figures.covariance_rr is None


def test_a_table_without_one_origin_or_with_a_gap_is_refused():
    with pytest.raises(ValueError, match="both origins"):
        placements(np.ones((1, 3)), np.zeros(3, dtype=int))
    with pytest.raises(ValueError, match="finite"):
        placements(np.array([[1.0, np.nan]]), np.array([0, 1]))
