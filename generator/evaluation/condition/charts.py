"""The pictures of the section on the condition."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from generator.evaluation.condition.interpolation import Course, means_of
from generator.evaluation.condition.thresholds import SHARES
from generator.evaluation.findings import Picture
from generator.evaluation.pictures import REAL_INK, SYNTHETIC_INK, new_figure, picture_of

_INKS: Final = (REAL_INK, SYNTHETIC_INK)


def course_picture(courses: Sequence[Course], positive: str) -> Picture:
    """The classifier's probability and the irregularity of RR along the way."""
    figure = new_figure(7.0, 3.3)
    left, right = figure.subplots(1, 2)
    classifier = next(iter(courses[0].probability_n))
    for course, ink in zip(courses, _INKS, strict=False):
        _course(left, course, course.probability_n[classifier], ink)
        _course(right, course, course.irregularity_n, ink)
    left.set_ylabel(f"probability of {positive}")
    right.set_ylabel("RMSSD over mean RR")
    for axes in (left, right):
        axes.set_xlabel(f"share of {positive} in the condition")
        axes.set_xticks(SHARES)
    lines, labels = left.get_legend_handles_labels()
    figure.legend(lines, labels, frameon=False, fontsize=8, loc="outside lower center", ncols=2)
    told = "; ".join(
        f"{course.title}: "
        + ", ".join(
            "not measured" if mean is None else f"{mean:.2f}"
            for mean in means_of(course, course.probability_n[classifier])
        )
        for course in courses
    )
    return picture_of(
        figure,
        name="condition.interpolation",
        title=f"Between the conditions, by the {classifier}: each point an ECG, the line the mean",
        alt=f"Mean probability of {positive} by share of {positive} in the condition. {told}.",
    )


def _course(axes: Axes, course: Course, value_n: NDArray[np.float64], ink: str) -> None:
    measured_n = np.isfinite(value_n)
    axes.plot(
        course.share_n[measured_n], value_n[measured_n], "o", color=ink, ms=3, alpha=0.4, mew=0
    )
    means = [
        (share, mean)
        for share, mean in zip(SHARES, means_of(course, value_n), strict=True)
        if mean is not None
    ]
    axes.plot(
        [share for share, _ in means],
        [mean for _, mean in means],
        color=ink,
        lw=1.4,
        label=course.title,
    )
