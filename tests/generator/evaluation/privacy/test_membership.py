"""AUC and share caught have known answers."""

import numpy as np
import pytest

from generator.evaluation.ecg_set import HELD_OUT, TRAIN
from generator.evaluation.privacy.membership import attacks_of, share_caught
from tests.generator.evaluation.ecg_sets import a_set


def of(scores, splits, rhythms=None, **how):
    rhythms = rhythms or ("SR",) * len(scores)
    members = a_set(len(scores), splits=tuple(splits), rhythms=tuple(rhythms))
    how = {"rhythms": ("SR", "AF"), "replicates": 100, "stream": np.random.default_rng(1)} | how
    return attacks_of(np.array(scores, dtype=float), members, **how)


def test_auc_is_the_share_of_pairs_in_which_the_member_is_higher():
    scores = [9, 8, 5, 4, 2, 7, 5, 3, 1, 0]
    (attack,) = of(scores, [TRAIN] * 5 + [HELD_OUT] * 5)
    pairs = [(a > b) + (a == b) / 2 for a in scores[:5] for b in scores[5:]]
    assert attack.auc == pytest.approx(np.mean(pairs))
    assert attack.low <= attack.auc <= attack.high


def test_rhythms_are_compared_within_and_weighed_by_what_they_tell():
    splits = ([TRAIN] * 20 + [HELD_OUT] * 20) + ([TRAIN] * 5 + [HELD_OUT] * 5)
    rhythms = ["SR"] * 40 + ["AF"] * 10
    # AF scores are all higher than SR's: across rhythms this would look like membership
    scores = [*range(40, 0, -1), *(100 + np.arange(10))]
    by_rhythm = {attack.rhythm: attack for attack in of(scores, splits, rhythms)}
    assert by_rhythm["SR"].auc == 1
    assert by_rhythm["AF"].auc == 0
    assert by_rhythm[""].auc == pytest.approx((400 / 41) / (400 / 41 + 25 / 11))
    assert by_rhythm["AF"].caught is None


def test_the_same_seed_gives_the_same_interval():
    scores, splits = np.random.default_rng(2).normal(size=30), [TRAIN] * 15 + [HELD_OUT] * 15
    assert of(scores, splits) == of(scores, splits)


def test_too_few_held_out_tell_nothing():
    assert of(range(10), [TRAIN] * 6 + [HELD_OUT] * 4) == ()


def test_what_has_no_score_is_left_out():
    (attack,) = of([np.nan, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], [TRAIN] * 6 + [HELD_OUT] * 5)
    assert (attack.members, attack.auc) == (5, 1)


def test_share_caught_lets_one_in_twenty_be_accused():
    held_out = np.arange(39)
    members = np.array([40.0, 38.5, 38.0, 37.5, 36.5])
    scores = np.concatenate([members, held_out])
    learnt = np.arange(len(scores)) < 5
    # With 39 held out, one of them may be as high: (1 + 1) / 40 is 5 %
    assert share_caught(scores, learnt, 0.05) == pytest.approx(4 / 5)
    assert share_caught(scores[:20], learnt[:20], 0.05) is None
