import pytest

from reviewapp.results.statistics.estimate import Extent
from reviewapp.results.statistics.models.design import Factor
from reviewapp.results.statistics.models.figures import (
    BOUNDARY,
    exponentiated,
    extent_of,
    positive_estimate,
    why_unfit,
    with_t_interval,
)

EXTENT = Extent(readings=10)


def test_a_coefficient_has_a_t_interval_or_a_normal_one():
    assert with_t_interval(1.0, 0.25, 4, "m", EXTENT).high == pytest.approx(
        1 + 0.5 * 2.776, abs=1e-3
    )
    normal = with_t_interval(1.0, 0.25, None, "m", EXTENT)
    assert normal.high == pytest.approx(1.98, abs=1e-3)
    assert normal.df is None
    assert with_t_interval(1.0, 0.0, 4, "m", EXTENT).interval_reason


def test_a_ratio_is_the_exponent_of_value_and_limits():
    ratio = exponentiated(with_t_interval(0.0, 0.25, None, "m", EXTENT))
    assert ratio.value == 1
    assert ratio.low * ratio.high == pytest.approx(1)
    assert exponentiated(with_t_interval(9.0, 1e6, None, "m", EXTENT)).reason == "too large"


def test_an_sd_has_positive_limits_or_is_at_its_boundary():
    found = positive_estimate(0.5, 0.04, "m", EXTENT)
    assert 0 < found.low < 0.5 < found.high
    assert positive_estimate(0.0, 0.0, "m", EXTENT).interval_reason == BOUNDARY
    assert positive_estimate(1e-6, 1.0, "m", EXTENT).interval_reason == "too wide to tell"


def test_the_extent_counts_missing_readings():
    assert extent_of({"reader": 3, "case": 4}, 10).missing == 2


def test_what_can_not_be_fitted_is_told():
    one, two = Factor.of(["a", "a", "a"]), Factor.of(["a", "b", "a"])
    assert "one reader only" in why_unfit({"reader": one}, 3, 1)
    assert "no case was read twice" in why_unfit({"case": Factor.of("abc")}, 3, 1)
    assert why_unfit({"reader": two}, 3, None) == ""
    assert why_unfit({"reader": two}, 3, 0) == "no degrees of freedom"
    assert why_unfit({}, 0, 1) == "there is no reading"
