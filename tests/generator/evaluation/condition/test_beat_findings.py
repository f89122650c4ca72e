"""The check and the table on told beats."""

import numpy as np
import pytest

from generator.evaluation.condition.beat_findings import beat_findings
from generator.evaluation.findings import Light
from tests.generator.evaluation.ecg_sets import a_set

BEATS = np.arange(0.5, 10, 0.8)


def findings(told, found):
    ecgs = a_set(count=len(found), beats_s=tuple(found), told_beats_s=tuple(told))
    return beat_findings(ecgs, ("SR", "AF"), replicates=60, seed=1)


def test_beats_drawn_where_told_are_green():
    check, table = findings([BEATS] * 6, [BEATS + 0.01] * 6)
    assert (check.value, check.light, check.n) == (1.0, Light.GREEN, 6)
    assert [row["rhythm"] for row in table.rows] == ["SR", "AF"]
    assert table.rows[0]["off_median_ms"] == pytest.approx(10)


def test_beats_elsewhere_are_red():
    check, table = findings([BEATS] * 6, [BEATS, BEATS + 0.4] * 3)
    assert check.light == Light.RED
    assert [row["f1"] for row in table.rows] == [1.0, 0.0]


def test_a_record_without_a_found_beat_misses_all():
    check, table = findings([BEATS] * 4, [BEATS, np.empty(0)] * 2)
    assert [row["silent"] for row in table.rows] == [0, 2]
    assert check.value < 0.7


def test_only_records_that_were_told_beats_count():
    check, _ = findings([BEATS, np.empty(0), BEATS, np.empty(0)], [BEATS] * 4)
    assert check.n == 2


def test_a_batch_that_tells_no_beats_says_so():
    check, table = findings([], [BEATS] * 4)
    assert (check.light, table) == (Light.GREY, None)
    assert "does not say which beats" in check.says
