"""The forest learns from the training side alone, gaps and all."""

from dataclasses import replace

import numpy as np
import pytest

from generator.evaluation.utility import forest
from generator.evaluation.utility.forest import fit_forest
from tests.generator.evaluation.utility.made_up import side


@pytest.fixture(autouse=True)
def _a_small_forest(monkeypatch):
    monkeypatch.setattr(forest, "TREES", 20)


def with_gap(records, row, column):
    values_nf = records.values_nf.copy()
    values_nf[row, column] = np.nan
    return replace(records, values_nf=values_nf)


def test_it_tells_apart_what_differs():
    probability_n = fit_forest(side(), 1)(side(seed=1))
    assert ((probability_n >= 0.5) == side().positive_n).mean() > 0.9


def test_who_else_is_tested_changes_nothing():
    fitted, tested = fit_forest(with_gap(side(), 0, 0), 1), with_gap(side(seed=1), 3, 0)
    others = replace(tested, values_nf=tested.values_nf + 100)
    others.values_nf[3] = tested.values_nf[3]
    assert fitted(tested)[3] == fitted(others)[3] == fitted(tested.take(np.array([3])))[0]


def test_a_gap_takes_the_median_of_the_training_side():
    train = side()
    fitted = fit_forest(train, 1)
    tested = side(seed=1)
    filled = replace(tested, values_nf=tested.values_nf.copy())
    filled.values_nf[3, 0] = np.median(train.values_nf[:, 0])
    assert fitted(with_gap(tested, 3, 0))[3] == fitted(filled)[3]


def test_that_something_is_missing_counts_by_itself():
    train = side(apart=0.0)
    train.values_nf[train.positive_n, 0] = np.nan
    train.values_nf[~train.positive_n, 0] = 0.0
    tested = side(apart=0.0, seed=1)
    tested.values_nf[:, 0] = np.where(tested.positive_n, np.nan, 0.0)
    probability_n = fit_forest(train, 1)(tested)
    assert ((probability_n >= 0.5) == tested.positive_n).mean() > 0.9


def test_a_rare_rhythm_weighs_as_much_as_the_other():
    rare, even = side(200, positive_share=0.05, apart=2.0), side(200, seed=1, apart=2.0)
    probability_n = fit_forest(rare, 1)(even)
    assert (probability_n[even.positive_n] >= 0.5).mean() > 0.5


def test_only_the_features_named_are_used():
    fitted, tested = fit_forest(side(), 1, names=["p_likeness"]), side(seed=1)
    before_n = fitted(tested)
    tested.values_nf[:, [0, 2]] += 50
    np.testing.assert_array_equal(before_n, fitted(tested))
    with pytest.raises(ValueError, match="one feature or more"):
        fit_forest(side(), 1, names=[])
