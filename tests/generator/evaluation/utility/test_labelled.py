"""What classifiers are given of a set of ECGs."""

import numpy as np
import pytest

from generator.evaluation.ecg_set import HELD_OUT, TRAIN
from generator.evaluation.feature_table import Feature, FeatureTable
from generator.evaluation.utility.labelled import joined, knows_what_was_learnt, labelled
from tests.generator.evaluation.ecg_sets import a_set
from tests.generator.evaluation.utility.made_up import side


def a_table(count):
    feature = Feature(name="hr_bpm", title="rate", unit="/min", meaning="", method="")
    values_nf = np.arange(count, dtype=float)[:, None]
    return FeatureTable(features=(feature,), values_nf=values_nf, reasons=({},) * count)


def test_only_the_two_rhythms_are_kept():
    ecgs = a_set(count=3, rhythms=("AF", "other", "SR"), splits=(HELD_OUT, TRAIN, TRAIN))
    records = labelled(ecgs, a_table(3), ("SR", "AF"))
    assert records.values_nf[:, 0].tolist() == [0, 2]
    assert records.positive_n.tolist() == [True, False]
    assert records.held_out_n.tolist() == [True, False]
    assert records.patients_n.tolist() == ["p0", "p2"]


def test_only_the_independent_leads_are_kept():
    ecgs = a_set(count=1)
    signals_nlt = labelled(ecgs, a_table(1), ("SR", "AF")).signals_mv_nlt
    assert signals_nlt.shape == (1, 8, 1000)
    # I stands first in both orders, aVF last of the modelled ones and sixth of the twelve.
    np.testing.assert_allclose(signals_nlt[0, [0, 7]], ecgs.signals_mv_nlt[0, [0, 5]], rtol=1e-6)


def test_another_set_s_features_are_refused():
    with pytest.raises(ValueError, match="2 rows of features for 3 records"):
        labelled(a_set(count=3), a_table(2), ("SR", "AF"))


def test_a_set_may_not_say_what_was_learnt():
    assert not knows_what_was_learnt(a_set())
    assert knows_what_was_learnt(a_set(splits=(TRAIN,) * 4))


def test_sides_join_only_with_the_same_features():
    first, second = side(4), side(6, prefix="s")
    assert len(joined(first, second)) == 10
    with pytest.raises(ValueError, match="same features"):
        joined(first, second.with_features(["noise"]))
