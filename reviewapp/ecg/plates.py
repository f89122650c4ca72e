"""A harmonised ECG on its A4 sheet as PDF and PNG, from the same geometry as the screen's SVG.

For print and publication: a compressed file's length depends on the ECG, so a plate is no
business of a reader who is still blind. Nothing else in the bytes tells one ECG from another:
no date, no producer, no title.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Final

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from reviewapp.ecg.display import DEFAULT_DISPLAY, Display
from reviewapp.ecg.harmonise import HarmonisedEcg
from reviewapp.ecg.inks import Inks, Style
from reviewapp.ecg.paper import (
    CHART_AT_MM,
    CHART_MM,
    HALO_MM,
    MAJOR_GRID_MM,
    MINOR_GRID_MM,
    SHEET_MM,
    Label,
    Line,
    Paper,
    Row,
    Segment,
    grid_lines,
)
from reviewapp.ecg.zero_lines import zero_line_shifts_mm

_MM_PER_INCH: Final = 25.4
_POINTS_PER_MM: Final = 72 / _MM_PER_INCH

_ONE_LAYER: Final = 2
"""What is drawn later covers what was drawn before; matplotlib's own order puts text on top."""

Points = NDArray[np.float64]


def draw_pdf(ecg: HarmonisedEcg, display: Display = DEFAULT_DISPLAY) -> bytes:
    """Draw the ECG as a PDF of one A4 landscape page, to scale."""
    figure = _figure(ecg, display)
    FigureCanvasPdf(figure)
    buffer = BytesIO()
    nothing = {"Creator": None, "Producer": None, "CreationDate": None}
    figure.savefig(buffer, format="pdf", metadata=nothing)
    return buffer.getvalue()


def draw_png(ecg: HarmonisedEcg, display: Display = DEFAULT_DISPLAY, *, dpi: int = 150) -> bytes:
    """Draw the A4 sheet as PNG at ``dpi``; 150 dpi give 1753 x 1240 pixels."""
    figure = _figure(ecg, display)
    FigureCanvasAgg(figure)
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


def trace_points_mm(ecg: HarmonisedEcg, display: Display) -> list[Points]:
    """Every polyline of the trace in mm from the chart's corner, each of shape (samples, 2)."""
    paper = Paper(display)
    shifts_mm = zero_line_shifts_mm(ecg, display)
    return [
        _segment_points_mm(ecg, paper, segment, row.zero_mm + shift_mm)
        for row, shift_mm in zip(paper.rows(), shifts_mm, strict=True)
        for segment in row.segments
    ]


def _segment_points_mm(
    ecg: HarmonisedEcg, paper: Paper, segment: Segment, zero_mm: float
) -> Points:
    lead_mv = ecg.signal_mv[segment.lead, segment.first : segment.last + 1] * segment.sign
    x_mm = segment.x_mm + np.arange(len(lead_mv)) * paper.mm_per_sample
    return np.column_stack((x_mm, zero_mm - lead_mv * paper.display.gain_mm_mv))


def _figure(ecg: HarmonisedEcg, display: Display) -> Figure:
    """A fresh figure: its data coordinates are mm on the chart, its page is the A4 sheet."""
    width_mm, height_mm = SHEET_MM
    paper, inks = Paper(display), Paper(display).inks
    figure = Figure(figsize=(width_mm / _MM_PER_INCH, height_mm / _MM_PER_INCH))
    axes = _chart(figure, inks)
    _stroke(axes, _arrays(grid_lines(MINOR_GRID_MM)), inks.minor_grid)
    _stroke(axes, _arrays(grid_lines(MAJOR_GRID_MM)), inks.major_grid)
    _write(axes, paper.footer, inks)
    for row, shift_mm in zip(paper.rows(), zero_line_shifts_mm(ecg, display), strict=True):
        _furnish(axes, row, shift_mm, inks)
    _stroke(axes, trace_points_mm(ecg, display), inks.trace)
    return figure


def _furnish(axes: Axes, row: Row, shift_mm: int, inks: Inks) -> None:
    """Draw what belongs to a row and moves with it: labels, separators, pulse."""
    moved = np.array((0.0, shift_mm))
    for label in row.labels:
        _write(axes, label._replace(y_mm=label.y_mm + shift_mm), inks)
    _stroke(axes, [line + moved for line in _arrays(row.separators)], inks.separator)
    _stroke(axes, [np.array(row.pulse.points) + moved], inks.trace)


def _chart(figure: Figure, inks: Inks) -> Axes:
    """The ruled area on the sheet; what leaves it is clipped."""
    (sheet_width, sheet_height), (width, height), (x, y) = SHEET_MM, CHART_MM, CHART_AT_MM
    bottom = sheet_height - y - height
    axes = figure.add_axes(
        (x / sheet_width, bottom / sheet_height, width / sheet_width, height / sheet_height)
    )
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.add_patch(Rectangle((0, 0), width, height, facecolor=inks.ground, edgecolor="none"))
    return axes


def _arrays(lines: Iterable[Line]) -> list[Points]:
    return [np.array(line.points) for line in lines]


def _stroke(axes: Axes, polylines: list[Points], style: Style) -> None:
    """Draw polylines in mm, every sample of them."""
    lines = LineCollection(
        polylines,
        colors=style.colour,
        linewidths=style.width_mm * _POINTS_PER_MM,
        capstyle="round",
        joinstyle="round",
        zorder=_ONE_LAYER,
    )
    for path in lines.get_paths():
        # Else matplotlib drops samples that it deems invisible at screen resolution.
        path.should_simplify = False
    axes.add_collection(lines, autolim=False)


def _write(axes: Axes, label: Label, inks: Inks) -> None:
    """Write text with a halo in the paper's colour, under the trace."""
    halo = patheffects.withStroke(linewidth=HALO_MM * _POINTS_PER_MM, foreground=inks.ground)
    axes.text(
        label.x_mm,
        label.y_mm,
        label.text,
        size=label.size_mm * _POINTS_PER_MM,
        weight="bold" if label.bold else "normal",
        color=inks.trace.colour,
        path_effects=[halo],
        zorder=_ONE_LAYER,
    )
