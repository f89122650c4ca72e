import pytest
from scipy import stats
from statsmodels.stats.proportion import binom_tost

from reviewapp.results.statistics.discrimination.equivalence import (
    Band,
    binomial_equivalence,
    equivalence_to_chance,
)
from reviewapp.results.statistics.estimate import Estimate, Extent


def estimate(value, se, df=None):
    return Estimate(
        value=value, se=se, df=df, method="t", extent=Extent(), interval_reason="not needed"
    )


def test_equivalence_is_shown_just_when_the_interval_lies_inside_the_band():
    for value in (0.5, 0.55, 0.57, 0.60, 0.43):
        tested = equivalence_to_chance(estimate(value, 0.025, 20.0), Band())
        inside = tested.interval.low > 0.4 and tested.interval.high < 0.6
        assert tested.equivalent is inside
    assert tested.band.level == pytest.approx(0.9)


def test_the_p_value_is_that_of_the_nearer_edge():
    tested = equivalence_to_chance(estimate(0.53, 0.03, 12.0), Band(margin=0.1))
    assert tested.p_value == tested.p_high == pytest.approx(stats.t.cdf(-0.07 / 0.03, 12))
    assert tested.p_low == pytest.approx(stats.t.sf(0.13 / 0.03, 12))


def test_a_figure_at_the_edge_is_never_equivalent():
    assert equivalence_to_chance(estimate(0.6, 0.001), Band()).p_value == pytest.approx(0.5)


@pytest.mark.parametrize(
    "figure",
    [
        Estimate.undefined(reason="nothing was read", method="t"),
        Estimate(value=0.5, method="t", extent=Extent(), interval_reason="one reader"),
    ],
)
def test_a_figure_without_a_standard_error_is_not_tested(figure):
    tested = equivalence_to_chance(figure, Band())
    assert (tested.equivalent, tested.p_value, tested.interval) == (None, None, None)
    assert tested.reason in ("nothing was read", "one reader")


def test_independent_readings_as_statsmodels_tests_them():
    tested = binomial_equivalence(33, 60, Band(margin=0.15))
    assert tested.p_value == pytest.approx(binom_tost(33, 60, 0.35, 0.65)[0])


def test_no_readings_show_nothing():
    assert binomial_equivalence(0, 0, Band()).equivalent is None


def test_a_band_that_holds_all_rejects_at_once():
    assert binomial_equivalence(3, 3, Band(margin=0.5)).p_value == 0


@pytest.mark.parametrize(("margin", "alpha"), [(0, 0.05), (0.1, 0.5), (0.1, 0)])
def test_a_band_needs_a_margin_and_an_alpha(margin, alpha):
    with pytest.raises(ValueError, match="band"):
        Band(margin=margin, alpha=alpha)
