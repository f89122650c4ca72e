"""The share nearer to what was learnt is exact, and even without copying."""

from itertools import combinations

import numpy as np
import pytest

from generator.evaluation.privacy.holdout_share import holdout_share, share_nearer_to_learnt
from tests.generator.evaluation.ecg_sets import a_set
from tests.generator.evaluation.privacy.hearts import half_learnt

LEARNT = np.array([True] * 6 + [False] * 3)


def slow_share(near_m, learnt_m):
    """Over all choices of as many learnt ones as there are others."""
    best = near_m[~learnt_m].max()
    chosen = list(combinations(near_m[learnt_m], (~learnt_m).sum()))
    return np.mean([max(each) > best for each in chosen])


def test_share_agrees_with_all_choices():
    near = np.random.default_rng(1).uniform(size=(20, 9))
    found = share_nearer_to_learnt(near, LEARNT)
    assert found == pytest.approx([slow_share(near_m, LEARNT) for near_m in near])


def test_with_fewer_learnt_than_held_out_it_is_the_opposite():
    near = np.random.default_rng(2).uniform(size=(20, 9))
    found = share_nearer_to_learnt(near, ~LEARNT)
    assert found == pytest.approx(1 - share_nearer_to_learnt(near, LEARNT))


def test_chance_is_even_and_copies_are_not():
    stream = np.random.default_rng(4)
    members = half_learnt(a_set(40, rhythms=("SR",) * 40))
    batch = a_set(200, rhythms=("SR",) * 200)
    near = stream.uniform(size=(200, 40))
    even = holdout_share(near, batch, members, stream=stream)
    assert even.low < 0.5 < even.high
    near[:, :20] += 0.5
    copied = holdout_share(near, batch, members, stream=stream)
    assert copied.value == pytest.approx(1, abs=0.01)
    assert copied.rhythms == (("SR", pytest.approx(copied.value), 20),)


def test_too_few_held_out_give_no_share():
    members = half_learnt(a_set(8, rhythms=("SR",) * 8))
    batch = a_set(5, rhythms=("SR",) * 5)
    assert holdout_share(np.zeros((5, 8)), batch, members, stream=np.random.default_rng(1)) is None
