"""Intervals hold the chance of patients and of seeds."""

import numpy as np
import pytest

from generator.evaluation.utility.estimates import draw_replicates, estimates, gains

POSITIVE = np.arange(40) % 2 == 0
PATIENTS = [f"p{index // 2}" for index in range(40)]


def probabilities(share_right, seed=0):
    right = np.random.default_rng(seed).uniform(size=40) < share_right
    return np.where(right == POSITIVE, 0.9, 0.1)


def test_a_patient_is_drawn_with_all_records():
    drawn = draw_replicates(PATIENTS, replicates=30, seed=1)
    np.testing.assert_array_equal(drawn.weight_rn[:, ::2], drawn.weight_rn[:, 1::2])
    assert (drawn.weight_rn.sum(axis=1) == 40).all()


def test_the_same_seed_draws_the_same():
    one, other, third = (draw_replicates(PATIENTS, replicates=9, seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(one.weight_rn, other.weight_rn)
    assert not np.array_equal(one.weight_rn, third.weight_rn)


def test_the_value_is_the_mean_over_seeds_and_the_interval_holds_both():
    perfect, wrong = probabilities(1), probabilities(0)
    drawn = draw_replicates(PATIENTS, replicates=400, seed=1)
    found = estimates(POSITIVE, np.stack([perfect, wrong]), drawn)["auroc"]
    assert (found.value, found.low, found.high) == (0.5, 0.0, 1.0)


def test_records_of_fewer_patients_bound_less():
    drawn = draw_replicates(PATIENTS, replicates=400, seed=1)
    of_few = draw_replicates([f"p{index // 10}" for index in range(40)], replicates=400, seed=1)
    # Patients differ: whoever has one wrong record has ten
    said = np.where(np.arange(40) < 10, ~POSITIVE, POSITIVE).astype(float)[None]
    wide, narrow = (estimates(POSITIVE, said, each)["sensitivity"] for each in (of_few, drawn))
    assert wide.high - wide.low > narrow.high - narrow.low


def test_a_gain_is_paired():
    said = np.stack([probabilities(0.8)])
    drawn = draw_replicates(PATIENTS, replicates=100, seed=1)
    same = gains(POSITIVE, said, said, drawn)["balanced_f1"]
    assert (same.value, same.low, same.high) == (0, 0, 0)
    better = gains(POSITIVE, said, probabilities(1)[None], drawn)["balanced_f1"]
    assert better.value == pytest.approx(1 - estimates(POSITIVE, said, drawn)["balanced_f1"].value)


def test_with_one_rhythm_there_is_no_value():
    drawn = draw_replicates(PATIENTS, replicates=50, seed=1)
    found = estimates(np.ones(40, dtype=bool), probabilities(1)[None], drawn)
    assert found["auroc"].value is None
    assert found["sensitivity"].value is not None
