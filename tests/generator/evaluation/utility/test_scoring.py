"""Trials in figures: whoever is tested twice is drawn alike."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.evaluation.utility.scoring import Scorer, score_table
from generator.evaluation.utility.trials import Classifier, Setting, Trial
from tests.generator.evaluation.utility.made_up import side

REAL, SYNTHETIC = side(30), side(20, prefix="s")
CLASSIFIER = Classifier(name="c", title="a classifier", fit=lambda train, seed: None)


def trial(name, train, probability_n):
    setting = Setting(name=name, title=name, train=train, test=REAL)
    said_sn = None if probability_n is None else np.stack([probability_n] * 2)
    return Trial(setting=setting, classifier=CLASSIFIER, probability_sn=said_sn)


PERFECT = trial("trtr", REAL, np.where(REAL.positive_n, 0.9, 0.1))
USELESS = trial("tstr", SYNTHETIC, np.full(30, 0.9))


def test_the_same_records_are_drawn_the_same_way():
    scorer = Scorer(replicates=20, seed=1)
    assert scorer.replicates_of(REAL) is scorer.replicates_of(side(30, seed=9))
    assert scorer.replicates_of(REAL) is not scorer.replicates_of(SYNTHETIC)


def test_a_loss_is_how_much_lower_the_one_scores():
    loss = Scorer(replicates=40, seed=1).loss(USELESS, PERFECT)
    assert loss["auroc"].value == loss["auroc"].low == 0.5
    # Calling everything positive gives two thirds
    assert loss["balanced_f1"].value == pytest.approx(1 / 3)


def test_a_blocked_trial_has_no_scores_and_the_note_says_why():
    blocked = trial("trts", side(6), None)
    scorer = Scorer(replicates=20, seed=1)
    assert scorer.loss(blocked, PERFECT)["f1"].value is None
    table = score_table(
        [(blocked, scorer.scores(blocked))], rhythms=("SR", "AF"), paper_classifier="c"
    )
    assert table.rows[0]["f1"] is None
    assert "trts, a classifier: 3 patients of the rarer rhythm teach" in table.note


def test_a_row_tells_how_many_taught_and_were_tested():
    scorer = Scorer(replicates=20, seed=1)
    pairs = [(USELESS, scorer.scores(USELESS))]
    row = score_table(pairs, rhythms=("SR", "AF"), paper_classifier="c").rows[0]
    told = [row[name] for name in ("trained_positive_n", "trained_other_n", "tested_patients_n")]
    assert told == [10, 10, 30]
    assert row["paper_f1"] == 0.80
