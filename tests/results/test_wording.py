import pytest

from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.wording import interval_text, p_value, percent, quantity, with_ci

HALF = Estimate(value=0.5, low=0.358, high=0.642, method="m", extent=Extent())
BELOW = Estimate(value=-0.1, low=-0.5, high=0.3, method="m", extent=Extent())


@pytest.mark.parametrize(
    ("value", "text"), [(-0.001, "0.00"), (0.0, "0.00"), (-0.25, "−0.25"), (1.005, "1.00")]
)
def test_quantities_have_two_decimals_and_a_minus_only_below_zero(value, text):
    assert quantity(value) == text


@pytest.mark.parametrize(
    ("p", "text"), [(0.0004, "<0.001"), (0.0312, "0.031"), (1, "1.000"), (None, "")]
)
def test_p_values_read_as_in_a_paper(p, text):
    assert p_value(p) == text


def test_an_interval_stands_behind_its_value():
    assert interval_text(HALF, percent) == "50 % (36 to 64 %)"
    assert interval_text(BELOW, quantity) == "−0.10 (−0.50 to 0.30)"
    assert with_ci(HALF, percent) == "50 % (95 % CI 36 to 64 %)"


def test_what_is_not_defined_is_no_number():
    nothing = Estimate.undefined(reason="nobody read", method="m")
    assert interval_text(nothing, percent) == "not defined"
    alone = Estimate(value=1.0, method="m", extent=Extent(), interval_reason="no spread")
    assert interval_text(alone, percent) == "100 %"
