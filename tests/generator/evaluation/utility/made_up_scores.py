"""Trials and curves with scores that are known."""

import numpy as np

from generator.evaluation.utility.augmentation import Curve, Point, ScoredPoint
from generator.evaluation.utility.classifiers import FOREST
from generator.evaluation.utility.estimates import Estimate
from generator.evaluation.utility.scores import SCORES
from generator.evaluation.utility.trials import Setting, Trial
from tests.generator.evaluation.utility.made_up import side


def scores(value, width=0.1):
    """All scores alike."""
    one = Estimate(value=value, low=value - width, high=value + width)
    return dict.fromkeys(SCORES, one)


def a_trial(name, *, classifier=FOREST, count=20, said=True):
    """Of a classifier that is right about everyone, or that was not asked."""
    records = side(count)
    setting = Setting(name=name, title=f"{name} title", train=records, test=records)
    right_sn = np.where(records.positive_n, 0.9, 0.1)[None]
    probability_sn = right_sn if said else None
    return Trial(setting=setting, classifier=classifier, probability_sn=probability_sn)


def a_curve(values, *, few=False, held_out=None):
    """A scored curve with these values at as many shares from 0 to 1."""
    curve = Curve(classifier=FOREST, few=few)
    return [
        ScoredPoint(
            point=Point(curve=curve, added=added, probability_sn=np.zeros((1, 20))),
            scores=scores(value),
            gain=scores(value - values[0]),
            held_out_gain=None if held_out is None else scores(held_out),
        )
        for added, value in zip(np.linspace(0, 1, len(values)).tolist(), values, strict=True)
    ]
