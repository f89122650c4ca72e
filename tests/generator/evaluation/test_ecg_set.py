"""A set of ECGs: what belongs together stays together."""

from dataclasses import replace

import numpy as np
import pytest

from generator.evaluation.ecg_set import HELD_OUT, REAL, TRAIN, joined
from tests.generator.evaluation.ecg_sets import a_set


def test_taking_records_takes_all_that_is_known_of_them():
    ecgs = replace(a_set(), told_beats_s=tuple(np.array([float(i)]) for i in range(4)))
    taken = ecgs.take([2, 0])
    assert (taken.names, taken.patients, taken.rhythms) == (("r2", "r0"), ("p2", "p0"), ("SR",) * 2)
    assert np.array_equal(taken.signals_mv_nlt, ecgs.signals_mv_nlt[[2, 0]])
    assert [float(each[0]) for each in taken.told_beats_s] == [2.0, 0.0]


def test_records_are_found_by_rhythm_and_by_split():
    ecgs = a_set(splits=(TRAIN, TRAIN, HELD_OUT, TRAIN))
    assert ecgs.of_rhythm("AF").tolist() == [1, 3]
    assert ecgs.of_split(HELD_OUT).tolist() == [2]


@pytest.mark.parametrize("field", ["rhythms", "patients", "names", "splits", "faults", "beats_s"])
def test_a_field_that_lacks_a_record_is_refused(field):
    with pytest.raises(ValueError, match=f"3 {field} for 4 records"):
        replace(a_set(), **{field: getattr(a_set(), field)[:3]})


def test_told_beats_are_of_all_records_or_of_none():
    with pytest.raises(ValueError, match="1 told_beats_s for 4"):
        replace(a_set(), told_beats_s=(np.zeros(1),))


def test_signals_of_another_length_are_refused():
    with pytest.raises(ValueError, match=r"\(n, 12, 1000\)"):
        replace(a_set(), signals_mv_nlt=np.zeros((4, 12, 500)))


def test_joined_sets_follow_one_another():
    told = replace(a_set(2), source="other", told_beats_s=(np.ones(1),) * 2)
    both = joined([a_set(3), told])
    assert (len(both), both.source) == (5, "made up, other")
    assert both.names == ("r0", "r1", "r2", "r0", "r1")
    assert [len(each) for each in both.told_beats_s] == [0, 0, 0, 1, 1]


def test_real_and_synthetic_are_never_joined():
    with pytest.raises(ValueError, match="one origin"):
        joined([a_set(), a_set(origin=REAL)])
