"""Signs with limits from the real records."""

import numpy as np
import pytest

from generator.evaluation.condition.af_rules import IRREGULAR, NO_P, calibrated, looks_like
from tests.generator.evaluation.condition.made_up import a_table

POSITIVE = np.array([False] * 4 + [True] * 4)
REAL = a_table([20, 30, 25, 80, 150, 200, 90, 300], [1, 1, 1, 1, 0, 0, 1, 0])


def test_the_limit_parts_the_rhythms_best():
    rule = calibrated(IRREGULAR, REAL, POSITIVE)
    # RMSSD of 80 and 90 ms over 1000 ms
    assert rule.limit == pytest.approx(0.085)
    assert (rule.sensitivity, rule.specificity) == (1, 1)


def test_less_of_something_may_be_the_sign():
    rule = calibrated(NO_P, REAL, POSITIVE)
    assert (rule.limit, rule.sensitivity, rule.specificity) == (0.5, 0.75, 1)


def test_of_limits_as_good_the_middle_one_is_taken():
    table = a_table([10, 20, 30, 40, 60, 70], [1] * 6)
    rule = calibrated(IRREGULAR, table, np.array([False, False, False, True, True, True]))
    assert rule.limit == pytest.approx(0.035)


def test_what_cannot_be_measured_is_no_sign_of_either():
    rules = {each.name: calibrated(each, REAL, POSITIVE) for each in (IRREGULAR, NO_P)}
    drawn = a_table([20, 200, 200, np.nan, 20], [1, 0, 1, 1, 0])
    like_sr, like_af = looks_like(rules, drawn)
    assert like_sr.tolist() == [True, False, False, False, False]
    assert like_af.tolist() == [False, True, False, False, False]


def test_a_sign_that_one_rhythm_never_shows_calibrates_nothing():
    unmeasured = a_table([20, 30, 25, 80, *[np.nan] * 4], [1] * 8)
    with pytest.raises(ValueError, match="irregular_rr was measured in no real record"):
        calibrated(IRREGULAR, unmeasured, POSITIVE)
