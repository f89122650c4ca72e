"""One lead over the whole recording, twice as large as on the page, on a chart of the same size.

Two rows of five seconds at 50 mm/s; the gain is doubled too, up to the standards' 20 mm/mV. The
rows are those of one :class:`~reviewapp.ecg.paper.Paper` geometry, so that calipers, zoom and
scale work as on the page of twelve leads. The bytes have the same length for every ECG.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np

from reviewapp.ecg.display import Display
from reviewapp.ecg.drawing import (
    _REACH,
    DESCRIPTION,
    UNITS_PER_MM,
    _furniture,
    _grid,
    _heights,
    _stroke,
    _texts,
    _tokens,
    _units,
)
from reviewapp.ecg.harmonise import DRAWN_RATE_HZ, HARMONISED_SAMPLES, STEP_UV, HarmonisedEcg
from reviewapp.ecg.paper import CHART_MM, LABEL_SIZE_MM, Label, Paper, Row, Segment
from reviewapp.ecg.record import MICROVOLT_PER_MILLIVOLT, STANDARD_LEADS

SPEED_MM_S: Final = 50
MOST_MM_MV: Final = 20
ROW_ZEROS_MM: Final = (50.0, 130.0)
_LABEL_RISE_MM: Final = 25.0
_LABEL_INDENT_MM: Final = 1.5


def enlarged_display(display: Display) -> Display:
    """The speed and gain of a lead that is enlarged from ``display``; its colours stay."""
    gain = min(2 * display.gain_mm_mv, MOST_MM_MV)
    return replace(display, speed_mm_s=SPEED_MM_S, gain_mm_mv=gain)


def draw_lead(ecg: HarmonisedEcg, lead: str, display: Display) -> bytes:
    """Draw ``lead`` (a standard name) enlarged from ``display``, as SVG of 280 x 170 mm.

    In Cabrera order aVR is inverted, as on the page. Raises ValueError for an unknown lead.
    """
    if lead not in STANDARD_LEADS:
        raise ValueError(f"{lead!r} is none of the twelve leads")
    large = enlarged_display(display)
    before, pen, after = _sheet(lead, large)
    units_per_step = STEP_UV * large.gain_mm_mv * UNITS_PER_MM // int(MICROVOLT_PER_MILLIVOLT)
    tokens = _tokens(large.speed_mm_s * UNITS_PER_MM // DRAWN_RATE_HZ)
    parts = [before, pen]
    for row in _rows(lead, large):
        (segment,) = row.segments
        heights = _heights(ecg, segment) * (segment.sign * units_per_step)
        np.clip(heights, -_REACH, _REACH, out=heights)
        steps = heights[:-1] - heights[1:] + 2 * _REACH
        parts.append(b"M%5d %6dl" % (_units(segment.x_mm), _units(row.zero_mm) - heights[0]))
        parts.append(tokens.take(steps).tobytes())
    return b"".join((*parts, after))


def _rows(lead: str, large: Display) -> tuple[Row, ...]:
    """The first five seconds, and under them the rest; they share a sample."""
    paper = Paper(large)
    is_inverted = lead == "aVR" and large.order == "cabrera"
    name = "−aVR" if is_inverted else lead
    samples = round((CHART_MM[0] - paper.lead_in_mm - 10.0) / paper.mm_per_sample)
    rows = []
    for number, zero_mm in enumerate(ROW_ZEROS_MM):
        first = number * samples
        last = min(first + samples, HARMONISED_SAMPLES - 1)
        at_mm = paper.lead_in_mm
        segment = Segment(STANDARD_LEADS.index(lead), -1 if is_inverted else 1, first, last, at_mm)
        label = Label(
            name, at_mm + _LABEL_INDENT_MM, zero_mm - _LABEL_RISE_MM, LABEL_SIZE_MM, bold=True
        )
        rows.append(Row(zero_mm, (segment,), (label,), (), paper._pulse(zero_mm)))
    return tuple(rows)


@lru_cache(maxsize=256)
def _sheet(lead: str, large: Display) -> tuple[bytes, bytes, bytes]:
    """What is the same for every ECG: everything before the trace, its pen, and the end."""
    paper = Paper(large)
    inks = paper.inks
    width, height = (_units(length_mm) for length_mm in CHART_MM)
    before = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{DESCRIPTION}" '
        f'width="{CHART_MM[0]:g}mm" height="{CHART_MM[1]:g}mm" viewBox="0 0 {width} {height}" '
        'stroke-linejoin="round" stroke-linecap="round">'
        f'<rect width="{width}" height="{height}" fill="{inks.ground}"/>'
        f"{_grid(inks)}{_texts((paper.footer,), inks)}"
        + "".join(f"<g>{_furniture(row, inks)}" for row in _rows(lead, large))
    )
    pen = f'<path {_stroke(inks.trace)} d="'
    return before.encode(), pen.encode(), b'"/></svg>\n'
