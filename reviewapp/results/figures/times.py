"""Reading times: median and quartiles of each group of readings."""

from collections.abc import Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from reviewapp.results.figures.style import (
    BAND,
    GROUP_COLOUR,
    READER_COLOUR,
    ROW_INCHES,
    Handle,
    bare,
    legend,
    new_figure,
    reason_figure,
    write_beside,
)
from reviewapp.results.statistics.models.reading_time import Quartiles

Row = tuple[str, str, Quartiles]
"""Label, kind (reader, origin or all) and times."""

BOX: Final = 0.5


def times_figure(rows: Sequence[Row]) -> Figure:
    """A box from the lower to the upper quartile with the median in it, for each row."""
    if not any(times.median_s is not None for _, _, times in rows):
        return reason_figure("No reading has a time.")
    figure = new_figure(1.05 + ROW_INCHES * len(rows))
    axes = figure.subplots()
    for y, (_, kind, times) in enumerate(rows):
        _draw_row(axes, y, times, GROUP_COLOUR if kind != "reader" else READER_COLOUR)
        write_beside(axes, y, times_text(times), bold=kind != "reader")
    axes.set_yticks(range(len(rows)), [label for label, _, _ in rows])
    for tick, (_, kind, _) in zip(axes.get_yticklabels(), rows, strict=True):
        tick.set_fontweight("normal" if kind == "reader" else "bold")
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.set_xlabel("Active reading time of a case, in seconds")
    bare(axes)
    handles: list[Handle] = [Rectangle((0, 0), 1, 1, facecolor=BAND, edgecolor=READER_COLOUR),
               Line2D([], [], color=GROUP_COLOUR, marker="|", markersize=11, linewidth=0,
                      markeredgewidth=2.4)]  # fmt: skip
    legend(figure, handles, ["middle half of the readings", "median"], columns=2)
    return figure


def _draw_row(axes: Axes, y: int, times: Quartiles, colour: str) -> None:
    if times.low_s is None or times.median_s is None or times.high_s is None:
        return
    axes.add_patch(Rectangle((times.low_s, y - BOX / 2), times.high_s - times.low_s, BOX,
                             facecolor=BAND, edgecolor=colour, linewidth=1))  # fmt: skip
    axes.plot([times.median_s], [y], marker="|", markersize=11, markeredgewidth=2.4, color=colour)
    axes.update_datalim([(times.high_s, y)])
    axes.autoscale_view(scaley=False)


def times_text(times: Quartiles) -> str:
    """Such as "58 s (41 to 80), n = 44"."""
    if times.median_s is None or times.low_s is None or times.high_s is None:
        return "no time"
    return f"{times.median_s:.0f} s ({times.low_s:.0f} to {times.high_s:.0f}), n = {times.n}"
