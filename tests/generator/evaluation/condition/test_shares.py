"""Wilson's interval."""

import pytest

from generator.evaluation.condition.shares import share_of


def test_the_interval_is_wilson_s():
    # Newcombe 1998, Stat Med 17:857, table I: 81 of 263, method 3
    found = share_of(81, 263)
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_all_or_none_still_leave_doubt():
    # The same table: 0 of 20
    none, every = share_of(0, 20), share_of(20, 20)
    assert (none.low, none.high) == pytest.approx((0, 0.1611), abs=5e-5)
    assert (every.low, every.high) == pytest.approx((0.8389, 1), abs=5e-5)


def test_too_few_have_no_share():
    assert share_of(4, 4) is None
