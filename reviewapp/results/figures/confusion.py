"""Confusion by rhythm, and the six levels that readers used for each origin."""

from collections.abc import Sequence
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from reviewapp.results.figures.bars import Bar, stacked_bars
from reviewapp.results.figures.style import (
    INK,
    TEXT_PT,
    legend,
    new_figure,
    readable_on,
    reason_figure,
    swatches,
    titled,
)
from reviewapp.results.statistics.discrimination.confusion import Confusion
from reviewapp.results.wording import VERDICT_LABELS, percent

VERDICT_COLOURS: Final = ("#0b4f7d", "#4393c3", "#b5d7ea", "#fbd3b4", "#e58a4e", "#b0460d")
"""Definitely real to definitely synthetic: blue to orange."""
ACROSS: Final = 3
"""Squares side by side."""


def confusion_figure(tables: Sequence[tuple[str, Confusion]]) -> Figure:
    """``tables``: a title, such as a rhythm, and its readings by origin and verdict."""
    if not any(table.readings for _, table in tables):
        return reason_figure("No reading gave a verdict.")
    down = -(-len(tables) // ACROSS)
    figure = new_figure(0.4 + 2.1 * down)
    grid = figure.subplots(down, ACROSS, squeeze=False)
    for place, axes in enumerate(grid.flat):
        if place < len(tables):
            title, table = tables[place]
            _tiles(axes, table, is_left=place % ACROSS == 0)
            titled(axes, f"{title} (n = {table.readings})")
        else:
            axes.set_axis_off()
    return figure


def _tiles(axes: Axes, table: Confusion, *, is_left: bool) -> None:
    """Two by two tiles: origin by verdict, darker for a larger share of the origin."""
    rows = (
        (table.real_called_real, table.real_called_synthetic),
        (table.synthetic_called_real, table.synthetic_called_synthetic),
    )
    shade = mpl.colormaps["Blues"]
    for y, row in enumerate(rows):
        for x, n in enumerate(row):
            share = n / sum(row) if sum(row) else 0.0
            colour = mpl.colors.to_hex(shade(share / 1.25))
            tile = Rectangle((x - 0.48, y - 0.48), 0.96, 0.96, facecolor=colour)
            tile.set(edgecolor="#9aa7b2", linewidth=0.5)
            axes.add_patch(tile)
            text = f"{percent(share)}\n{n} of {sum(row)}" if sum(row) else "no\nreading"
            ink = readable_on(colour)
            axes.text(x, y, text, ha="center", va="center", fontsize=TEXT_PT, color=ink)
    axes.set_xlim(-0.5, 1.5)
    axes.set_ylim(1.5, -0.5)
    axes.set_xticks([0, 1], ["called real", "called\nsynthetic"])
    axes.set_yticks([0, 1], ["real", "synthetic"] if is_left else ["", ""])
    axes.tick_params(length=0, colors=INK, labelsize=8.5)
    for spine in axes.spines.values():
        spine.set_visible(False)


def levels_figure(bars: Sequence[Bar]) -> Figure:
    """``bars``: an origin, and how often each of the six levels was used for it."""
    if not any(sum(counts) for _, counts in bars):
        return reason_figure("No reading gave a verdict.")
    figure = new_figure(1.1 + 0.42 * len(bars))
    axes = figure.subplots()
    stacked_bars(axes, bars, VERDICT_COLOURS, middle=3.0)
    axes.set_xlabel("Left of the line: called real; right: called synthetic")
    legend(figure, swatches(VERDICT_COLOURS), VERDICT_LABELS, columns=3)
    return figure
