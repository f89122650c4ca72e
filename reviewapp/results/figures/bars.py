"""Stacked bars of shares that diverge from the middle of an ordered scale."""

from collections.abc import Sequence
from typing import Final

from matplotlib.axes import Axes

from reviewapp.results.figures.style import INK, bare, readable_on
from reviewapp.results.wording import percent

WIDE_ENOUGH: Final = 0.06
"""Parts of at least this share of a bar carry their count."""

Bar = tuple[str, Sequence[int]]


def stacked_bars(
    axes: Axes,
    bars: Sequence[Bar],
    colours: Sequence[str],
    *,
    middle: float,
    places: Sequence[float] | None = None,
) -> None:
    """One bar a label, of counts by level; 0 lies ``middle`` levels from the left end.

    ``middle`` 2.5 halves the third level. Bars without a count stay empty, and their label says so.
    """
    places = places or [float(y) for y in range(len(bars))]
    starts, ends = [0.0], [0.0]
    for y, (_, counts) in zip(places, bars, strict=True):
        if sum(counts):
            start = -(sum(counts[: int(middle)]) + middle % 1 * counts[int(middle)]) / sum(counts)
            _draw_bar(axes, y, start, counts, colours)
            starts.append(start)
            ends.append(start + 1)
    axes.axvline(0, color=INK, linewidth=0.8, zorder=0.5)
    axes.set_yticks(places, [_bar_label(label, sum(counts)) for label, counts in bars])
    axes.set_ylim(max(places, default=0) + 0.6, -0.6)
    axes.set_xlim(min(starts) - 0.03, max(ends) + 0.03)
    axes.xaxis.set_major_formatter(lambda value, _: percent(abs(value)))
    bare(axes)


def _bar_label(label: str, n: int) -> str:
    return f"{label} (n = {n})" if n else f"{label} (none)"


def _draw_bar(
    axes: Axes, y: float, start: float, counts: Sequence[int], colours: Sequence[str]
) -> None:
    left, total = start, sum(counts)
    for n, colour in zip(counts, colours, strict=True):
        share = n / total
        axes.barh(y, share, left=left, height=0.8, color=colour, edgecolor="white", linewidth=0.6)
        if share >= WIDE_ENOUGH:
            axes.text(
                left + share / 2,
                y,
                f"{n}",
                ha="center",
                va="center",
                fontsize=7.5,
                color=readable_on(colour),
            )
        left += share
