"""Accuracy over the position in each reader's own order: learning, or fatigue."""

from collections.abc import Sequence
from typing import Final

from matplotlib import patheffects
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reviewapp.results.figures.style import (
    DASHED,
    INK,
    QUIET,
    READER_COLOUR,
    SMALL_PT,
    bare,
    legend,
    new_figure,
    reason_figure,
)
from reviewapp.results.findings.course import Stretch
from reviewapp.results.wording import percent

CHANCE: Final = 0.5
HALO: Final = patheffects.withStroke(linewidth=2.5, foreground="white")


def trend_figure(stretches: Sequence[Stretch]) -> Figure:
    """The share of right verdicts, stretch by stretch of the readers' orders."""
    drawn = [one for one in stretches if one.readings]
    if not drawn:
        return reason_figure("No verdict has a position: there is no trend to draw.")
    figure = new_figure(3.2)
    axes = figure.subplots()
    axes.axhline(CHANCE, color=QUIET, linewidth=1, linestyle=DASHED)
    x = [(one.first + one.last) / 2 for one in drawn]
    shares = [one.correct / one.readings for one in drawn]
    axes.plot(x, shares, color=READER_COLOUR, linewidth=1.2, marker="o", markersize=6)
    for middle, share, one in zip(x, shares, drawn, strict=True):
        above = share < 0.9
        axes.annotate(percent(share), (middle, share), (0, 8 if above else -14),
                      textcoords="offset points", ha="center", fontsize=SMALL_PT, color=INK,
                      path_effects=[HALO])  # fmt: skip
        axes.annotate(f"n = {one.readings}", (middle, 0.02), ha="center", fontsize=SMALL_PT,
                      color=QUIET)  # fmt: skip
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(lambda value, _: percent(value))
    axes.set_xticks(x, [stretch_label(one) for one in drawn])
    axes.margins(x=0.06)
    axes.set_xlabel("Position of the case in the reader’s order")
    axes.set_ylabel("Right verdicts")
    bare(axes, grid="y")
    handles = [Line2D([], [], color=READER_COLOUR, marker="o"),
               Line2D([], [], color=QUIET, linewidth=1, linestyle=DASHED)]  # fmt: skip
    legend(figure, handles, ["share of right verdicts", "guessing"], columns=2)
    return figure


def stretch_label(one: Stretch) -> str:
    """Such as "1–10"; one position stands alone."""
    return f"{one.first}" if one.first == one.last else f"{one.first}–{one.last}"
