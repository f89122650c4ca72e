"""A harmonised ECG on its paper, as SVG for the screen; nothing in the bytes tells its origin.

One unit of the drawing is 0.025 mm. At 500 Hz and 5 microvolt every sample then lies on a whole
unit at every speed and gain, so nothing is rounded. Each step of the trace is a token of fixed
width, blank-padded, so the file has the same length for every ECG.

Presentation attributes only: a style attribute or element would need an exception in the
Content-Security-Policy. No ids: two drawings may stand on one page.
"""

from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from reviewapp.ecg.harmonise import DRAWN_RATE_HZ, STEP_UV, HarmonisedEcg
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
    Style,
    grid_lines,
)
from reviewapp.ecg.record import MICROVOLT_PER_MILLIVOLT, STANDARD_LEADS

UNITS_PER_MM: Final = 40
"""The lattice: one unit is 0.025 mm."""

DESCRIPTION: Final = "12-lead ECG"
"""What a screen reader says; the same for every ECG."""

_REACH: Final = 4999
"""The pen goes 4,999 units (125 mm, 12.5 mV at 10 mm/mV) up or down from its baseline, no
further: a line beyond has left its row by three rows, and tokens keep their width."""

_WHITE: Final = "#ffffff"


def draw_svg(
    ecg: HarmonisedEcg, paper: Paper = DEFAULT_PAPER, *, whole_sheet: bool = False
) -> bytes:
    """Draw the chart (280 x 170 mm), or the A4 sheet around it (297 x 210 mm), as SVG.

    The length of the answer depends on ``paper`` and ``whole_sheet`` alone, never on ``ecg``.
    """
    before, after = _surroundings(paper, whole_sheet)
    units_per_step = STEP_UV * paper.gain_mm_mv * UNITS_PER_MM // int(MICROVOLT_PER_MILLIVOLT)
    tokens = _tokens(paper.speed_mm_s * UNITS_PER_MM // DRAWN_RATE_HZ)
    parts = [before]
    for lead, first, last, x, baseline_y in _pieces(paper):
        heights = ecg.signal_5uv[lead, first : last + 1].astype(np.int32) * units_per_step
        np.clip(heights, -_REACH, _REACH, out=heights)
        # y grows downwards on the drawing, so a step up is negative.
        steps = heights[:-1] - heights[1:] + 2 * _REACH
        parts.append(b"M%5d %6dl" % (x, baseline_y - heights[0]))
        parts.append(tokens.take(steps).tobytes())
    return b"".join((*parts, after))


@lru_cache(maxsize=32)
def _pieces(paper: Paper) -> tuple[tuple[int, int, int, int, int], ...]:
    """Lead, first and last sample, start and baseline in units, of every piece of trace."""
    return tuple(
        (
            STANDARD_LEADS.index(segment.lead),
            segment.first,
            segment.last,
            _units(segment.x_mm),
            _units(segment.baseline_mm),
        )
        for segment in paper.segments()
    )


@lru_cache(maxsize=4)
def _tokens(units_per_sample: int) -> NDArray[np.bytes_]:
    """The token of every step from -9,998 to 9,998 units, all of the same width."""
    width = len(f"{units_per_sample}-9999 ")
    steps = range(-2 * _REACH, 2 * _REACH + 1)
    texts = [_pair(units_per_sample, step).ljust(width) for step in steps]
    return np.array(texts, dtype=f"S{width}")


def _pair(x: int, y: int) -> str:
    """Two coordinates; a minus sign separates as well as a blank."""
    return f"{x}{y}" if y < 0 else f"{x} {y}"


@lru_cache(maxsize=32)
def _surroundings(paper: Paper, whole_sheet: bool) -> tuple[bytes, bytes]:
    """Everything that is the same for every ECG: what stands before and after the trace."""
    width_mm, height_mm = SHEET_MM if whole_sheet else CHART_MM
    x_mm, y_mm = CHART_AT_MM if whole_sheet else (0.0, 0.0)
    width, height = _units(CHART_MM[0]), _units(CHART_MM[1])
    before = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{DESCRIPTION}" '
        f'width="{width_mm:g}mm" height="{height_mm:g}mm" '
        f'viewBox="0 0 {_units(width_mm)} {_units(height_mm)}">'
        f'<rect width="100%" height="100%" fill="{_WHITE}"/>'
        # A nested svg clips at the chart's edge; a clip path would need an id.
        f'<svg x="{_units(x_mm)}" y="{_units(y_mm)}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="{PAPER_COLOUR}"/>'
        f"{_grid()}{_labels(paper)}"
        f"{_path(paper.separators(), SEPARATOR)}{_path(paper.pulses(), TRACE)}"
        f'<path {_stroke(TRACE)} stroke-linejoin="round" stroke-linecap="round" d="'
    )
    return before.encode(), b'"/></svg></svg>\n'


def _grid() -> str:
    """The ruling; crisp edges keep every line of it equally sharp on a screen."""
    minor = _path(grid_lines(MINOR_GRID_MM), MINOR_GRID)
    major = _path(grid_lines(MAJOR_GRID_MM), MAJOR_GRID)
    return f'<g shape-rendering="crispEdges">{minor}{major}</g>'


def _labels(paper: Paper) -> str:
    """Lead names and footer, each with a halo in the paper's colour."""
    texts = "".join(_text(label) for label in paper.labels())
    return (
        f'<g fill="{TRACE.colour}" stroke="{PAPER_COLOUR}" stroke-width="{_units(HALO_MM)}" '
        f'stroke-linejoin="round" paint-order="stroke" font-family="sans-serif">{texts}</g>'
    )


def _text(label: Label) -> str:
    weight = "600" if label.bold else "400"
    return (
        f'<text x="{_units(label.x_mm)}" y="{_units(label.y_mm)}" '
        f'font-size="{_units(label.size_mm)}" font-weight="{weight}">{escape(label.text)}</text>'
    )


def _path(lines: tuple[Line, ...], style: Style) -> str:
    """One path of many polylines."""
    d = "".join(
        "M" + "L".join(f"{_units(x_mm)} {_units(y_mm)}" for x_mm, y_mm in line.points)
        for line in lines
    )
    return f'<path {_stroke(style)} d="{d}"/>'


def _stroke(style: Style) -> str:
    width = f"{style.width_mm * UNITS_PER_MM:g}"
    return f'fill="none" stroke="{style.colour}" stroke-width="{width}"'


def _units(length_mm: float) -> int:
    """A length on the lattice."""
    return round(length_mm * UNITS_PER_MM)
