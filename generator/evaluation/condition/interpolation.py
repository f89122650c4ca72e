"""How what is drawn moves as the condition moves from one rhythm to the other.

Shape legend: ``_n`` record, ``_s`` share asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from generator.evaluation.bootstrap import percentile_interval
from generator.evaluation.condition.af_rules import NO_P, irregularity
from generator.evaluation.condition.thresholds import SHARES
from generator.evaluation.ecg_set import EcgSet
from generator.evaluation.feature_table import FeatureTable
from generator.evaluation.findings import Cell, Column, Table


@dataclass(frozen=True, kw_only=True, eq=False)
class Course:
    """The ECGs drawn along the way, and what was found in them."""

    title: str
    share_n: NDArray[np.float64]
    """Of the second rhythm in the condition."""
    noises: tuple[str, ...]
    """From which noise each was drawn: the same at all shares."""
    probability_n: Mapping[str, NDArray[np.float64]]
    """Of the second rhythm, by the title of a classifier trained on real records."""
    irregularity_n: NDArray[np.float64]
    p_present_n: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Rise:
    """A rank correlation with its interval over the noises."""

    rho: float | None
    low: float | None = None
    high: float | None = None


def course_of(
    ecgs: EcgSet,
    features: FeatureTable,
    probability_n: Mapping[str, NDArray[np.float64]],
    *,
    title: str,
) -> Course:
    """The course of drawn mixtures, whose rhythms are the shares."""
    return Course(
        title=title,
        share_n=np.array([float(share) for share in ecgs.rhythms]),
        noises=ecgs.patients,
        probability_n=probability_n,
        irregularity_n=irregularity(features),
        p_present_n=NO_P.measure(features),
    )


def rise_of(course: Course, value_n: NDArray[np.float64], *, replicates: int, seed: int) -> Rise:
    """Spearman's rank correlation of a value with the share asked for."""

    def rho(indices: NDArray[np.int64]) -> float | None:
        chosen = indices[np.isfinite(value_n[indices])]
        share, value = course.share_n[chosen], value_n[chosen]
        if len(chosen) < 3 or np.ptp(share) == 0 or np.ptp(value) == 0:
            return None
        return float(spearmanr(share, value).statistic)

    interval = percentile_interval(
        rho, course.noises, replicates=replicates, stream=np.random.default_rng(seed)
    )
    low, high = interval or (None, None)
    return Rise(rho=rho(np.arange(len(value_n))), low=low, high=high)


def means_of(course: Course, value_n: NDArray[np.float64]) -> list[float | None]:
    """The mean at each share, over the records in which it could be measured."""
    means: list[float | None] = []
    for share in SHARES:
        mine = value_n[(course.share_n == share) & np.isfinite(value_n)]
        means.append(float(mine.mean()) if len(mine) else None)
    return means


def course_table(courses: list[Course], positive: str) -> Table:
    """One row a share and a way to tell it."""
    classifiers = list(courses[0].probability_n)
    columns = [
        Column(name="told", title="told"),
        Column(name="share", title=f"share of {positive}", digits=2),
        Column(name="n", title="ECGs", digits=0),
        *(
            Column(name=f"probability_{place}", title=f"probability of {positive}, {title}")
            for place, title in enumerate(classifiers)
        ),
        Column(name="irregularity", title="RMSSD over mean RR"),
        Column(name="p_present", title="share with P waves", digits=2),
    ]
    rows = [row for course in courses for row in _rows(course)]
    return Table(
        name="condition.interpolation",
        title="Between the conditions",
        columns=tuple(columns),
        rows=tuple(rows),
        note="Means over ECGs that start from the same noises at all shares. Gaps: measured in "
        "none of them. The network never saw a mixture.",
    )


def _rows(course: Course) -> list[dict[str, Cell]]:
    found = {
        f"probability_{place}": means_of(course, value_n)
        for place, value_n in enumerate(course.probability_n.values())
    }
    found["irregularity"] = means_of(course, course.irregularity_n)
    found["p_present"] = means_of(course, course.p_present_n)
    return [
        {
            "told": course.title,
            "share": share,
            "n": int(np.sum(course.share_n == share)),
            **{name: means[place] for name, means in found.items()},
        }
        for place, share in enumerate(SHARES)
    ]
