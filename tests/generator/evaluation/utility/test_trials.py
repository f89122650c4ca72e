"""Who is taught and who is asked: never the same patient."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.evaluation.utility.trials import (
    TRTR,
    TSTR,
    Classifier,
    cross_validated,
    only_held_out,
    run_trials,
    settings_of,
)
from tests.generator.evaluation.utility.made_up import side


class Spy:
    """Learns nothing, and notes who was taught and asked."""

    def __init__(self):
        self.pairs = []

    def fit(self, train, seed):
        def predict(tested):
            self.pairs.append((set(train.patients_n), set(tested.patients_n)))
            return np.full(len(tested), seed / 10)

        return predict


def classifier(spy, **changed):
    return Classifier(**({"name": "spy", "title": "a spy", "fit": spy.fit} | changed))


def with_shared_patients(records):
    """Two records a patient."""
    return replace(records, patients_n=np.array([f"p{i // 2}" for i in range(len(records))]))


def test_nobody_is_asked_who_was_taught():
    spy, records = Spy(), with_shared_patients(side())
    cross_validated(classifier(spy), records, 1)
    assert all(not (taught & asked) for taught, asked in spy.pairs)
    assert set().union(*(asked for _, asked in spy.pairs)) == set(records.patients_n)


def test_another_seed_parts_the_patients_otherwise():
    spies = [Spy(), Spy(), Spy()]
    for spy, seed in zip(spies, (1, 1, 2), strict=True):
        cross_validated(classifier(spy), side(), seed)
    assert spies[0].pairs == spies[1].pairs != spies[2].pairs


def test_one_side_teaches_and_the_other_is_tested():
    spy, real, synthetic = Spy(), side(), side(20, prefix="s")
    settings = settings_of(real, synthetic, splits_known=False)
    trials = run_trials(settings, [classifier(spy)], seeds=[1, 2])
    assert [each.setting.name for each in trials] == ["tstr", "trts", "trtr", "tsts"]
    assert spy.pairs[0] == (set(synthetic.patients_n), set(real.patients_n))
    assert spy.pairs[2] == (set(real.patients_n), set(synthetic.patients_n))
    assert trials[0].probability_sn[:, 0].tolist() == [0.1, 0.2]


def test_held_out_patients_are_scored_by_themselves():
    real = side(held_out=[0, 1, 2, 3, 4, 12, 13, 14, 15, 16])
    settings = settings_of(real, side(20, prefix="s"), splits_known=True)
    assert settings[-1].train.held_out_n.all()
    trials = run_trials(settings[:1], [classifier(Spy())], seeds=[1])
    held_out = only_held_out(trials[0])
    assert held_out.setting.name == f"{TSTR}_held_out"
    assert held_out.probability_sn.shape == (1, 10)
    assert held_out.setting.test.held_out_n.all()


def test_too_few_patients_block_a_trial_and_say_so():
    settings = settings_of(side(8), side(20, prefix="s"), splits_known=False)
    spy = Spy()
    trials = run_trials(settings, [classifier(spy)], seeds=[1])
    by_name = {each.setting.name: each for each in trials}
    assert by_name[TRTR].probability_sn is None
    assert by_name[TSTR].blocker == "4 patients of the rarer rhythm are tested; 5 are needed"
    assert by_name["tsts"].probability_sn is not None


def test_a_classifier_may_need_more_than_others():
    settings = settings_of(side(24), side(24, prefix="s"), splits_known=False)
    trials = run_trials(settings, [classifier(Spy(), fewest_to_teach=20)], seeds=[1])
    assert {each.probability_sn is None for each in trials} == {True}
