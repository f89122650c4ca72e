from dataclasses import replace

import numpy as np
import pytest

from reviewapp.results.statistics.models.accuracy_model import POSITION
from reviewapp.results.statistics.models.reading_time import quartiles, reading_time

from .simulated import study


def test_ratios_of_times_come_back():
    found = reading_time(study(readers=15, cases=60))
    assert found.per_10_cases.low < np.exp(-0.05) < found.per_10_cases.high
    assert found.synthetic_over_real.low < np.exp(0.1) < found.synthetic_over_real.high
    assert found.per_10_cases.df == 14
    assert found.satterthwaite[POSITION] > 100


def test_a_unit_other_than_seconds_changes_no_ratio():
    readings = study()
    minutes = replace(readings, seconds_n=readings.seconds_n / 60)
    first, again = reading_time(readings), reading_time(minutes)
    assert again.per_10_cases.value == pytest.approx(first.per_10_cases.value)
    assert again.everyone.median_s == pytest.approx(first.everyone.median_s / 60)


def test_quartiles():
    assert quartiles(np.array([1.0, 2, 3, 4, 5])).low_s == 2
    assert quartiles(np.empty(0)).median_s is None


def test_times_that_are_missing_or_not_positive_are_counted():
    readings = study()
    seconds = readings.seconds_n.copy()
    seconds[:3] = np.nan, 0.0, -2.0
    found = reading_time(replace(readings, seconds_n=seconds))
    assert found.left_out == 3
    assert found.everyone.n == readings.rows - 3


def test_no_times_at_all_give_reasons():
    found = reading_time(replace(study(), seconds_n=None))
    assert found.per_10_cases.reason == "there is no reading"
    assert found.everyone.n == 0


def test_one_origin_has_a_slope_but_no_comparison():
    readings = study()
    found = reading_time(readings.where(readings.synthetic_n == 1))
    assert found.synthetic_over_real.reason
    assert found.per_10_cases.value is not None
    assert found.real.median_s is None
