"""The cases that convinced most and least, each on ECG paper, with who was right about it.

The trace is the very one that readers saw: the harmonised signal of the case, on clinical paper.
Only after unblinding: a caption tells the origin.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from reviewapp.ecg.display import DEFAULT_DISPLAY
from reviewapp.ecg.harmonise import HarmonisedEcg
from reviewapp.ecg.inks import Style
from reviewapp.ecg.paper import CHART_MM, MAJOR_GRID_MM, MINOR_GRID_MM, Line, Paper, grid_lines
from reviewapp.ecg.plates import trace_points_mm
from reviewapp.ecg.zero_lines import zero_line_shifts_mm
from reviewapp.results.figures.style import INK, WIDTH_INCHES, reason_figure

MM_PER_INCH: Final = 25.4
POINTS_PER_INCH: Final = 72
GAP_INCHES: Final = 0.18
CAPTION_INCHES: Final = 0.42
ACROSS: Final = 2
HALO: Final = patheffects.withStroke(linewidth=1.6, foreground="#fffdfb")


@dataclass(frozen=True)
class ShownEcg:
    """One ECG of the sheet: what it is, in words, over its trace."""

    title: str
    caption: str
    ecg: HarmonisedEcg


def ecg_sheet_figure(shown: Sequence[ShownEcg]) -> Figure:
    """Two ECGs side by side, row by row, each with its title and caption."""
    if not shown:
        return reason_figure("No case has a verdict, or the signals are not at hand.")
    width = (WIDTH_INCHES - GAP_INCHES) / ACROSS
    height = width * CHART_MM[1] / CHART_MM[0]
    down = -(-len(shown) // ACROSS)
    row_height = height + CAPTION_INCHES
    total = down * row_height
    figure = Figure(figsize=(WIDTH_INCHES, total))
    for place, one in enumerate(shown):
        row, column = divmod(place, ACROSS)
        left = column * (width + GAP_INCHES)
        bottom = total - row * row_height - CAPTION_INCHES - height
        box = (left / WIDTH_INCHES, bottom / total, width / WIDTH_INCHES, height / total)
        axes = figure.add_axes(box)
        _chart(axes, one.ecg, width / (CHART_MM[0] / MM_PER_INCH))
        at = bottom + height
        figure.text(left / WIDTH_INCHES, (at + 0.21) / total, one.title, fontsize=9, color=INK,
                    fontweight="bold")  # fmt: skip
        figure.text(left / WIDTH_INCHES, (at + 0.06) / total, one.caption, fontsize=8, color=INK)
    return figure


def _chart(axes: Axes, ecg: HarmonisedEcg, scale: float) -> None:
    """The ruled area with the trace; ``scale`` is the share of true size, for widths of lines."""
    paper = Paper(DEFAULT_DISPLAY)
    inks = paper.inks
    width_mm, height_mm = CHART_MM
    axes.set_axis_off()
    axes.set_xlim(0, width_mm)
    axes.set_ylim(height_mm, 0)
    axes.add_patch(Rectangle((0, 0), width_mm, height_mm, facecolor=inks.ground, edgecolor="none"))
    _stroke(axes, _arrays(grid_lines(MINOR_GRID_MM)), inks.minor_grid, scale)
    _stroke(axes, _arrays(grid_lines(MAJOR_GRID_MM)), inks.major_grid, scale)
    shifts_mm = zero_line_shifts_mm(ecg, DEFAULT_DISPLAY)
    for row, shift_mm in zip(paper.rows(), shifts_mm, strict=True):
        pulse = np.array(row.pulse.points) + np.array((0.0, shift_mm))
        _stroke(axes, [pulse], inks.trace, scale)
        for label in row.labels:
            axes.text(label.x_mm, label.y_mm + shift_mm, label.text, fontsize=6.5,
                      color=inks.trace.colour, path_effects=[HALO])  # fmt: skip
    _stroke(axes, trace_points_mm(ecg, DEFAULT_DISPLAY), inks.trace, max(scale, 0.7))


def _arrays(lines: Sequence[Line]) -> list[np.ndarray]:
    return [np.array(line.points) for line in lines]


def _stroke(axes: Axes, lines: list[np.ndarray], style: Style, scale: float) -> None:
    width_pt = style.width_mm * scale * POINTS_PER_INCH / MM_PER_INCH
    axes.add_collection(
        LineCollection(lines, colors=style.colour, linewidths=width_pt, zorder=2), autolim=False
    )
