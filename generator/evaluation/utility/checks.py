"""The figures of the section on utility that are held against thresholds."""

from collections.abc import Mapping, Sequence
from typing import Final

from generator.evaluation.findings import Check, Threshold
from generator.evaluation.utility.augmentation import ScoredPoint
from generator.evaluation.utility.classifiers import FOREST, NETWORK, WAVES_FOREST
from generator.evaluation.utility.estimates import Estimate
from generator.evaluation.utility.scores import BALANCED_F1, SENSITIVITY, SPECIFICITY
from generator.evaluation.utility.scoring import Scorer, Scores
from generator.evaluation.utility.thresholds import (
    GAIN,
    TRTS_F1,
    TSTR_F1,
    TSTR_LOSS,
    WAVES_F1,
)
from generator.evaluation.utility.trials import (
    TRTR,
    TRTS,
    TSTR,
    TSTR_HELD_OUT,
    Classifier,
    Trial,
)

Scored = Mapping[tuple[str, str], tuple[Trial, Scores]]
"""A trial and its scores by the names of setting and classifier."""
_F1_CHECKS: Final = (
    ("tstr_f1", "F1, trained on synthetic, tested on real", TSTR, FOREST, TSTR_F1),
    ("trts_f1", "F1, trained on real, tested on synthetic", TRTS, FOREST, TRTS_F1),
    (
        "tstr_f1_held_out",
        "F1, trained on synthetic, tested on real that the generator never saw",
        TSTR_HELD_OUT,
        FOREST,
        TSTR_F1,
    ),
    (
        "tstr_f1_without_rhythm",
        "F1 without rhythm features, trained on synthetic, tested on real",
        TSTR,
        WAVES_FOREST,
        WAVES_F1,
    ),
    (
        "trts_f1_without_rhythm",
        "F1 without rhythm features, trained on real, tested on synthetic",
        TRTS,
        WAVES_FOREST,
        WAVES_F1,
    ),
)


def f1_checks(scored: Scored) -> list[Check]:
    """F1 with both rhythms weighted equally; the one of held-out records where they are known."""
    return [
        _f1_check(name, title, threshold, *scored[setting, classifier.name])
        for name, title, setting, classifier, threshold in _F1_CHECKS
        if (setting, classifier.name) in scored
    ]


def loss_checks(scored: Scored, scorer: Scorer) -> list[Check]:
    """What training on synthetic records costs against training on real ones."""
    return [
        _loss_check("tstr_loss", FOREST, scored, scorer),
        _loss_check("tstr_loss_network", NETWORK, scored, scorer),
    ]


def gain_check(points: Sequence[ScoredPoint]) -> Check:
    """What the whole batch adds to all real records; ``points`` is that curve, or empty."""
    name, title = "utility.augmentation_gain", "F1 gained by adding the batch to the real records"
    if not points:
        says = "too few patients of a rhythm on one side to add one to the other"
        return Check(name=name, title=title, value=None, threshold=GAIN, n=0, says=says)
    first, last = points[0], points[-1]
    says = (
        f"{last.point.curve.classifier.title}: real alone {_told(first.scores[BALANCED_F1])}, "
        f"with the batch {_told(last.scores[BALANCED_F1])}"
    )
    if last.held_out_gain is not None and last.held_out_gain[BALANCED_F1].value is not None:
        unseen = _told(last.held_out_gain[BALANCED_F1])
        says += f"; on real records that the generator never saw the gain is {unseen}"
    gain = last.gain[BALANCED_F1]
    return Check(
        name=name,
        title=title,
        value=gain.value,
        low=gain.low,
        high=gain.high,
        threshold=GAIN,
        n=last.tested_n,
        says=f"{says}.",
    )


def _f1_check(name: str, title: str, threshold: Threshold, trial: Trial, scores: Scores) -> Check:
    says = trial.blocker or (
        f"{trial.classifier.title}: sensitivity {_told(scores[SENSITIVITY])}, "
        f"specificity {_told(scores[SPECIFICITY])}."
    )
    f1 = scores[BALANCED_F1]
    return Check(
        name=f"utility.{name}",
        title=title,
        value=f1.value,
        low=f1.low,
        high=f1.high,
        threshold=threshold,
        n=len(trial.setting.test),
        says=says,
    )


def _loss_check(name: str, classifier: Classifier, scored: Scored, scorer: Scorer) -> Check:
    (real, real_scores), (synthetic, scores) = (
        scored[setting, classifier.name] for setting in (TRTR, TSTR)
    )
    loss = scorer.loss(synthetic, real)[BALANCED_F1]
    says = f"Trained on real {_told(real_scores[BALANCED_F1])}, on synthetic "
    says += f"{_told(scores[BALANCED_F1])}, tested on the same real records."
    if loss.value is None:
        says = synthetic.blocker or real.blocker
    return Check(
        name=f"utility.{name}",
        title=f"F1 lost by training on synthetic instead of real, {classifier.title}",
        value=loss.value,
        low=loss.low,
        high=loss.high,
        threshold=TSTR_LOSS,
        n=len(real.setting.test),
        says=says,
    )


def _told(found: Estimate) -> str:
    if found.value is None:
        return "undefined"
    if found.low is None or found.high is None:
        return f"{found.value:.2f}"
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"
