"""What the leak probe found: the AUC of each measure before the signal chain, and after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reviewapp.results.figures.style import (
    DASHED,
    INK,
    LINE,
    QUIET,
    REAL_COLOUR,
    ROW_INCHES,
    SMALL_PT,
    SYNTHETIC_COLOUR,
    bare,
    legend,
    new_figure,
    reason_figure,
)
from reviewapp.results.wording import quantity

STYLES: Final = {"before": (SYNTHETIC_COLOUR, "s"), "after": (REAL_COLOUR, "o"),
                 "readers": (INK, "D")}  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """AUC of one measure with its 95 % limits; ``when``: before or after the chain, or readers."""

    label: str
    when: str
    auc: float
    low: float | None = None
    high: float | None = None


def leaks_figure(measures: Sequence[Measured]) -> Figure:
    """One row a measure, on the AUC's scale from 0 to 1."""
    if not measures:
        return reason_figure("The protocol holds no figure of a leak probe.")
    figure = new_figure(1.1 + ROW_INCHES * len(measures))
    axes = figure.subplots()
    axes.axvline(0.5, color=QUIET, linewidth=1, linestyle=DASHED)
    for y, one in enumerate(measures):
        colour, marker = STYLES[one.when]
        if one.low is not None and one.high is not None:
            axes.plot([one.low, one.high], [y, y], color=colour, linewidth=1.6, clip_on=False)
        axes.plot([one.auc], [y], marker=marker, color=colour, markersize=5.5, clip_on=False)
        axes.annotate(auc_text(one), (1.02, y), xycoords=("axes fraction", "data"), va="center",
                      fontsize=SMALL_PT, color=INK, annotation_clip=False)  # fmt: skip
        if y and measures[y - 1].when != one.when:
            axes.axhline(y - 0.5, color=LINE, linewidth=0.8)
    axes.set_yticks(range(len(measures)), [one.label for one in measures])
    axes.set_ylim(len(measures) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xlabel("AUC of real against synthetic (dashed: tells nothing)")
    bare(axes)
    present = [when for when in STYLES if any(one.when == when for one in measures)]
    names = {"before": "records before the signal chain", "after": "pictures as served",
             "readers": "readers"}  # fmt: skip
    handles = [Line2D([], [], color=STYLES[when][0], marker=STYLES[when][1]) for when in present]
    legend(figure, handles, [names[when] for when in present], columns=3)
    return figure


def auc_text(one: Measured) -> str:
    """Such as "0.98 (0.94 to 1.00)"."""
    if one.low is None or one.high is None:
        return quantity(one.auc)
    return f"{quantity(one.auc)} ({quantity(one.low)} to {quantity(one.high)})"
