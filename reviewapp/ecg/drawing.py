"""A harmonised ECG on its paper, as SVG for the screen; nothing in the bytes tells its origin.

One unit of the drawing is 0.025 mm. At 500 Hz and 5 microvolt every sample then lies on a whole
unit at every speed and gain, so nothing is rounded. Each step of the trace is a token of fixed
width, blank-padded, so the file has the same length for every ECG.

Presentation attributes only: a style attribute or element would need an exception in the
Content-Security-Policy. No ids: two drawings may stand on one page.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from reviewapp.ecg.display import DEFAULT_DISPLAY, Display
from reviewapp.ecg.harmonise import DRAWN_RATE_HZ, STEP_UV, HarmonisedEcg
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
from reviewapp.ecg.record import MICROVOLT_PER_MILLIVOLT
from reviewapp.ecg.zero_lines import zero_line_shifts_mm

UNITS_PER_MM: Final = 40
"""The lattice: one unit is 0.025 mm."""

DESCRIPTION: Final = "12-lead ECG"
"""What a screen reader says; the same for every ECG."""

_REACH: Final = 4999
"""The pen goes 4,999 units (125 mm, 12.5 mV at 10 mm/mV) up or down from its zero line, no
further: a line beyond has left its row by three rows, and tokens keep their width."""

_WHITE: Final = "#ffffff"


class Sheet(NamedTuple):
    """All but the trace: ``before`` the rows, each row as drawn, the pen, and what comes after.

    ``placed`` are the rows as geometry; a trace runs through their segments.
    """

    paper: Paper
    placed: tuple[Row, ...]
    before: bytes
    rows: tuple[bytes, ...]
    pen: bytes
    after: bytes


def draw_svg(
    ecg: HarmonisedEcg, display: Display = DEFAULT_DISPLAY, *, whole_sheet: bool = False
) -> bytes:
    """Draw the chart (280 x 170 mm), or the A4 sheet around it (297 x 210 mm), as SVG.

    The length of the answer depends on ``display`` and ``whole_sheet`` alone, never on ``ecg``.
    """
    return draw_rows(ecg, _sheet(display, whole_sheet), zero_line_shifts_mm(ecg, display))


def draw_rows(ecg: HarmonisedEcg, sheet: Sheet, shifts_mm: Sequence[int]) -> bytes:
    """Draw every row of ``sheet``, each moved down by its shift, with the trace of ``ecg``."""
    shifts = [shift_mm * UNITS_PER_MM for shift_mm in shifts_mm]
    display = sheet.paper.display
    parts = [sheet.before]
    for shift, drawn in zip(shifts, sheet.rows, strict=True):
        parts.append(b'<g transform="translate(0 %5d)">' % shift)
        parts.append(drawn)
    parts.append(sheet.pen)
    units_per_step = STEP_UV * display.gain_mm_mv * UNITS_PER_MM // int(MICROVOLT_PER_MILLIVOLT)
    tokens = _tokens(display.speed_mm_s * UNITS_PER_MM // DRAWN_RATE_HZ)
    for shift, row in zip(shifts, sheet.placed, strict=True):
        zero_y = _units(row.zero_mm) + shift
        for segment in row.segments:
            heights = _heights(ecg, segment) * (segment.sign * units_per_step)
            np.clip(heights, -_REACH, _REACH, out=heights)
            # y grows downwards on the drawing, so a step up is negative.
            steps = heights[:-1] - heights[1:] + 2 * _REACH
            parts.append(b"M%5d %6dl" % (_units(segment.x_mm), zero_y - heights[0]))
            parts.append(tokens.take(steps).tobytes())
    parts.append(sheet.after)
    return b"".join(parts)


def _heights(ecg: HarmonisedEcg, segment: Segment) -> NDArray[np.int32]:
    """The samples of a segment, in steps of 5 microvolt."""
    return ecg.signal_5uv[segment.lead, segment.first : segment.last + 1].astype(np.int32)


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


@lru_cache(maxsize=128)
def _sheet(display: Display, whole_sheet: bool) -> Sheet:
    paper = Paper(display)
    return make_sheet(paper, paper.rows(), whole_sheet=whole_sheet)


def make_sheet(paper: Paper, placed: tuple[Row, ...], *, whole_sheet: bool = False) -> Sheet:
    """All that is drawn for every ECG alike: keep it, for drawing it costs more than a trace."""
    inks = paper.inks
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
        f'viewBox="0 0 {width} {height}" stroke-linejoin="round" stroke-linecap="round">'
        f'<rect width="{width}" height="{height}" fill="{inks.ground}"/>'
        f"{_grid(inks)}{_texts((paper.footer,), inks)}"
    )
    pen = f'<path {_stroke(inks.trace)} d="'
    rows = tuple(_furniture(row, inks).encode() for row in placed)
    return Sheet(paper, placed, before.encode(), rows, pen.encode(), b'"/></svg></svg>\n')


def _grid(inks: Inks) -> str:
    """The ruling; crisp edges keep every line of it equally sharp on a screen."""
    minor = _path(grid_lines(MINOR_GRID_MM), inks.minor_grid)
    major = _path(grid_lines(MAJOR_GRID_MM), inks.major_grid)
    return f'<g shape-rendering="crispEdges" stroke-linecap="butt">{minor}{major}</g>'


def _furniture(row: Row, inks: Inks) -> str:
    """What moves with a row, and the end of the group that moves it."""
    separators = _path(row.separators, inks.separator) if row.separators else ""
    return f"{_texts(row.labels, inks)}{separators}{_path((row.pulse,), inks.trace)}</g>"


def _texts(labels: tuple[Label, ...], inks: Inks) -> str:
    """Lead names or the footer, each with a halo in the paper's colour."""
    texts = "".join(_text(label) for label in labels)
    return (
        f'<g fill="{inks.trace.colour}" stroke="{inks.ground}" stroke-width="{_units(HALO_MM)}" '
        f'paint-order="stroke" font-family="sans-serif">{texts}</g>'
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
