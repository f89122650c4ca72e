"""From a matplotlib figure to a picture of the report: SVG, the same bytes each time."""

import io
from typing import Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure

from generator.evaluation.findings import Picture

REAL_INK: Final = "#1f5f8b"
SYNTHETIC_INK: Final = "#c8553d"
QUIET_INK: Final = "#6b7280"
_SETTINGS: Final[dict[Any, Any]] = {
    "svg.hashsalt": "ecg-blind-review",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9,
}


def new_figure(width_in: float = 7.0, height_in: float = 3.2) -> Figure:
    """An empty figure in the report's manner; no window, no global state."""
    with mpl.rc_context(_SETTINGS):
        return Figure(figsize=(width_in, height_in), layout="constrained")


def picture_of(figure: Figure, *, name: str, title: str, alt: str) -> Picture:
    """The figure as a picture; a frame closes heat maps alone."""
    for axes in figure.axes:
        if not axes.images:
            axes.spines[["top", "right"]].set_visible(False)
    with mpl.rc_context(_SETTINGS), io.StringIO() as text:
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
        svg = text.getvalue()
    return Picture(name=name, title=title, alt=alt, svg=svg[svg.index("<svg") :])
