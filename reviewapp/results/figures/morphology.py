"""Scores of each morphology item, real above synthetic."""

from collections.abc import Sequence
from typing import Final

from matplotlib.figure import Figure

from reviewapp.results.figures.bars import stacked_bars
from reviewapp.results.figures.style import legend, new_figure, reason_figure, swatches

SCORE_COLOURS: Final = ("#8c510a", "#d8b365", "#d5d8dc", "#7cc4bb", "#01665e")
"""Impossible to textbook-typical: brown to teal (ColorBrewer BrBG)."""
SCORE_LABELS: Final = ("1 impossible", "2 doubtful", "3 acceptable", "4 typical", "5 textbook")
MIDDLE: Final = 2.5

ItemCounts = tuple[str, Sequence[int], Sequence[int]]


def morphology_figure(items: Sequence[ItemCounts]) -> Figure:
    """``items``: label, counts of the five scores of real cases, and of synthetic ones."""
    if not any(sum(real) + sum(synthetic) for _, real, synthetic in items):
        return reason_figure("No morphology score was given.")
    bars = [
        bar
        for label, real, synthetic in items
        for bar in ((f"{short(label)} · real", real), ("synthetic", synthetic))
    ]
    figure = new_figure(1.2 + 0.23 * len(bars))
    axes = figure.subplots()
    places = [y + (y // 2) * 0.55 for y in range(len(bars))]
    stacked_bars(axes, bars, SCORE_COLOURS, middle=MIDDLE, places=places)
    axes.set_xlabel("Share of an item's scores; left of the line: doubtful or worse")
    legend(figure, swatches(SCORE_COLOURS), SCORE_LABELS, columns=5)
    return figure


def short(label: str) -> str:
    """A label without what stands in brackets."""
    return label.split(" (", maxsplit=1)[0]
