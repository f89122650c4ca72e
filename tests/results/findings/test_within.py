from dataclasses import replace

import numpy as np
import pytest

from reviewapp.results.findings.within import find_repeats
from reviewapp.results.reading_table import Readings

from .simulated import simulated


def test_a_reader_who_repeats_himself_exactly_agrees_fully():
    table = simulated(readers=2, cases=20)
    found = find_repeats(replace(table, again=table.first))
    assert found.pairs == 40
    assert found.on("verdict").share.value == 1
    assert found.on("rating").kappa.value == pytest.approx(1)
    assert found.on("rating").readers[0].scores.within_sd.value == 0
    assert [item.kappa.value for item in found.items] == [pytest.approx(1)] * 2


def test_a_reader_who_moves_up_the_scale_is_told_to_drift():
    table = simulated(readers=2, cases=40)
    later_rc = np.minimum(table.first.rating_rc + 2, 6)
    again = Readings.of(table.shape, rating_rc=later_rc, verdict_rc=(later_rc > 3).astype(np.int64))
    found = find_repeats(replace(table, again=again))
    assert found.on("verdict").readers[0].drift.p_value < 0.01
    assert found.on("rating").readers[0].scores.limits.bias.value > 1


def test_without_repeats_every_figure_says_why():
    table = simulated(readers=2, cases=8)
    found = find_repeats(replace(table, again=Readings.of(table.shape)))
    assert found.pairs == 0
    assert found.on("verdict").share.reason == "no case was read twice by one reader"
    assert found.items[0].icc.reason
