"""A4 pages that text, tables and figures flow onto: a small typesetter on matplotlib.

All measures are in points (1/72 inch) from the top left corner of the page. A figure is drawn as
what it is, in vectors: the page grows around it, and text is written on it outside its axes.
"""

import re
from functools import cache
from typing import Final

from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from reviewapp.results.figures.style import INK, LINE, QUIET

PAGE_WIDTH: Final = 595.28
PAGE_HEIGHT: Final = 841.89
MARGIN: Final = 42.0
TOP: Final = 48.0
BOTTOM: Final = PAGE_HEIGHT - 56.0
TEXT_WIDTH: Final = PAGE_WIDTH - 2 * MARGIN
LEADING: Final = 1.35
POINTS: Final = 72.0
BREAKS: Final = re.compile("[ \t\r\n]+")


class Pages:
    """Pages of one PDF, written from top to bottom; a new one begins when the last is full."""

    def __init__(self, pdf: PdfPages, footer: str) -> None:
        self._pdf = pdf
        self._footer = footer
        self._number = 0
        self._surface: Figure | None = None
        self._shift = (0.0, 0.0)
        self.y = TOP

    def text(
        self,
        text: str,
        *,
        size: float = 9.0,
        bold: bool = False,
        colour: str = INK,
        gap: float = 4.0,
    ) -> None:
        """A paragraph over the whole width, and a gap below it."""
        for line in wrapped(text, TEXT_WIDTH, size, bold=bold):
            self.room_for(size * LEADING)
            self.line(line, MARGIN, size=size, bold=bold, colour=colour)
            self.y += size * LEADING
        self.y += gap

    def line(
        self,
        text: str,
        x: float,
        *,
        size: float,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
        down: float = 0.0,
    ) -> None:
        """One line at the present height, `down` points lower; it does not move on."""
        surface = self._begun()
        surface.text(
            *self._place(surface, x, self.y + down),
            text,
            fontsize=size,
            fontweight="bold" if bold else "normal",
            color=colour,
            ha=align,
            va="top",
            # Text of a study is no mathematics, whatever signs it holds.
            parse_math=False,
        )

    def rule(self, *, width: float = 0.5) -> None:
        """A thin line across the text."""
        surface = self._begun()
        ends = [self._place(surface, x, self.y) for x in (MARGIN, PAGE_WIDTH - MARGIN)]
        xs, ys = zip(*ends, strict=True)
        surface.add_artist(
            Line2D(xs, ys, transform=surface.transFigure, color=LINE, linewidth=width)
        )

    def room_for(self, height: float) -> bool:
        """Begin a new page when `height` does not fit on this one; was one begun?"""
        if self._surface is not None and self.y + height > BOTTOM:
            self.end_page()
            return True
        return False

    def figure(self, figure: Figure, heading: str) -> None:
        """A new page with the heading and under it the figure, as wide as the text."""
        self.end_page()
        height = figure.get_size_inches()[1] * POINTS
        above = TOP + (18.0 * LEADING if heading else 0.0)
        height = min(height, BOTTOM - above - 60.0)
        figure.set_size_inches(TEXT_WIDTH / POINTS, height / POINTS)
        FigureCanvasPdf(figure)
        _pin(figure)
        self._surface, self._shift = figure, (MARGIN, above)
        self.y = TOP
        if heading:
            self.text(heading, size=13.0, bold=True)
        self.y = above + height + 6.0

    def end_page(self) -> None:
        """Write the page out, if one was begun."""
        if self._surface is None:
            return
        self._number += 1
        surface = self._surface
        self.y = BOTTOM + 16.0
        self.line(self._footer, MARGIN, size=7.0, colour=QUIET)
        self.line(str(self._number), PAGE_WIDTH - MARGIN, size=7.0, colour=QUIET, align="right")
        left, top = self._shift
        bottom = PAGE_HEIGHT - top - surface.get_size_inches()[1] * POINTS
        page = Bbox.from_bounds(-left, -bottom, PAGE_WIDTH, PAGE_HEIGHT)
        inches = Bbox(page.get_points() / POINTS)
        self._pdf.savefig(surface, bbox_inches=inches)  # type: ignore[no-untyped-call]
        self._surface = None
        self.y = TOP

    def _begun(self) -> Figure:
        if self._surface is None:
            self._surface = Figure(figsize=(PAGE_WIDTH / POINTS, PAGE_HEIGHT / POINTS))
            FigureCanvasPdf(self._surface)
            self._shift = (0.0, 0.0)
        return self._surface

    def _place(self, surface: Figure, x: float, y: float) -> tuple[float, float]:
        """A point of the page as a fraction of the figure that stands on it."""
        width, height = surface.get_size_inches() * POINTS
        return (x - self._shift[0]) / width, 1 - (y - self._shift[1]) / height


def _pin(figure: Figure) -> None:
    """Lay the figure out once and for all: its legends would follow the edge of the page."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    to_fraction = figure.transFigure.inverted()
    for legend in figure.legends:
        corner = to_fraction.transform(legend.get_window_extent().min)
        legend.borderaxespad = 0.0
        legend.set_loc("lower left")
        legend.set_bbox_to_anchor(tuple(corner), transform=figure.transFigure)


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines of at most `width` points; a word that is wider is broken.

    A line never breaks at a no-break space.
    """
    lines: list[str] = []
    line = ""
    for word in BREAKS.split(text.strip()):
        if not line or width_of(f"{line} {word}", size, bold=bold) <= width:
            line = f"{line} {word}".strip()
        else:
            lines.append(line)
            line = word
        while width_of(line, size, bold=bold) > width and len(line) > 1:
            cut = _fitting(line, width, size, bold=bold)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line]


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text of that size in points is, in points."""
    return size * sum(_advance(character, bold) for character in text)


def _fitting(line: str, width: float, size: float, *, bold: bool) -> int:
    cut = len(line)
    while cut > 1 and width_of(line[:cut], size, bold=bold) > width:
        cut -= 1
    return cut


@cache
def _advance(character: str, bold: bool) -> float:
    """The width of a character of one point."""
    weight = "bold" if bold else "normal"
    font = get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
    font.set_size(100, POINTS)
    return float(font.load_char(ord(character)).linearHoriAdvance) / 65536 / 100
