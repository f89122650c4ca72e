"""ECG paper as geometry in millimetres: where each trace, label, pulse and grid line lies.

The chart's origin is its upper left corner, x to the right and y downwards. Every length is a
whole multiple of 0.025 mm, so that a drawing on that lattice needs no rounding. Nothing here
knows an ECG, and nothing here depends on one: paper is the same for every case.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from reviewapp.ecg.harmonise import DRAWN_RATE_HZ, HARMONISED_SAMPLES, LOW_PASS_HZ
from reviewapp.ecg.record import STANDARD_LEADS

SHEET_MM: Final = (297.0, 210.0)
"""A4 landscape, width and height."""

CHART_MM: Final = (280.0, 170.0)
"""The ruled area, width and height."""

CHART_AT_MM: Final = (8.5, 21.0)
"""The chart's upper left corner on the sheet."""

TRACE_WIDTH_MM: Final = 250.0
"""The width that all columns of a row share: 10 s at 25 mm/s."""

SPEEDS_MM_S: Final = (25, 50)
GAINS_MM_MV: Final = (5, 10, 20)

PULSE_MV: Final = 1.0
PULSE_S: Final = 0.2
_PULSE_STARTS_AT_MM: Final = 5.0
_PULSE_FOOT_MM: Final = 2.5

_LABEL_INDENT_MM: Final = 1.5
_TICK_MM: Final = 3.0
_FOOTER_AT_MM: Final = (5.0, CHART_MM[1] - 2.5)


class Style(NamedTuple):
    """One kind of line: colour, and width in mm."""

    colour: str
    width_mm: float


PAPER_COLOUR: Final = "#fffdfb"
MINOR_GRID: Final = Style("#f6d9d6", 0.10)
MAJOR_GRID: Final = Style("#e9a9a4", 0.20)
TRACE: Final = Style("#0b0c10", 0.28)
SEPARATOR: Final = Style(TRACE.colour, 0.20)
MINOR_GRID_MM: Final = 1
MAJOR_GRID_MM: Final = 5
LABEL_SIZE_MM: Final = 3.7
FOOTER_SIZE_MM: Final = 3.0
HALO_MM: Final = 0.9
"""Width of the paper-coloured outline that keeps text readable on the grid."""


class Segment(NamedTuple):
    """A piece of one lead: samples ``first`` to ``last`` (inclusive), from ``x_mm`` on."""

    lead: str
    first: int
    last: int
    x_mm: float
    baseline_mm: float


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


@dataclass(frozen=True)
class Layout:
    """Which lead stands where: ``rows`` of one lead a column, and how far apart they are."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    pitch_mm: float
    first_baseline_mm: float
    label_rise_mm: float

    @property
    def columns(self) -> int:
        """The largest number of leads that share a row."""
        return max(len(row) for row in self.rows)


_THREE_BY_FOUR: Final = (
    ("I", "aVR", "V1", "V4"),
    ("II", "aVL", "V2", "V5"),
    ("III", "aVF", "V3", "V6"),
)

LAYOUTS: Final = {
    layout.name: layout
    for layout in (
        Layout("3x4+1R", (*_THREE_BY_FOUR, ("II",)), 40.0, 25.0, 14.0),
        Layout("3x4+3R", (*_THREE_BY_FOUR, ("II",), ("V1",), ("V5",)), 27.5, 17.5, 9.5),
        Layout("3x4", _THREE_BY_FOUR, 50.0, 35.0, 14.0),
        Layout(
            "6x2", tuple(zip(STANDARD_LEADS[:6], STANDARD_LEADS[6:], strict=True)), 27.5, 17.5, 9.5
        ),
        Layout("12x1", tuple((lead,) for lead in STANDARD_LEADS), 13.0, 12.0, 5.0),
    )
}
"""Every layout by name; R counts rhythm strips, and columns follow one another in time."""


@dataclass(frozen=True)
class Paper:
    """One way of putting an ECG on paper: speed in mm/s, gain in mm/mV, layout by name.

    Raises ValueError for a speed, gain or layout that the paper does not have.
    """

    speed_mm_s: int = 25
    gain_mm_mv: int = 10
    layout_name: str = "3x4+1R"

    def __post_init__(self) -> None:
        for what, value, known in (
            ("speed in mm/s", self.speed_mm_s, SPEEDS_MM_S),
            ("gain in mm/mV", self.gain_mm_mv, GAINS_MM_MV),
            ("layout", self.layout_name, tuple(LAYOUTS)),
        ):
            if value not in known:
                raise ValueError(f"the {what} is one of {known}, not {value!r}")

    @property
    def layout(self) -> Layout:
        """The layout of that name."""
        return LAYOUTS[self.layout_name]

    @property
    def lead_in_mm(self) -> float:
        """The room for the calibration pulse, left of the traces."""
        return 15.0 if self.speed_mm_s == 25 else 20.0

    @property
    def footer(self) -> str:
        """Speed, gain and filter, which the standards ask to be printed."""
        return f"{self.speed_mm_s} mm/s {self.gain_mm_mv} mm/mV {LOW_PASS_HZ:g} Hz"

    @property
    def baselines_mm(self) -> tuple[float, ...]:
        """The height of 0 mV in each row."""
        layout = self.layout
        return tuple(
            layout.first_baseline_mm + row * layout.pitch_mm for row in range(len(layout.rows))
        )

    def segments(self) -> tuple[Segment, ...]:
        """Every piece of trace. Neighbours share a sample, so that the line never breaks."""
        return tuple(
            self._segment(lead, column, len(row), baseline_mm)
            for row, baseline_mm in zip(self.layout.rows, self.baselines_mm, strict=True)
            for column, lead in enumerate(row)
        )

    def labels(self) -> tuple[Label, ...]:
        """The name of every lead above its trace, and the footer."""
        rise_mm = self.layout.label_rise_mm
        names = tuple(
            Label(
                segment.lead,
                segment.x_mm + _LABEL_INDENT_MM,
                segment.baseline_mm - rise_mm,
                LABEL_SIZE_MM,
                bold=True,
            )
            for segment in self.segments()
        )
        return (*names, Label(self.footer, *_FOOTER_AT_MM, FOOTER_SIZE_MM, bold=False))

    def separators(self) -> tuple[Line, ...]:
        """Two ticks where one lead follows another: 3 mm long, 3 mm off the baseline."""
        return tuple(
            Line(((segment.x_mm, near_mm), (segment.x_mm, near_mm + away * _TICK_MM)))
            for segment in self.segments()
            if segment.first > 0
            for away in (-1, 1)
            for near_mm in (segment.baseline_mm + away * _TICK_MM,)
        )

    def pulses(self) -> tuple[Line, ...]:
        """The calibration pulse of 1 mV and 200 ms at the left of each row."""
        rise_mm = _PULSE_STARTS_AT_MM
        fall_mm = rise_mm + PULSE_S * self.speed_mm_s
        height_mm = PULSE_MV * self.gain_mm_mv
        return tuple(
            Line((
                (rise_mm - _PULSE_FOOT_MM, baseline_mm),
                (rise_mm, baseline_mm),
                (rise_mm, baseline_mm - height_mm),
                (fall_mm, baseline_mm - height_mm),
                (fall_mm, baseline_mm),
                (fall_mm + _PULSE_FOOT_MM, baseline_mm),
            ))
            for baseline_mm in self.baselines_mm
        )  # fmt: skip

    def _segment(self, lead: str, column: int, columns: int, baseline_mm: float) -> Segment:
        """The piece of ``lead`` that ``column`` of ``columns`` shows."""
        column_mm = TRACE_WIDTH_MM / columns
        column_samples = round(column_mm / self.speed_mm_s * DRAWN_RATE_HZ)
        first = column * column_samples
        last = min(first + column_samples, HARMONISED_SAMPLES - 1)
        return Segment(lead, first, last, self.lead_in_mm + column * column_mm, baseline_mm)


DEFAULT_PAPER: Final = Paper()
"""25 mm/s, 10 mm/mV, 3x4 with lead II as rhythm strip."""


def grid_lines(spacing_mm: int) -> tuple[Line, ...]:
    """All vertical and horizontal lines of the chart that are ``spacing_mm`` apart."""
    width_mm, height_mm = CHART_MM
    vertical = (Line(((x, 0.0), (x, height_mm))) for x in _steps(width_mm, spacing_mm))
    horizontal = (Line(((0.0, y), (width_mm, y))) for y in _steps(height_mm, spacing_mm))
    return (*vertical, *horizontal)


def _steps(length_mm: float, spacing_mm: int) -> tuple[float, ...]:
    """0, ``spacing_mm``, ... up to and including ``length_mm``."""
    return tuple(float(step) for step in range(0, round(length_mm) + 1, spacing_mm))
