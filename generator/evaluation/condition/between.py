"""Between two conditions: draw along the way and see whether what is drawn moves along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from generator.evaluation.condition.charts import course_picture
from generator.evaluation.condition.interpolation import (
    Course,
    course_of,
    course_table,
    means_of,
    rise_of,
)
from generator.evaluation.condition.mixtures import (
    CannotMixError,
    can_be_told_beats,
    draw_mixtures,
    open_mixable,
)
from generator.evaluation.condition.thresholds import DRAWN_EACH, DRAWN_EACH_BESIDES, MONOTONE
from generator.evaluation.ecg_set import EcgSet
from generator.evaluation.evidence import Evidence
from generator.evaluation.features.extraction import feature_table
from generator.evaluation.findings import Check, Picture, Table
from generator.evaluation.utility.labelled import labelled
from generator.evaluation.utility.trials import Predict

Forests = Mapping[str, Sequence[Predict]]
"""By title, trained on real records with several seeds."""
_NAME: Final = "condition.interpolation"
_TITLES: Final = {True: "labels and beats mixed", False: "labels mixed, no beats told"}
"""By whether beats are told."""


@dataclass(frozen=True, kw_only=True)
class Between:
    """What was found between the conditions."""

    check: Check
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()


def between_findings(evidence: Evidence, forests: Forests) -> Between:
    """Mixtures drawn by the checkpoint; without a value where it cannot, with the reason."""
    second = evidence.rhythms[1]
    if evidence.checkpoint is None:
        return _unmeasured(second, "no checkpoint is at hand to draw with")
    if not forests:
        return _unmeasured(second, "too few real patients of a rhythm to train a classifier")
    try:
        courses = _courses(evidence, evidence.checkpoint, forests)
    except CannotMixError as error:
        return _unmeasured(second, str(error))
    return Between(
        check=_check(courses, evidence),
        tables=(course_table(courses, second),),
        pictures=(course_picture(courses, second),),
    )


def _courses(evidence: Evidence, checkpoint: Path, forests: Forests) -> list[Course]:
    """First in the way that the batch was drawn, then in the other, if there is one."""
    network, config = open_mixable(checkpoint, evidence.rhythms)
    can_tell = can_be_told_beats(config, evidence.rhythms)
    was_told = can_tell and any(len(told) for told in evidence.synthetic.told_beats_s)
    ways = (was_told, not was_told) if can_tell else (False,)
    courses = []
    for tell_beats, each in zip(ways, (DRAWN_EACH, DRAWN_EACH_BESIDES), strict=False):
        ecgs = draw_mixtures(
            network,
            config,
            evidence.rhythms,
            tell_beats=tell_beats,
            each=each,
            seed=evidence.seed,
        )
        courses.append(_course(ecgs, evidence.rhythms, forests, _TITLES[tell_beats]))
    return courses


def _course(ecgs: EcgSet, rhythms: tuple[str, str], forests: Forests, title: str) -> Course:
    # One process: a fork after PyTorch has drawn with several threads may hang.
    features = feature_table(ecgs, workers=1, progress=False)
    records = labelled(replace(ecgs, rhythms=(rhythms[1],) * len(ecgs)), features, rhythms)
    probability_n = {
        classifier: np.mean([predict(records) for predict in each], axis=0)
        for classifier, each in forests.items()
    }
    return course_of(ecgs, features, probability_n, title=title)


def _check(courses: Sequence[Course], evidence: Evidence) -> Check:
    """Spearman's correlation of the share with the probability that the first classifier gives."""
    title, probability_n = next(iter(courses[0].probability_n.items()))
    told = [_told(course, title, evidence) for course in courses]
    rise = rise_of(courses[0], probability_n, replicates=evidence.replicates, seed=evidence.seed)
    return Check(
        name=_NAME,
        title=_title(evidence.rhythms[1]),
        value=rise.rho,
        low=rise.low,
        high=rise.high,
        threshold=MONOTONE,
        n=len(probability_n),
        says=f"Spearman's correlation of the share with the probability by the {title}. "
        + " ".join(told),
    )


def _told(course: Course, title: str, evidence: Evidence) -> str:
    probability_n = course.probability_n[title]
    rise = rise_of(course, probability_n, replicates=0, seed=evidence.seed)
    means = [mean for mean in means_of(course, probability_n) if mean is not None]
    steps = ", ".join(f"{mean:.2f}" for mean in means)
    rises = all(later >= earlier for earlier, later in pairwise(means))
    rho = "undefined" if rise.rho is None else f"{rise.rho:.2f}"
    return (
        f"With {course.title} it is {rho}; the mean probability goes {steps}, which "
        f"{'rises' if rises else 'does not rise'} at every step."
    )


def _title(second: str) -> str:
    return f"The more {second} is asked for, the more like it is what is drawn"


def _unmeasured(second: str, why: str) -> Between:
    return Between(
        check=Check(name=_NAME, title=_title(second), value=None, threshold=MONOTONE, n=0, says=why)
    )
