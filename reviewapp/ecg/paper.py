"""ECG paper as geometry in millimetres: where each trace, label, pulse and grid line lies.

The chart's origin is its upper left corner, x to the right and y downwards. Every length is a
whole multiple of 0.025 mm, so that a drawing on that lattice needs no rounding. Nothing here
knows an ECG, and nothing here depends on one; :mod:`reviewapp.ecg.zero_lines` moves whole rows.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from reviewapp.ecg.display import DEFAULT_DISPLAY, Display
from reviewapp.ecg.harmonise import DRAWN_RATE_HZ, HARMONISED_SAMPLES, LOW_PASS_HZ
from reviewapp.ecg.inks import INKS, Inks
from reviewapp.ecg.layouts import LAYOUTS
from reviewapp.ecg.record import STANDARD_LEADS

SHEET_MM: Final = (297.0, 210.0)
"""A4 landscape, width and height."""

CHART_MM: Final = (280.0, 170.0)
"""The ruled area, width and height."""

CHART_AT_MM: Final = (8.5, 21.0)
"""The chart's upper left corner on the sheet."""

TRACE_WIDTH_MM: Final = 250.0
"""The width that all columns of a row share: 10 s at 25 mm/s."""

PULSE_MV: Final = 1.0
PULSE_S: Final = 0.2
_PULSE_STARTS_AT_MM: Final = 5.0
_PULSE_FOOT_MM: Final = 2.5

MINOR_GRID_MM: Final = 1
MAJOR_GRID_MM: Final = 5
LABEL_SIZE_MM: Final = 3.7
FOOTER_SIZE_MM: Final = 3.0
HALO_MM: Final = 0.9
"""Width of the paper-coloured outline that keeps text readable on the grid."""

_LABEL_INDENT_MM: Final = 1.5
_TICK_MM: Final = 3.0
_FOOTER_AT_MM: Final = (5.0, CHART_MM[1] - 2.5)


class Segment(NamedTuple):
    """A piece of one lead: samples ``first`` to ``last`` (inclusive), from ``x_mm`` on.

    ``lead`` is its index in standard order; ``sign`` is -1 where the lead is drawn inverted.
    """

    lead: int
    sign: int
    first: int
    last: int
    x_mm: float


class Label(NamedTuple):
    """Text whose baseline starts at ``x_mm``, ``y_mm``."""

    text: str
    x_mm: float
    y_mm: float
    size_mm: float
    bold: bool


class Line(NamedTuple):
    """A polyline in mm."""

    points: tuple[tuple[float, float], ...]


class Row(NamedTuple):
    """What shares one zero line, at height ``zero_mm``, and moves with it."""

    zero_mm: float
    segments: tuple[Segment, ...]
    labels: tuple[Label, ...]
    separators: tuple[Line, ...]
    pulse: Line


@dataclass(frozen=True)
class Paper:
    """The geometry of one display."""

    display: Display = DEFAULT_DISPLAY

    @property
    def inks(self) -> Inks:
        """The colours and widths of its lines."""
        return INKS[self.display.paper]

    @property
    def pitch_mm(self) -> float:
        """How far rows are apart."""
        return LAYOUTS[self.display.layout].pitch_mm

    @property
    def lead_in_mm(self) -> float:
        """The room for the calibration pulse, left of the traces."""
        return 15.0 if self.display.speed_mm_s == 25 else 20.0

    @property
    def mm_per_sample(self) -> float:
        """The step to the right from one sample to the next."""
        return self.display.speed_mm_s / DRAWN_RATE_HZ

    @property
    def footer(self) -> Label:
        """Speed, gain and filter, which the standards ask to be printed."""
        speed, gain = self.display.speed_mm_s, self.display.gain_mm_mv
        text = f"{speed} mm/s {gain} mm/mV {LOW_PASS_HZ:g} Hz"
        return Label(text, *_FOOTER_AT_MM, FOOTER_SIZE_MM, bold=False)

    def rows(self) -> tuple[Row, ...]:
        """Every row from the top down, where it lies unless an ECG needs it elsewhere."""
        layout = LAYOUTS[self.display.layout]
        rows = layout.rows(self.display.order)
        return tuple(
            self._row(leads, layout.first_mm + row * layout.pitch_mm, layout.label_rise_mm)
            for row, leads in enumerate(rows)
        )

    def _row(self, leads: tuple[str, ...], zero_mm: float, label_rise_mm: float) -> Row:
        segments = tuple(
            self._segment(lead, column, len(leads)) for column, lead in enumerate(leads)
        )
        labels = tuple(
            Label(
                lead.replace("-", "−"),  # a minus sign, not a hyphen
                segment.x_mm + _LABEL_INDENT_MM,
                zero_mm - label_rise_mm,
                LABEL_SIZE_MM,
                bold=True,
            )
            for lead, segment in zip(leads, segments, strict=True)
        )
        separators = tuple(
            tick for segment in segments[1:] for tick in _separator(segment.x_mm, zero_mm)
        )
        return Row(zero_mm, segments, labels, separators, self.pulse(zero_mm))

    def _segment(self, lead: str, column: int, columns: int) -> Segment:
        """The piece of ``lead`` that ``column`` of ``columns`` shows.

        Sequential columns go on where their neighbour ends, and share a sample with it, so that
        the line never breaks; simultaneous columns all show the beginning.
        """
        width_mm = TRACE_WIDTH_MM / columns
        samples = round(width_mm / self.mm_per_sample)
        first = column * samples if self.display.columns == "sequential" else 0
        last = min(first + samples, HARMONISED_SAMPLES - 1)
        index = STANDARD_LEADS.index(lead.removeprefix("-"))
        sign = -1 if lead.startswith("-") else 1
        return Segment(index, sign, first, last, self.lead_in_mm + column * width_mm)

    def pulse(self, zero_mm: float) -> Line:
        """The calibration pulse of 1 mV and 200 ms at the left of a row."""
        rise_mm = _PULSE_STARTS_AT_MM
        fall_mm = rise_mm + PULSE_S * self.display.speed_mm_s
        top_mm = zero_mm - PULSE_MV * self.display.gain_mm_mv
        return Line((
            (rise_mm - _PULSE_FOOT_MM, zero_mm),
            (rise_mm, zero_mm),
            (rise_mm, top_mm),
            (fall_mm, top_mm),
            (fall_mm, zero_mm),
            (fall_mm + _PULSE_FOOT_MM, zero_mm),
        ))  # fmt: skip


def _separator(x_mm: float, zero_mm: float) -> tuple[Line, Line]:
    """Two ticks where one lead follows another: 3 mm long, 3 mm off the zero line."""
    above, below = (
        Line(((x_mm, near_mm), (x_mm, near_mm + away * _TICK_MM)))
        for away in (-1, 1)
        for near_mm in (zero_mm + away * _TICK_MM,)
    )
    return above, below


def grid_lines(spacing_mm: int) -> tuple[Line, ...]:
    """All vertical and horizontal lines of the chart that are ``spacing_mm`` apart."""
    width_mm, height_mm = CHART_MM
    vertical = (Line(((x, 0.0), (x, height_mm))) for x in _steps(width_mm, spacing_mm))
    horizontal = (Line(((0.0, y), (width_mm, y))) for y in _steps(height_mm, spacing_mm))
    return (*vertical, *horizontal)


def _steps(length_mm: float, spacing_mm: int) -> tuple[float, ...]:
    """0, ``spacing_mm``, ... up to and including ``length_mm``."""
    return tuple(float(step) for step in range(0, round(length_mm) + 1, spacing_mm))
