import numpy as np
import pytest

from reviewapp.results.statistics.coding import MISSING
from reviewapp.results.statistics.estimate import Estimate, Extent, Interval

EXTENT = Extent(readings=4, readers=2, cases=2)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), np.nan])
def test_an_estimate_never_holds_a_number_that_is_none(number):
    with pytest.raises(ValueError, match="finite"):
        Estimate(value=number, method="m", extent=EXTENT, interval_reason="none")


def test_a_value_without_an_interval_says_why():
    with pytest.raises(ValueError, match="interval or a reason"):
        Estimate(value=0.5, method="m", extent=EXTENT)


def test_an_undefined_value_says_why_and_counts_what_it_saw():
    nothing = Estimate.undefined(reason="nobody read", method="m")
    assert (nothing.value, nothing.low, nothing.reason, nothing.n) == (None, None, "nobody read", 0)
    with pytest.raises(ValueError, match="a reason why"):
        Estimate(value=None, method="m", extent=EXTENT, interval_reason="none")


@pytest.mark.parametrize(("low", "high"), [(0.6, 0.4), (0.1, None)])
def test_limits_come_as_an_ordered_pair(low, high):
    with pytest.raises(ValueError, match="limit"):
        Estimate(value=0.5, low=low, high=high, method="m", extent=EXTENT)


def test_extent_counts_only_readers_and_cases_with_a_reading():
    codes_rc = np.array([[0, 1, MISSING], [1, MISSING, MISSING], [MISSING] * 3])
    assert Extent.of(codes_rc) == Extent(readings=3, readers=2, cases=2, missing=1)


def test_an_interval_is_cut_to_the_range_of_its_figure():
    assert Interval(-0.2, 0.4).clipped(low=0, high=1) == (0, 0.4)
