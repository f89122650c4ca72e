import numpy as np
import pytest
from scipy import stats

from reviewapp.results.statistics.discrimination.areas import TWO_CASES, area_figures
from reviewapp.results.statistics.discrimination.two_conditions import (
    NO_DIFFERENCE,
    compare_areas,
    compare_conditions,
    compare_shares,
)
from reviewapp.results.statistics.estimate import Extent

from .studies import small_study


def compared(rating_trc, truth_c):
    figures = area_figures(np.vstack(list(rating_trc)), truth_c)
    return compare_conditions(
        figure_tr=figures.figure_r.reshape(2, -1),
        covariance_xx=figures.covariance_rr,
        extent=Extent(),
    )


@pytest.fixture
def study():
    truth_c, rating_rc = small_study(readers=10, cases=40)
    return np.array([rating_rc[:5], rating_rc[5:]]), truth_c


def test_fixed_cases_are_the_paired_t_test_of_the_readers(study):
    rating_trc, truth_c = study
    first, second = (area_figures(part, truth_c).figure_r for part in rating_trc)
    expected = stats.ttest_rel(first, second)
    test = compared(rating_trc, truth_c).rrfc
    assert test.statistic == pytest.approx(expected.statistic**2)
    assert test.p_value == pytest.approx(expected.pvalue)
    assert (test.difference.low, test.difference.high) == pytest.approx(
        expected.confidence_interval()
    )


def test_fixed_readers_are_delongs_test_of_the_mean_difference(study):
    rating_trc, truth_c = study
    figures = area_figures(np.vstack(list(rating_trc)), truth_c)
    contrast = np.repeat([1, -1], 5) / 5
    z2 = (contrast @ figures.figure_r) ** 2 / (contrast @ figures.covariance_rr @ contrast)
    test = compared(rating_trc, truth_c).frrc
    assert test.statistic == pytest.approx(z2)
    assert test.df2 is None


def test_exchanging_the_conditions_turns_the_difference_round(study):
    rating_trc, truth_c = study
    one, other = compared(rating_trc, truth_c), compared(rating_trc[::-1], truth_c)
    assert one.rrrc.difference.value == pytest.approx(-other.rrrc.difference.value)
    assert one.rrrc.p_value == pytest.approx(other.rrrc.p_value)


def test_equal_conditions_differ_by_nothing_and_have_no_test(study):
    rating_trc, truth_c = study
    test = compared(rating_trc[[0, 0]], truth_c).rrrc
    assert test.difference.value == 0
    assert (test.statistic, test.p_value, test.reason) == (None, None, NO_DIFFERENCE)


def test_one_reader_is_refused():
    with pytest.raises(ValueError, match="two readers"):
        compare_conditions(figure_tr=np.ones((2, 1)), covariance_xx=np.eye(2), extent=Extent())


def test_whole_tables_go_through_the_same_engine(study):
    rating_trc, truth_c = study
    whole = compare_areas(truth_c=truth_c, rating_trc=rating_trc)
    assert whole.rrrc.p_value == compared(rating_trc, truth_c).rrrc.p_value
    correct_trc = (rating_trc > 2) == truth_c
    shares = compare_shares(correct_trc=correct_trc.astype(float))
    assert [mean.value for mean in shares.means] == pytest.approx(correct_trc.mean(axis=(1, 2)))


def test_tables_that_can_not_be_compared_say_why(study):
    rating_trc, truth_c = study
    gap = rating_trc.copy()
    gap[0, 0, 0] = np.nan
    assert "missing" in compare_areas(truth_c=truth_c, rating_trc=gap).reason
    assert "two readers" in compare_areas(truth_c=truth_c, rating_trc=rating_trc[:, :1]).reason
    one_case = compare_areas(truth_c=np.array([0, 1]), rating_trc=rating_trc[..., [0, -1]])
    assert one_case.reason == TWO_CASES
    assert compare_shares(correct_trc=np.ones((2, 3, 1))).reason == TWO_CASES
