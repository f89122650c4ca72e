from math import nan, sqrt

import numpy as np
import pytest
from scipy import integrate

from reviewapp.results.statistics.discrimination.roc import (
    DELONG,
    DELONG_LOGIT,
    NEWCOMBE,
    area_of_pooled_readings,
    area_of_reader,
    hanley_mcneil_se,
    partial_area,
    roc_curve,
)

from .studies import small_study

TRUTH = np.array([0, 0, 0, 0, 1, 1, 1, 1])


def test_points_of_the_curve_count_what_is_called_at_each_rating():
    curve = roc_curve(np.array([0, 0, 1, 2, 1, 2, 2, nan]), TRUTH)
    assert curve.threshold_k == (None, 2, 1, 0)
    assert curve.false_alarm_k == pytest.approx([0, 0.25, 0.5, 1])
    assert curve.hit_k == pytest.approx([0, 2 / 3, 1, 1])


def test_the_area_is_that_under_the_points():
    truth_c, rating_rc = small_study(cases=30)
    for rating_c in rating_rc:
        curve = roc_curve(rating_c, truth_c)
        under = integrate.trapezoid(curve.hit_k, curve.false_alarm_k)
        assert area_of_reader(rating_c, truth_c).value == pytest.approx(under)


def test_which_interval_depends_on_how_near_the_area_is_to_an_end():
    middling = area_of_reader(np.array([0, 1, 2, 3, 1, 2, 3, 4.0]), TRUTH)
    perfect = area_of_reader(np.arange(8.0), TRUTH)
    assert (middling.method, middling.value) == (DELONG, 0.71875)
    assert (perfect.method, perfect.value, perfect.high) == (NEWCOMBE, 1, 1)
    assert perfect.se is None
    assert 0.3 < perfect.low < 0.7


def test_near_an_end_the_interval_stays_inside():
    truth_c = np.repeat([0, 1], 20)
    nearly = np.arange(40.0)
    nearly[20] = 15.5
    high = area_of_reader(nearly, truth_c)
    low = area_of_reader(-nearly, truth_c)
    assert high.method == low.method == DELONG_LOGIT
    assert high.high < 1
    assert (1 - low.low, 1 - low.high) == pytest.approx((high.high, high.low))


@pytest.mark.parametrize(
    ("truth_c", "reason"),
    [
        (np.zeros(3, dtype=int), "no synthetic case was read"),
        (np.ones(3, dtype=int), "no real case was read"),
    ],
)
def test_one_origin_alone_has_no_area(truth_c, reason):
    ratings = np.array([1.0, 2.0, nan])
    assert area_of_reader(ratings, truth_c).reason == reason
    assert partial_area(ratings, truth_c, false_alarms=(0, 1)).reason == reason
    with pytest.raises(ValueError, match="both origins"):
        roc_curve(ratings, truth_c)


def test_hanley_and_mcneil_give_the_null_variance_of_mann_whitney_at_one_half():
    # At 1/2: Q1 = Q2 = 1/3, so that the variance is (n + m + 1) / (12 n m).
    assert hanley_mcneil_se(0.5, real=7, synthetic=9) == pytest.approx(sqrt(17 / (12 * 63)))
    assert hanley_mcneil_se(1.0, real=7, synthetic=9) == 0


def test_partial_areas_add_up_to_the_whole():
    truth_c, rating_rc = small_study(cases=40, levels=6)
    parts = [
        partial_area(rating_rc[0], truth_c, false_alarms=band).value * (band[1] - band[0])
        for band in [(0, 0.13), (0.13, 0.5), (0.5, 1)]
    ]
    assert sum(parts) == pytest.approx(area_of_reader(rating_rc[0], truth_c).value)


def test_a_band_outside_the_curve_is_refused():
    with pytest.raises(ValueError, match="band"):
        partial_area(np.arange(8.0), TRUTH, false_alarms=(0.5, 0.2))


def test_pooled_readings_say_what_they_are_and_have_no_interval():
    rating_rc = np.array([np.arange(8.0), np.arange(8.0) + 10])
    pooled = area_of_pooled_readings(rating_rc, TRUTH)
    assert pooled.value == 0.75  # each reader alone: 1
    assert "pooled" in pooled.method
    assert pooled.interval_reason
    assert area_of_pooled_readings(rating_rc, np.zeros(8, dtype=int)).reason
