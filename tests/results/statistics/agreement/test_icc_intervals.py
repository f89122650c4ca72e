import numpy as np
import pytest

from reviewapp.results.statistics.agreement.icc import intraclass_correlation, mean_squares
from reviewapp.results.statistics.agreement.icc_intervals import (
    limits,
    mcgraw_wong_limits,
    mean_of_readers,
)
from reviewapp.results.statistics.estimate import Interval

SCORES = np.random.default_rng(1).normal(size=(1, 12)) + np.random.default_rng(2).normal(
    0, 0.7, (4, 12)
)


@pytest.mark.parametrize("model", [1, 2, 3])
def test_limits_of_a_mean_of_readers_are_those_of_one_stepped_up(model):
    squares = mean_squares(SCORES)
    single = limits(f"ICC({model},1)", squares)
    assert limits(f"ICC({model},k)", squares) == pytest.approx(mean_of_readers(single, 4))


def test_mcgraw_wong_limits_with_the_icc_of_one_reading_are_the_stepped_up_ones():
    squares, forms = mean_squares(SCORES), intraclass_correlation(SCORES).forms
    mean = forms["ICC(2,k)"]
    assert mcgraw_wong_limits(squares, mean.value) != pytest.approx((mean.low, mean.high))
    single = forms["ICC(2,1)"]
    assert mcgraw_wong_limits(squares, single.value) == pytest.approx((mean.low, mean.high))


def test_a_wider_level_has_wider_limits():
    squares = mean_squares(SCORES)
    for form in ("ICC(1,1)", "ICC(2,1)", "ICC(3,k)"):
        narrow, wide = (limits(form, squares, level=level) for level in (0.8, 0.99))
        assert wide.low < narrow.low < narrow.high < wide.high


def test_limits_too_low_to_step_up_are_none():
    assert mean_of_readers(Interval(-0.6, 0.5), 3) is None


def test_limits_are_the_published_ones(known_answers):
    known = known_answers("shrout_fleiss1979")
    found = intraclass_correlation(known.numbers("value"))
    for form, estimate in found.forms.items():
        name = f"icc{form[4]}{form[6].replace('1', '')}"
        known.check(name, estimate.value)
        known.check(f"{name}_lo", estimate.low)
        known.check(f"{name}_hi", estimate.high)
