"""What all figures share: colours, sizes, axes, legends, and a word where there is nothing to draw.

Colours are told apart by colour-blind readers (Okabe and Ito 2008; ColorBrewer), and colour never
stands alone: shape, dash or place says the same. The font comes with matplotlib, so that the same
analysis gives the same bytes on every machine; text is drawn as paths, so that a slide shows what
the page shows.
"""

from collections.abc import Sequence
from textwrap import fill
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from reviewapp.results.statistics.discrimination.reader_case import FEW_READERS_NOTE
from reviewapp.results.statistics.estimate import Estimate

INK: Final = "#1d2a33"
QUIET: Final = "#51606d"
LINE: Final = "#c3ccd4"
BAND: Final = "#dcebf5"
REAL_COLOUR: Final = "#0072b2"
SYNTHETIC_COLOUR: Final = "#b0460d"
READER_COLOUR: Final = "#0072b2"
GROUP_COLOUR: Final = "#0b3954"

WIDTH_INCHES: Final = 8.0
"""On a page of 800 to 1,000 px, and on 180 mm of paper, text of 9 pt stays readable."""
ROW_INCHES: Final = 0.27
TEXT_PT: Final = 9.0
SMALL_PT: Final = 8.0
DASHED: Final = (0, (4, 3))
SHORT_DASHES: Final = (0, (2, 1.5))

# Set once, at import: requests draw in threads, and a context manager would change it for all.
mpl.rcParams["svg.hashsalt"] = "ecg-blind-review"
mpl.rcParams["svg.fonttype"] = "path"
mpl.rcParams["pdf.fonttype"] = 42
mpl.rcParams["font.family"] = "DejaVu Sans"

Handle = Line2D | Patch


def new_figure(height_inches: float) -> Figure:
    """A figure of the common width."""
    return Figure(figsize=(WIDTH_INCHES, height_inches), layout="constrained")


def reason_figure(reason: str) -> Figure:
    """Instead of empty axes: why there is nothing to draw."""
    figure = new_figure(0.9)
    figure.text(
        0.5,
        0.5,
        fill(reason, 90),
        ha="center",
        va="center",
        fontsize=10,
        color=QUIET,
        style="italic",
    )
    return figure


def bare(axes: Axes, *, grid: str = "x") -> None:
    """Take away what carries nothing: frame and ticks; ``grid`` is "x", "y", "both" or ""."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(LINE)
    axes.tick_params(colors=INK, labelsize=TEXT_PT, length=0)
    for axis in (axes.xaxis, axes.yaxis):
        axis.label.set(color=INK, fontsize=TEXT_PT)
    axes.set_axisbelow(True)
    if grid == "both":
        axes.grid(color=LINE, linewidth=0.5)
    elif grid in ("x", "y"):
        axes.grid(axis="x" if grid == "x" else "y", color=LINE, linewidth=0.5)


def readable_on(colour: str) -> str:
    """Ink or white, whichever stands out more on the colour (WCAG 2 contrast)."""
    luminance = _luminance(colour)
    on_white = 1.05 / (luminance + 0.05)
    on_ink = (luminance + 0.05) / (_luminance(INK) + 0.05)
    return "white" if on_white > on_ink else INK


def _luminance(colour: str) -> float:
    """Relative luminance of a colour, 0 to 1 (WCAG 2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
              for c in mpl.colors.to_rgb(colour)]  # fmt: skip
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def titled(axes: Axes, text: str) -> None:
    """A panel's title, at its left."""
    axes.set_title(text, fontsize=10, color=INK, loc="left")


def legend(figure: Figure, handles: Sequence[Handle], labels: Sequence[str], columns: int) -> None:
    """The legend under the panels."""
    figure.legend(
        list(handles),
        list(labels),
        loc="outside lower center",
        ncols=columns,
        frameon=False,
        fontsize=TEXT_PT,
        labelcolor=INK,
        handlelength=1.6,
        columnspacing=1.4,
    )


def swatches(colours: Sequence[str]) -> list[Handle]:
    """Handles of a legend: filled squares."""
    return [Rectangle((0, 0), 1, 1, facecolor=colour, edgecolor=INK, linewidth=0.4)
            for colour in colours]  # fmt: skip


def is_unreliable(estimate: Estimate) -> bool:
    """Does the interval speak for other readers, out of too few?"""
    return FEW_READERS_NOTE in estimate.note


def draw_interval(
    axes: Axes, y: float, estimate: Estimate, *, colour: str, marker: str, size: float = 6
) -> None:
    """A figure and its limits on a row; dashed and hollow where too few readers stand behind it."""
    if estimate.value is None:
        return
    unreliable = is_unreliable(estimate)
    if estimate.low is not None and estimate.high is not None:
        axes.plot(
            [estimate.low, estimate.high],
            [y, y],
            color=colour,
            linewidth=1.6,
            linestyle=SHORT_DASHES if unreliable else "solid",
            clip_on=False,
        )
    axes.plot(
        [estimate.value],
        [y],
        marker=marker,
        markersize=size,
        markeredgecolor=colour,
        markerfacecolor="white" if unreliable else colour,
        clip_on=False,
        zorder=3,
    )


def write_beside(axes: Axes, y: float, text: str, *, bold: bool = False) -> None:
    """Words right of the panel, in a column of their own."""
    axes.annotate(
        text,
        (1.02, y),
        xycoords=("axes fraction", "data"),
        va="center",
        fontsize=SMALL_PT,
        color=INK,
        fontweight="bold" if bold else "normal",
        annotation_clip=False,
    )
