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

from reviewapp.ecg.harmonise import HarmonisedEcg
from reviewapp.ecg.paper import (
    CHART_AT_MM,
    CHART_MM,
    DEFAULT_PAPER,
    HALO_MM,
    MAJOR_GRID,
    MAJOR_GRID_MM,
    MINOR_GRID,
    MINOR_GRID_MM,
    PAPER_COLOUR,
    SEPARATOR,
    SHEET_MM,
    TRACE,
    Label,
    Line,
    Paper,
    Segment,
    Style,
    grid_lines,
)
from reviewapp.ecg.record import STANDARD_LEADS

_MM_PER_INCH: Final = 25.4
_POINTS_PER_MM: Final = 72 / _MM_PER_INCH

_ONE_LAYER: Final = 2
"""What is drawn later covers what was drawn before; matplotlib's own order puts text on top."""

Points = NDArray[np.float64]


def draw_pdf(ecg: HarmonisedEcg, paper: Paper = DEFAULT_PAPER) -> bytes:
    """Draw the ECG as a PDF of one A4 landscape page, to scale."""
    figure = _figure(ecg, paper)
    FigureCanvasPdf(figure)
    buffer = BytesIO()
    nothing = {"Creator": None, "Producer": None, "CreationDate": None}
    figure.savefig(buffer, format="pdf", metadata=nothing)
    return buffer.getvalue()


def draw_png(ecg: HarmonisedEcg, paper: Paper = DEFAULT_PAPER, *, dpi: int = 150) -> bytes:
    """Draw the A4 sheet as PNG at ``dpi``; 150 dpi give 1753 x 1240 pixels."""
    figure = _figure(ecg, paper)
    FigureCanvasAgg(figure)
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


def segment_points_mm(ecg: HarmonisedEcg, paper: Paper, segment: Segment) -> Points:
    """The polyline of one segment in mm from the chart's corner, shape (samples, 2)."""
    lead_mv = ecg.signal_mv[STANDARD_LEADS.index(segment.lead), segment.first : segment.last + 1]
    x_mm = segment.x_mm + np.arange(len(lead_mv)) * (paper.speed_mm_s / ecg.rate_hz)
    y_mm = segment.baseline_mm - lead_mv * paper.gain_mm_mv
    return np.column_stack((x_mm, y_mm))


def _figure(ecg: HarmonisedEcg, paper: Paper) -> Figure:
    """A fresh figure: its data coordinates are mm on the chart, its page is the A4 sheet."""
    width_mm, height_mm = SHEET_MM
    figure = Figure(figsize=(width_mm / _MM_PER_INCH, height_mm / _MM_PER_INCH))
    axes = _chart(figure)
    _stroke(axes, _arrays(grid_lines(MINOR_GRID_MM)), MINOR_GRID)
    _stroke(axes, _arrays(grid_lines(MAJOR_GRID_MM)), MAJOR_GRID)
    for label in paper.labels():
        _write(axes, label)
    _stroke(axes, _arrays(paper.separators()), SEPARATOR)
    _stroke(axes, _arrays(paper.pulses()), TRACE)
    traces = [segment_points_mm(ecg, paper, segment) for segment in paper.segments()]
    _stroke(axes, traces, TRACE)
    return figure


def _chart(figure: Figure) -> Axes:
    """The ruled area on the sheet; what leaves it is clipped."""
    (sheet_width, sheet_height), (width, height), (x, y) = SHEET_MM, CHART_MM, CHART_AT_MM
    bottom = sheet_height - y - height
    axes = figure.add_axes(
        (x / sheet_width, bottom / sheet_height, width / sheet_width, height / sheet_height)
    )
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.add_patch(Rectangle((0, 0), width, height, facecolor=PAPER_COLOUR, edgecolor="none"))
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


def _write(axes: Axes, label: Label) -> None:
    """Write text with a halo in the paper's colour, under the trace."""
    halo = patheffects.withStroke(linewidth=HALO_MM * _POINTS_PER_MM, foreground=PAPER_COLOUR)
    axes.text(
        label.x_mm,
        label.y_mm,
        label.text,
        size=label.size_mm * _POINTS_PER_MM,
        weight="bold" if label.bold else "normal",
        color=TRACE.colour,
        path_effects=[halo],
        zorder=_ONE_LAYER,
    )
