"""Agreement coefficients with their intervals, side by side on one scale from -1 to 1."""

from collections.abc import Sequence
from typing import Final

from matplotlib.figure import Figure

from reviewapp.results.figures.style import (
    DASHED,
    GROUP_COLOUR,
    QUIET,
    REAL_COLOUR,
    ROW_INCHES,
    SYNTHETIC_COLOUR,
    bare,
    draw_interval,
    new_figure,
    reason_figure,
    write_beside,
)
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.wording import interval_text, quantity

Row = tuple[str, Estimate | None]
MARKERS: Final = ("o", "s", "D")
COLOURS: Final = (REAL_COLOUR, SYNTHETIC_COLOUR, GROUP_COLOUR)
"""Marker and colour of each part: a heading begins one."""


def agreement_figure(rows: Sequence[Row]) -> Figure:
    """``rows``: a coefficient and its estimate; a row without one is a heading."""
    found = [one for _, one in rows if one is not None]
    if not any(one.value is not None for one in found):
        reason = next((one.reason for one in found if one.reason), "nothing was compared")
        return reason_figure(f"No agreement to draw: {reason}.")
    figure = new_figure(0.75 + ROW_INCHES * len(rows))
    axes = figure.subplots()
    axes.axvline(0, color=QUIET, linewidth=1, linestyle=DASHED)
    part = -1
    for y, (_, estimate) in enumerate(rows):
        if estimate is None:
            part += 1
            continue
        style = max(part, 0) % len(MARKERS)
        draw_interval(axes, y, estimate, colour=COLOURS[style], marker=MARKERS[style], size=5.5)
        write_beside(axes, y, interval_text(estimate, quantity))
    axes.set_yticks(range(len(rows)), [label for label, _ in rows])
    for tick, (_, estimate) in zip(axes.get_yticklabels(), rows, strict=True):
        tick.set_fontweight("bold" if estimate is None else "normal")
    axes.set_ylim(len(rows) - 0.4, -0.6)
    drawn = [edge for one in found for edge in (one.value, one.low) if edge is not None]
    axes.set_xlim(max(-1.0, min([*drawn, -0.05]) - 0.05), 1.0)
    axes.set_xlabel("Coefficient, 95 % CI (dashed: what chance gives; 1: full agreement)")
    axes.xaxis.set_major_formatter(lambda value, _: quantity(value))
    bare(axes)
    return figure
