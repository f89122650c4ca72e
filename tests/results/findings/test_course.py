from dataclasses import replace

import numpy as np
import pytest

from reviewapp.results.findings.course import STRETCHES, find_time, find_trend
from reviewapp.results.findings.long_form import long_form

from .simulated import simulated


def test_stretches_hold_every_reading_once():
    table = simulated(readers=3, cases=24)
    found = find_trend(table, long_form(table)).stretches
    assert len(found) == STRETCHES
    assert (found[0].first, found[-1].last) == (1, 24)
    assert sum(stretch.readings for stretch in found) == 72
    assert sum(stretch.time.n for stretch in found) == 72


def test_readers_who_learn_have_a_slope_and_gain_from_half_to_half():
    table = simulated(readers=8, cases=40)
    late_rc = table.position_rc > 20
    chance_rc = np.random.default_rng(2).random(table.shape) < np.where(late_rc, 0.9, 0.4)
    verdict_rc = np.where(chance_rc, table.truth_c, 1 - table.truth_c)
    table = replace(table, first=replace(table.first, verdict_rc=verdict_rc))
    found = find_trend(table, long_form(table)).trend
    assert found.odds_ratio.low > 1
    assert found.second_less_first.value == pytest.approx(0.5, abs=0.15)


def test_without_positions_and_times_there_is_no_course():
    table = simulated(readers=2, cases=8)
    nothing_rc = np.full(table.shape, np.nan)
    table = replace(table, position_rc=nothing_rc, seconds_rc=nothing_rc)
    assert find_trend(table, long_form(table)).stretches == ()
    found = find_time(table, long_form(table))
    assert found.readers["R00"].median_s is None
    assert found.everyone.per_10_cases.reason
