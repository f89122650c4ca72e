"""The report of an analysis as a PDF: what the page says, on A4, figure by figure."""

from collections.abc import Callable
from typing import IO, Final

from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from reviewapp.results.exports.paper_pages import (
    BREAKS,
    LEADING,
    MARGIN,
    PAGE_WIDTH,
    TEXT_WIDTH,
    Pages,
    width_of,
    wrapped,
)
from reviewapp.results.figures.style import QUIET
from reviewapp.results.page.blocks import Cell, Picture, Section, Table
from reviewapp.results.page.report import Report

DAGGER_NOTE: Final = (
    "† Fewer than 5 readers: an interval that speaks for other readers is unreliable."
)

Draw = Callable[[str], Figure]

SIZES: Final = (7.5, 7.0, 6.5, 6.0, 5.5)
GUTTER: Final = 7.0
NOTHING: Final = dict.fromkeys(("Creator", "Producer", "CreationDate"))


def write_report(
    file: IO[bytes], report: Report, *, title: str, facts: list[str], footer: str, draw: Draw
) -> None:
    """Write the report: title, answer and facts, then each section; `draw` makes its figures."""
    with PdfPages(file, metadata=NOTHING) as pdf:
        pages = Pages(pdf, footer)
        _first_page(pages, report, title, facts, draw)
        for section in report.sections:
            _section(pages, section, draw)
        pages.room_for(60)
        pages.text("Sources of the methods", size=13, bold=True)
        for source in report.sources:
            pages.text(source, size=8, gap=2)
        pages.end_page()


def _first_page(pages: Pages, report: Report, title: str, facts: list[str], draw: Draw) -> None:
    answer = report.answer
    pages.figure(draw(answer.picture.name), title)
    pages.text(f"Can they tell? {answer.word}.", size=15, bold=True)
    pages.text(answer.sentence, size=10)
    for reason in answer.reasons:
        pages.text(reason)
    pages.text(report.lead)
    _caption(pages, answer.picture)
    _table(pages, answer.table)
    for one in report.figures:
        pages.text(f"{one.name} ({one.meaning}): {_plain(one.cell)}", gap=1)
    pages.y += 6
    for fact in facts:
        pages.text(fact, size=7.5, colour=QUIET, gap=1)


def _section(pages: Pages, section: Section, draw: Draw) -> None:
    first, *others = [*section.pictures, None]
    if first:
        pages.figure(draw(first.name), section.title)
        _caption(pages, first)
    else:
        pages.room_for(90)
        pages.y += 8
        pages.text(section.title, size=13, bold=True)
    for sentence in section.sentences:
        pages.text(sentence)
    for table in section.tables:
        _table(pages, table)
    if section.method:
        pages.text(f"Method: {section.method}", size=7.5, colour=QUIET)
    for picture in others:
        if picture:
            pages.figure(draw(picture.name), section.title)
            _caption(pages, picture)


def _caption(pages: Pages, picture: Picture) -> None:
    pages.text(picture.words, size=8, gap=2)
    if picture.method:
        pages.text(f"Method: {picture.method}", size=7, colour=QUIET)


def _plain(cell: Cell) -> str:
    value = cell.value or "not defined"
    if cell.limits:
        value += f" (95 % CI {cell.limits})"
    value += "†" if cell.is_unreliable else ""
    return f"{value}; {cell.reason}" if cell.reason else value


class _Reasons:
    """Why there are no figures: each reason once, below the table, under its number."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}

    def text_of(self, cell: Cell) -> str:
        """The cell, with the number of its reason."""
        text = cell.value if cell.is_words else _unbroken(cell.value)
        text += f" {_unbroken(f'({cell.limits})')}" if cell.limits else ""
        text += "†" if cell.is_unreliable else ""
        if not cell.reason:
            return text
        number = self.found.setdefault(cell.reason, len(self.found) + 1)
        return f"{text} [{number}]".strip()


def _unbroken(text: str) -> str:
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _table(pages: Pages, table: Table) -> None:
    if not table.rows:
        return
    reasons = _Reasons()
    rows = [[row.label, *map(reasons.text_of, row.cells)] for row in table.rows]
    heads = list(table.heads) + [""] * (len(rows[0]) - len(table.heads))
    is_number = [column[1] for column in table.columns]
    is_number += [True] * (len(rows[0]) - len(is_number))
    size, widths = _layout([heads, *rows])
    pages.room_for(70)
    pages.text(table.caption, size=9, bold=True, gap=2)
    _row(pages, heads, widths, size, is_number, bold=True)
    for row, texts in zip(table.rows, rows, strict=True):
        height = _height(texts, widths, size)
        if pages.room_for(height):
            _row(pages, heads, widths, size, is_number, bold=True)
        _row(pages, texts, widths, size, is_number, bold=row.kind == "all")
    pages.y += 3
    for reason, number in reasons.found.items():
        pages.text(f"[{number}] {reason}", size=7, colour=QUIET, gap=0)
    for note in (table.note, DAGGER_NOTE if table.has_unreliable else ""):
        if note:
            pages.text(note, size=7, colour=QUIET, gap=0)
    pages.y += 8


def _layout(rows: list[list[str]]) -> tuple[float, list[float]]:
    """The size of the text, and the width of each column: as it wants, or squeezed."""
    columns = list(zip(*rows, strict=True))
    room = TEXT_WIDTH - GUTTER * (len(columns) - 1)
    for size in SIZES:
        wanted = [max(width_of(text, size, bold=True) for text in one) + 1 for one in columns]
        if sum(wanted) <= room:
            return size, wanted
        least = [
            max(width_of(word, size, bold=True) for text in one for word in BREAKS.split(text)) + 1
            for one in columns
        ]
        if sum(least) <= room or size == SIZES[-1]:
            spare = max(room - sum(least), 0.0) / max(sum(wanted) - sum(least), 1.0)
            widths = [a + (b - a) * spare for a, b in zip(least, wanted, strict=True)]
            scale = min(1.0, room / sum(widths))
            return size, [width * scale for width in widths]
    raise AssertionError("the smallest size always returns")


def _height(texts: list[str], widths: list[float], size: float) -> float:
    lines = max(
        len(wrapped(text, width, size, bold=True))
        for text, width in zip(texts, widths, strict=True)
    )
    return lines * size * LEADING + 3


def _row(
    pages: Pages,
    texts: list[str],
    widths: list[float],
    size: float,
    is_number: list[bool],
    *,
    bold: bool = False,
) -> None:
    x = MARGIN
    for text, width, to_right in zip(texts, widths, is_number, strict=True):
        for number, line in enumerate(wrapped(text, width, size, bold=True)):
            pages.line(
                line,
                min(x + width, PAGE_WIDTH - MARGIN) if to_right else x,
                size=size,
                bold=bold,
                align="right" if to_right else "left",
                down=number * size * LEADING,
            )
        x += width + GUTTER
    pages.y += _height(texts, widths, size)
    pages.rule(width=0.8 if bold else 0.3)
    pages.y += 2
