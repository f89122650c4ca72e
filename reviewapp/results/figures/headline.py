"""Can they tell? AUC and accuracy against chance, with the band of equivalence."""

from collections.abc import Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from reviewapp.results.figures.style import (
    BAND,
    DASHED,
    GROUP_COLOUR,
    LINE,
    QUIET,
    Handle,
    bare,
    legend,
    new_figure,
    reason_figure,
    write_beside,
)
from reviewapp.results.findings.headline import Endpoint
from reviewapp.results.wording import Writer, interval_text, percent, quantity

THICK: Final = 7.0
"""Points; the white diamond stands on it, so that a short interval shows too."""
NAMES: Final[dict[str, tuple[str, Writer]]] = {
    "area": ("AUC\n(primary)", quantity),
    "accuracy": ("Balanced accuracy\n(co-primary)", percent),
}


def headline_figure(endpoints: Sequence[Endpoint]) -> Figure:
    """One row an endpoint: the 95 % interval thin, the interval of the equivalence test thick."""
    if not any(one.estimate.value is not None for one in endpoints):
        reason = endpoints[0].estimate.reason if endpoints else "nothing was read"
        return reason_figure(f"There is neither an AUC nor an accuracy: {reason}.")
    figure = new_figure(1.2 + 0.52 * len(endpoints))
    axes = figure.subplots()
    axes.axvline(0.5, color=QUIET, linewidth=1, linestyle=DASHED, zorder=1)
    for y, one in enumerate(endpoints):
        _draw_endpoint(axes, y, one)
    axes.set_yticks(range(len(endpoints)), [NAMES[one.name][0] for one in endpoints])
    axes.set_ylim(len(endpoints) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0\n0 %", "0.25\n25 %", "0.50\n50 %", "0.75\n75 %",
                                              "1\n100 %"])  # fmt: skip
    bare(axes)
    _legend(figure)
    return figure


def _draw_endpoint(axes: Axes, y: int, one: Endpoint) -> None:
    band, estimate = one.equivalence.band, one.estimate
    axes.add_patch(Rectangle((band.low, y - 0.42), band.high - band.low, 0.84, facecolor=BAND,
                             edgecolor=LINE, linewidth=0.8, zorder=0))  # fmt: skip
    write_beside(axes, y, interval_text(estimate, NAMES[one.name][1]), bold=True)
    if estimate.value is None:
        return
    if estimate.low is not None and estimate.high is not None:
        ends = [estimate.low, estimate.high]
        axes.plot(ends, [y, y], color=GROUP_COLOUR, linewidth=1.4, marker="|", markersize=11)
    if one.equivalence.interval is not None:
        axes.plot(list(one.equivalence.interval), [y, y], color=GROUP_COLOUR, linewidth=THICK,
                  solid_capstyle="butt")  # fmt: skip
    axes.plot([estimate.value], [y], marker="D", markersize=5, color="white",
              markeredgecolor=GROUP_COLOUR, clip_on=False, zorder=4)  # fmt: skip


def _legend(figure: Figure) -> None:
    handles: list[Handle] = [
        Line2D([], [], color=GROUP_COLOUR, linewidth=1.4, marker="|", markersize=9),
        Line2D([], [], color=GROUP_COLOUR, linewidth=THICK),
        Rectangle((0, 0), 1, 1, facecolor=BAND, edgecolor=LINE),
        Line2D([], [], color=QUIET, linewidth=1, linestyle=DASHED),
    ]
    labels = ["95 % CI", "interval of the equivalence test", "equivalence band", "guessing"]
    legend(figure, handles, labels, columns=4)
