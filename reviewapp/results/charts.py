"""Figures of an analysis as SVG: the same analysis gives the same bytes, with no date in them.

Colours are told apart by colour-blind readers (Okabe and Ito; ColorBrewer), and every figure has
a table beside it on the page. Text is drawn as paths, so that a slide shows what the page shows.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from reviewapp.results.analysis import Analysis, Group
from reviewapp.results.statistics.discrimination.confusion import Confusion
from reviewapp.results.statistics.discrimination.reader_case import FEW_READERS_NOTE
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.wording import VERDICT_LABELS, interval_text, percent, quantity

INK: Final = "#1d2a33"
QUIET: Final = "#51606d"
LINE: Final = "#c3ccd4"
READER_COLOUR: Final = "#0072b2"
GROUP_COLOUR: Final = "#0b3954"
BAND: Final = "#eef3f7"
VERDICT_COLOURS: Final = ("#0b4f7d", "#4393c3", "#b5d7ea", "#fbd3b4", "#e58a4e", "#b0460d")
"""Definitely real to definitely synthetic: blue to orange."""
SCORE_COLOURS: Final = ("#8c510a", "#d8b365", "#d5d8dc", "#7cc4bb", "#01665e")
"""Impossible to textbook-typical: brown to teal."""
SCORE_LABELS: Final = ("1 impossible", "2 doubtful", "3 acceptable", "4 typical", "5 textbook")
ROW_INCHES: Final = 0.3

# Set once, at import: requests draw in threads, and a context manager would change it for all.
mpl.rcParams["svg.hashsalt"] = "ecg-blind-review"
mpl.rcParams["svg.fonttype"] = "path"


def draw_figure(name: str, analysis: Analysis) -> bytes:
    """The SVG of the figure of that name. Raises KeyError when there is none."""
    figure = FIGURES[name](analysis)
    buffer = BytesIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    FigureCanvasSVG(figure)
    figure.savefig(buffer, format="svg", metadata=nothing)
    return buffer.getvalue()


def forest(analysis: Analysis) -> Figure:
    """Accuracy and d' of each reader, each site and all, with intervals."""
    rows = forest_rows(analysis)
    figure = Figure(figsize=(10, 1.25 + ROW_INCHES * len(rows)), layout="constrained")
    accuracy, detection = figure.subplots(1, 2, sharey=True, width_ratios=(1, 1))
    margin = analysis.study.margin_percent / 100
    accuracy.axvspan(0.5 - margin, 0.5 + margin, color=BAND, zorder=0)
    _forest_panel(
        accuracy, rows, lambda group: group.accuracy.accuracy, percent, chance=0.5, span=(0, 1)
    )
    accuracy.set_xlabel(
        f"Accuracy (dashed: guessing; band: 50 ± {analysis.study.margin_percent} points)"
    )
    accuracy.xaxis.set_major_formatter(lambda value, _: percent(value))
    _forest_panel(detection, rows, lambda group: group.detection.d_prime, quantity, chance=0)
    detection.set_xlabel("Discrimination d′ (dashed: none)")
    accuracy.set_yticks(range(len(rows)), [label for label, _ in rows])
    for tick, (_, group) in zip(accuracy.get_yticklabels(), rows, strict=True):
        tick.set_fontweight("bold" if group is None or group.kind != "reader" else "normal")
    accuracy.set_ylim(len(rows) - 0.4, -0.6)
    return figure


def forest_rows(analysis: Analysis) -> list[tuple[str, Group | None]]:
    """Label and group of each row: a heading for each site, its readers, the site, then all."""
    rows: list[tuple[str, Group | None]] = []
    for site in analysis.sites:
        readers = [one for one in analysis.readers if one.site == site.site]
        rows.append((analysis.site_names[site.site], None))
        rows += [(one.label, one) for one in readers]
        if len(readers) > 1:
            rows.append((f"{site.label}: mean of {site.readers}", site))
    everyone = analysis.everyone
    if everyone.readers > 1 and len(analysis.sites) > 1:
        rows.append((f"Mean of all {everyone.readers}", everyone))
    return rows


def _forest_panel(
    axes: Axes,
    rows: list[tuple[str, Group | None]],
    figure_of: Callable[[Group], Estimate],
    write: Callable[[float], str],
    *,
    chance: float,
    span: tuple[float, float] | None = None,
) -> None:
    axes.axvline(chance, color=QUIET, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    for y, (_, group) in enumerate(rows):
        if group is not None:
            _forest_row(axes, y, group.kind == "reader", figure_of(group), write)
    if span is not None:
        axes.set_xlim(*span)
    _bare(axes)
    axes.grid(axis="x", color=LINE, linewidth=0.5)
    axes.set_axisbelow(True)


def _forest_row(
    axes: Axes, y: int, is_reader: bool, estimate: Estimate, write: Callable[[float], str]
) -> None:
    # Numbers stand right of the panel, in its own column.
    text = "not defined" if estimate.value is None else interval_text(estimate, write)
    axes.annotate(
        text,
        (1.02, y),
        xycoords=("axes fraction", "data"),
        va="center",
        fontsize=8.5,
        color=INK,
        fontweight="normal" if is_reader else "bold",
        annotation_clip=False,
    )
    if estimate.value is None:
        return
    colour = READER_COLOUR if is_reader else GROUP_COLOUR
    unreliable = FEW_READERS_NOTE in estimate.note
    if estimate.low is not None and estimate.high is not None:
        axes.plot(
            [estimate.low, estimate.high],
            [y, y],
            color=colour,
            linewidth=1.6,
            linestyle=(0, (2, 1.5)) if unreliable else "solid",
            clip_on=False,
        )
    axes.plot(
        [estimate.value],
        [y],
        marker="o" if is_reader else "D",
        markersize=6 if is_reader else 7,
        markeredgecolor=colour,
        markerfacecolor="white" if unreliable else colour,
        clip_on=False,
        zorder=3,
    )


def verdicts(analysis: Analysis) -> Figure:
    """The confusion table, and the six levels that readers used for each origin."""
    figure = Figure(figsize=(10, 3.1), layout="constrained")
    counts, levels = figure.subplots(1, 2, width_ratios=(1, 2.1))
    _confusion_tiles(counts, analysis.everyone.accuracy.confusion)
    origins = (("real ECGs", "real"), ("synthetic ECGs", "synthetic"))
    _stacked_bars(
        levels,
        [(label, analysis.verdicts[origin]) for label, origin in origins],
        VERDICT_COLOURS,
        middle=3.0,
    )
    levels.set_title("Verdicts on the six levels", fontsize=10.5, color=INK, loc="left")
    _legend(figure, VERDICT_COLOURS, VERDICT_LABELS, columns=3)
    return figure


def _confusion_tiles(axes: Axes, confusion: Confusion) -> None:
    """Two by two tiles: origin by verdict, darker for a larger share of the origin."""
    rows = (
        (confusion.real_called_real, confusion.real_called_synthetic),
        (confusion.synthetic_called_real, confusion.synthetic_called_synthetic),
    )
    shade = mpl.colormaps["Blues"]
    for y, row in enumerate(rows):
        for x, n in enumerate(row):
            share = n / sum(row) if sum(row) else 0.0
            axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, color=shade(share / 1.25)))
            text = f"{n}\n{percent(share)}" if sum(row) else "none"
            colour = "white" if share > 0.7 else INK
            axes.text(x, y, text, ha="center", va="center", fontsize=11, color=colour)
    axes.set_xlim(-0.5, 1.5)
    axes.set_ylim(1.5, -0.5)
    axes.set_xticks([0, 1], ["called real", "called synthetic"])
    axes.set_yticks([0, 1], ["real", "synthetic"])
    axes.set_title("Readings by origin and verdict", fontsize=10.5, color=INK, loc="left")
    axes.tick_params(length=0, colors=INK, labelsize=9)
    for spine in axes.spines.values():
        spine.set_visible(False)


def morphology(analysis: Analysis) -> Figure:
    """Scores of each item, real above synthetic, as bars that diverge from the middle score."""
    rows: list[tuple[str, tuple[int, ...]]] = []
    for item in analysis.morphology:
        rows.append((f"{_short(item.label)} · real", item.comparison.real.counts))
        rows.append(("synthetic", item.comparison.synthetic.counts))
    figure = Figure(figsize=(10, 1.3 + 0.24 * max(len(rows), 1)), layout="constrained")
    axes = figure.subplots()
    places = [y + (y // 2) * 0.55 for y in range(len(rows))]
    _stacked_bars(axes, rows, SCORE_COLOURS, middle=2.5, places=places)
    axes.set_xlabel("share of the scores of an item, left: doubtful or worse, right: typical")
    _legend(figure, SCORE_COLOURS, SCORE_LABELS, columns=5)
    return figure


def _short(label: str) -> str:
    """A label without what stands in brackets."""
    return label.split(" (", maxsplit=1)[0]


def _stacked_bars(
    axes: Axes,
    rows: list[tuple[str, tuple[int, ...]]],
    colours: tuple[str, ...],
    *,
    middle: float,
    places: list[float] | None = None,
) -> None:
    """Bars of shares that diverge at ``middle``, a number of levels from the left end."""
    places = places or [float(y) for y in range(len(rows))]
    starts, ends = [0.0], [0.0]
    for y, (_, counts) in zip(places, rows, strict=True):
        if sum(counts):
            start = -(sum(counts[: int(middle)]) + middle % 1 * counts[int(middle)]) / sum(counts)
            _stacked_bar(axes, y, start, counts, colours)
            starts.append(start)
            ends.append(start + 1)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_yticks(places, [f"{label} (n={sum(counts)})" for label, counts in rows])
    axes.set_ylim(max(places) + 0.6, -0.6)
    axes.set_xlim(min(starts) - 0.03, max(ends) + 0.03)
    axes.xaxis.set_major_formatter(lambda value, _: percent(abs(value)))
    _bare(axes)


def _stacked_bar(
    axes: Axes, y: float, start: float, counts: tuple[int, ...], colours: tuple[str, ...]
) -> None:
    """One bar; parts that are wide enough carry their count."""
    left, total = start, sum(counts)
    for n, colour in zip(counts, colours, strict=True):
        share = n / total
        axes.barh(y, share, left=left, height=0.8, color=colour)
        if share >= 0.06:
            is_dark = sum(mpl.colors.to_rgb(colour)) < 1.45
            axes.text(
                left + share / 2,
                y,
                f"{n}",
                ha="center",
                va="center",
                fontsize=8,
                color="white" if is_dark else INK,
            )
        left += share


def _bare(axes: Axes) -> None:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(LINE)
    axes.tick_params(colors=INK, labelsize=9, length=0)
    axes.xaxis.label.set(color=INK, fontsize=9.5)


def _legend(
    figure: Figure, colours: tuple[str, ...], labels: tuple[str, ...], *, columns: int
) -> None:
    handles = [Rectangle((0, 0), 1, 1, color=colour) for colour in colours]
    figure.legend(
        handles,
        labels,
        loc="outside lower center",
        ncols=columns,
        frameon=False,
        fontsize=9,
        labelcolor=INK,
        handlelength=1.1,
    )


FIGURES: Final[dict[str, Callable[[Analysis], Figure]]] = {
    "accuracy": forest,
    "verdicts": verdicts,
    "morphology": morphology,
}
