"""Forest plot: AUC and accuracy of each reader, each site and all, with the equivalence band."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from reviewapp.results.figures.style import (
    BAND,
    DASHED,
    GROUP_COLOUR,
    INK,
    LINE,
    QUIET,
    READER_COLOUR,
    ROW_INCHES,
    SHORT_DASHES,
    Handle,
    bare,
    draw_interval,
    is_unreliable,
    legend,
    new_figure,
    reason_figure,
    titled,
    write_beside,
)
from reviewapp.results.statistics.discrimination.equivalence import Band
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.wording import Writer, interval_text, percent, quantity

CHANCE: Final = 0.5
TICKS: Final = (0, 0.25, 0.5, 0.75, 1)


@dataclass(frozen=True)
class ForestRow:
    """One row: ``kind`` is heading, reader, site or all; a heading has no figures."""

    label: str
    kind: str
    auc: Estimate | None = None
    accuracy: Estimate | None = None

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """The figures that the row has."""
        return tuple(one for one in (self.auc, self.accuracy) if one is not None)


def forest_figure(rows: Sequence[ForestRow], *, area_band: Band, accuracy_band: Band) -> Figure:
    """The rows, on the AUC and on accuracy; bands are the regions of equivalence to chance."""
    if not any(one.value is not None for row in rows for one in row.estimates):
        return reason_figure("No reader has an AUC or an accuracy to show.")
    figure = new_figure(1.25 + ROW_INCHES * len(rows))
    areas, accuracies = figure.subplots(1, 2, sharey=True)
    _panel(areas, [(row, row.auc) for row in rows], area_band, quantity)
    titled(areas, "AUC of the six-level scale")
    _panel(accuracies, [(row, row.accuracy) for row in rows], accuracy_band, percent)
    accuracies.xaxis.set_major_formatter(lambda value, _: percent(value))
    titled(accuracies, "Accuracy")
    areas.set_yticks(range(len(rows)), [row.label for row in rows])
    for tick, row in zip(areas.get_yticklabels(), rows, strict=True):
        tick.set_fontweight("normal" if row.kind == "reader" else "bold")
    areas.set_ylim(len(rows) - 0.4, -0.6)
    _legend(figure, rows)
    return figure


def _panel(
    axes: Axes,
    rows: Sequence[tuple[ForestRow, Estimate | None]],
    band: Band,
    write: Writer,
) -> None:
    axes.axvspan(band.low, band.high, color=BAND, zorder=0, linewidth=0)
    for end in (band.low, band.high):
        axes.axvline(end, color=LINE, linewidth=0.8, zorder=1)
    axes.axvline(CHANCE, color=QUIET, linewidth=1, linestyle=DASHED, zorder=1)
    for y, (row, estimate) in enumerate(rows):
        if estimate is None:
            continue
        is_reader = row.kind == "reader"
        # A line above the last row sets all readers apart.
        if row.kind == "all" and y:
            axes.axhline(y - 0.5, color=INK, linewidth=0.6)
        write_beside(axes, y, interval_text(estimate, write), bold=not is_reader)
        draw_interval(
            axes,
            y,
            estimate,
            colour=READER_COLOUR if is_reader else GROUP_COLOUR,
            marker="o" if is_reader else "D",
            size=5 if is_reader else 6.5,
        )
    axes.set_xlim(0, 1)
    axes.set_xticks(TICKS)
    bare(axes)


def _legend(figure: Figure, rows: Sequence[ForestRow]) -> None:
    handles: list[Handle] = [
        Line2D([], [], color=READER_COLOUR, marker="o", markersize=5),
        Line2D([], [], color=GROUP_COLOUR, marker="D", markersize=6),
        Rectangle((0, 0), 1, 1, facecolor=BAND, edgecolor=LINE),
        Line2D([], [], color=QUIET, linewidth=1, linestyle=DASHED),
    ]
    labels = ["reader, 95 % CI", "mean over readers, 95 % CI", "equivalence band", "guessing"]
    if any(is_unreliable(one) for row in rows for one in row.estimates):
        handles.append(
            Line2D([], [], color=GROUP_COLOUR, marker="D", markerfacecolor="white",
                   linestyle=SHORT_DASHES)
        )  # fmt: skip
        labels.append("over fewer than 5 readers")
    legend(figure, handles, labels, columns=3)
