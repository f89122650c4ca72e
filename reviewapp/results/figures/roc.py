"""ROC: each reader's operating points, and the average of the readers' curves."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reviewapp.results.figures.style import (
    DASHED,
    GROUP_COLOUR,
    INK,
    QUIET,
    READER_COLOUR,
    SMALL_PT,
    Handle,
    bare,
    new_figure,
    reason_figure,
)
from reviewapp.results.wording import percent

Points = Sequence[tuple[float, float]]
"""False-alarm rate and hit rate of each point, from (0, 0) to (1, 1)."""

FEW_CURVES: Final = 6
"""Up to so many readers each has a marker of its own; more would be a thicket."""
MARKERS: Final = ("o", "s", "^", "v", "P", "X")
DASHES: Final = ("solid", (0, (5, 1.5)), (0, (1.5, 1.5)), (0, (5, 1.5, 1.5, 1.5)),
                 (0, (8, 2)), (0, (3, 3)))  # fmt: skip
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8f6200", "#56b4e9")
"""Okabe and Ito; the yellow, which white paper swallows, is replaced by a brown."""
AVERAGE: Final = "mean of the\nreaders’ curves"


def roc_figure(curves: Sequence[tuple[str, Points]], average: Points) -> Figure:
    """``curves``: label and points of each reader; ``average`` is empty where there is none."""
    if not curves:
        return reason_figure("No reader rated both real and synthetic ECGs: there is no curve.")
    figure = new_figure(4.9)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color=QUIET, linewidth=1, linestyle=DASHED)
    handles: list[Handle] = []
    labels: list[str] = []
    for place, (label, points) in enumerate(curves):
        line = _draw_reader(axes, points, place, of=len(curves))
        if len(curves) <= FEW_CURVES:
            handles.append(line)
            labels.append(label)
    if len(curves) > FEW_CURVES:
        handles.append(
            Line2D([], [], color=READER_COLOUR, linewidth=0.9, marker="o", markersize=2.5)
        )
        labels.append(f"{len(curves)} readers")
    if average and len(curves) > 1:
        (line,) = axes.plot(*np.transpose(average), color=GROUP_COLOUR, linewidth=2.8)
        handles.append(line)
        labels.append(AVERAGE)
    handles.append(Line2D([], [], color=QUIET, linewidth=1, linestyle=DASHED))
    labels.append("guessing")
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), aspect="equal")
    axes.set_xlabel("Real ECGs called synthetic (1 − specificity)")
    axes.set_ylabel("Synthetic ECGs called synthetic (sensitivity)")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: percent(value))
    bare(axes, grid="both")
    axes.legend(handles, labels, loc="center left", bbox_to_anchor=(1.02, 0.5), frameon=False,
                fontsize=SMALL_PT + 0.5, labelcolor=INK, handlelength=3)  # fmt: skip
    return figure


def _draw_reader(axes: Axes, points: Points, place: int, *, of: int) -> Line2D:
    """One reader's curve: its own colour, dash and marker where readers are few."""
    x, y = np.transpose(points)
    if of > FEW_CURVES:
        (line,) = axes.plot(x, y, color=READER_COLOUR, linewidth=0.9, marker="o", markersize=2)
        line.set_alpha(0.45)
        return line
    (line,) = axes.plot(x, y, color=COLOURS[place], linewidth=1.4, linestyle=DASHES[place])
    line.set(marker=MARKERS[place], markersize=5)
    return line
