"""Synthetic records added to real ones, share by share."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.evaluation.utility.augmentation import Curve, draw_curves, score_curve, share_of
from generator.evaluation.utility.estimates import draw_replicates
from generator.evaluation.utility.thresholds import FEW_PATIENTS
from generator.evaluation.utility.trials import Classifier
from tests.generator.evaluation.utility.made_up import side


class Counter:
    """Notes how many real and synthetic records taught it; the more synthetic the better."""

    def __init__(self):
        self.taught = []

    def fit(self, train, seed):
        synthetic = int(np.char.startswith(train.patients_n, "s").sum())
        self.taught.append((len(train) - synthetic, synthetic))
        return lambda tested: np.where(tested.positive_n, 0.2 + synthetic, 0.1)


def points_of(counter, *, few=False, known=None, real=None):
    curve = Curve(
        classifier=Classifier(name="counter", title="a counter", fit=counter.fit),
        few=few,
        added=(0.0, 0.5, 1.0),
    )
    real = side(60) if real is None else real
    synthetic = side(40, prefix="s")
    return draw_curves(real, synthetic, [curve], seeds=[1], known=known or {})[0]


def test_a_share_is_of_either_rhythm_and_holds_the_smaller_share():
    records = side(40, positive_share=0.25)
    half, whole = share_of(records, 0.5, 1), share_of(records, 1.0, 1)
    assert records.positive_n[half].sum() == 5
    assert len(half) == 20
    assert set(half) < set(whole)
    assert len(share_of(records, 0.0, 1)) == 0


def test_the_whole_training_side_of_each_fold_gets_the_share():
    counter = Counter()
    points_of(counter)
    assert counter.taught == [(40, 0)] * 3 + [(40, 20)] * 3 + [(40, 40)] * 3


def test_few_patients_of_each_rhythm_teach():
    counter = Counter()
    points_of(counter, few=True)
    assert counter.taught[0] == (2 * FEW_PATIENTS, 0)


def test_what_is_known_is_not_drawn_again():
    counter, known = Counter(), np.full((1, 60), 0.3)
    points = points_of(counter, known={"counter": known})
    assert len(counter.taught) == 6
    assert points[0].probability_sn is known


def test_each_point_is_held_against_the_real_records_alone():
    real = side(60, held_out=range(20, 40))
    drawn = draw_replicates(real.patients_n.tolist(), replicates=60, seed=1)
    scored = score_curve(points_of(Counter(), real=real), real, drawn, held_out=True)
    assert [each.gain["sensitivity"].value for each in scored] == [0, 1, 1]
    assert scored[2].held_out_gain["sensitivity"].value == 1
    assert scored[0].tested_n == 60
