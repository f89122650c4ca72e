"""Whether what is drawn moves along with what is asked for."""

import numpy as np
import pytest

from generator.evaluation.condition.interpolation import Course, course_table, means_of, rise_of
from generator.evaluation.condition.thresholds import SHARES

SHARE = np.repeat(SHARES, 3)
NOISES = ("0", "1", "2") * 5


def a_course(probability_n, **changed):
    return Course(
        **{
            "title": "labels mixed",
            "share_n": SHARE,
            "noises": NOISES,
            "probability_n": {"a forest": probability_n},
            "irregularity_n": SHARE,
            "p_present_n": 1 - SHARE,
        }
        | changed
    )


@pytest.mark.parametrize(("value_n", "rho"), [(SHARE**3, 1), (-SHARE, -1), (SHARE * 0, None)])
def test_the_rank_correlation_of_what_follows_exactly(value_n, rho):
    rise = rise_of(a_course(value_n), value_n, replicates=60, seed=1)
    assert rise.rho == (None if rho is None else pytest.approx(rho))


def test_the_interval_is_over_noises():
    # Two noises follow, one goes the other way
    value_n = np.where(np.array(NOISES) == "2", -SHARE, SHARE)
    rise = rise_of(a_course(value_n), value_n, replicates=200, seed=1)
    assert rise.low < 0 < rise.rho < rise.high == 1


def test_what_could_not_be_measured_is_left_out():
    value_n = np.where(SHARE == 0.5, np.nan, SHARE)
    course = a_course(value_n)
    assert means_of(course, value_n) == [0, 0.25, None, 0.75, 1]
    assert rise_of(course, value_n, replicates=0, seed=1).rho == pytest.approx(1)


def test_each_share_has_a_row():
    rows = course_table([a_course(SHARE)], "AF").rows
    assert [row["share"] for row in rows] == list(SHARES)
    assert [row["n"] for row in rows] == [3] * 5
    assert [row["probability_0"] for row in rows] == list(SHARES)
