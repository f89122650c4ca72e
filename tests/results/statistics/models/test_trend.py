from dataclasses import replace

import numpy as np
import pytest

from reviewapp.results.statistics.models.long import LongReadings
from reviewapp.results.statistics.models.trend import accuracy_trend

from .simulated import study


def test_learning_is_found_and_no_learning_is_not():
    learning = accuracy_trend(study(readers=20, cases=60, slope=0.3))
    steady = accuracy_trend(study(readers=20, cases=60, slope=0.0))
    assert learning.odds_ratio.low < np.exp(0.3) < learning.odds_ratio.high
    assert learning.second_less_first.low > 0
    assert learning.test.p < 0.001 < steady.test.p


def test_halves_are_those_of_each_readers_own_order():
    readings = LongReadings.of(
        reader=["ann"] * 5 + ["bob"] * 2,
        case=["c1", "c2", "c3", "c4", "c5", "c1", "c2"],
        synthetic=[1] * 7,
        verdict=[0, 0, 0, 1, 1, 1, 0],  # the middle one of ann counts for neither half
        position=[1, 20, 30, 40, 50, 9, 8],
    )
    found = accuracy_trend(readings).second_less_first
    assert found.value == pytest.approx((1 + 1) / 2)  # both from all wrong to all right
    assert found.interval_reason


def test_readers_who_never_change_have_no_interval():
    readings = study(cases=20)
    right = replace(readings, verdict_n=readings.synthetic_n)
    found = accuracy_trend(right)
    assert found.second_less_first.value == 0
    assert found.second_less_first.interval_reason
    assert found.odds_ratio.reason == "every reading has the same outcome"


def test_without_positions_there_is_no_trend():
    readings = study()
    assert accuracy_trend(replace(readings, position_n=None)).odds_ratio.reason
    one = replace(readings, position_n=np.ones(readings.rows))
    assert accuracy_trend(one).test.reason == "all readings have one position"
