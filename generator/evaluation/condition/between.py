"""Between two conditions: draw along the way and see whether what is drawn moves along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

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
from generator.evaluation.condition.thresholds import MONOTONE
from generator.evaluation.evidence import Evidence
from generator.evaluation.features.table import feature_table
from generator.evaluation.findings import Check, Picture, Table
from generator.evaluation.utility.labelled import labelled
from generator.evaluation.utility.trials import Predict

Forests = Mapping[str, Sequence[Predict]]
"""By title, trained on real records with several seeds."""
_MODES = {
    True: ("condition.interpolation", "labels and beats mixed"),
    False: ("condition.interpolation_label_only", "labels mixed, no beats told"),
}


@dataclass(frozen=True, kw_only=True)
class Between:
    """What was found between the conditions."""

    checks: tuple[Check, ...]
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()


def between_findings(evidence: Evidence, forests: Forests) -> Between:
    """Mixtures drawn by the checkpoint; checks without a value where it cannot, with the reason."""
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
        checks=tuple(_check(course, evidence) for course in courses),
        tables=(course_table(courses, second),),
        pictures=(course_picture(courses, second),),
    )


def _courses(evidence: Evidence, checkpoint: Path, forests: Forests) -> list[Course]:
    network, config = open_mixable(checkpoint, evidence.rhythms)
    told = can_be_told_beats(config, evidence.rhythms)
    courses = []
    for tell_beats in (True, False) if told else (False,):
        ecgs = draw_mixtures(
            network, config, evidence.rhythms, tell_beats=tell_beats, seed=evidence.seed
        )
        features = feature_table(ecgs, workers=evidence.workers, progress=False)
        asked = replace(ecgs, rhythms=(evidence.rhythms[1],) * len(ecgs))
        records = labelled(asked, features, evidence.rhythms)
        probability_n = {
            title: np.mean([predict(records) for predict in each], axis=0)
            for title, each in forests.items()
        }
        name, title = _MODES[tell_beats]
        courses.append(course_of(ecgs, features, probability_n, name=name, title=title))
    return courses


def _check(course: Course, evidence: Evidence) -> Check:
    """Spearman's correlation of the share with the probability that the first classifier gives."""
    title, probability_n = next(iter(course.probability_n.items()))
    rise = rise_of(course, probability_n, replicates=evidence.replicates, seed=evidence.seed)
    means = [mean for mean in means_of(course, probability_n) if mean is not None]
    steps = ", ".join(f"{mean:.2f}" for mean in means)
    rises = all(later >= earlier for earlier, later in pairwise(means))
    return Check(
        name=course.name,
        title=f"The more {evidence.rhythms[1]} is asked for, the more is drawn: {course.title}",
        value=rise.rho,
        low=rise.low,
        high=rise.high,
        threshold=MONOTONE,
        n=len(probability_n),
        says=f"Spearman's correlation; mean probability by the {title}: {steps}, which "
        f"{'rises' if rises else 'does not rise'} at every step.",
    )


def _unmeasured(second: str, why: str) -> Between:
    return Between(
        checks=tuple(
            Check(
                name=name,
                title=f"The more {second} is asked for, the more is drawn: {title}",
                value=None,
                threshold=MONOTONE,
                n=0,
                says=why,
            )
            for name, title in _MODES.values()
        )
    )
