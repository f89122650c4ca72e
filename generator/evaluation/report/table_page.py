"""A table of a report as HTML: numbered, with units, an interval beside its value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.evaluation.findings import Cell, Column, Table
from generator.evaluation.report.markup import Html, element, joined
from generator.evaluation.report.printed import GAP, count_of, printed

LONG_TABLE_ROWS: Final = 30
"""A longer table is folded on the screen; print shows it whole."""

WIDE_TABLE_COLUMNS: Final = 8
"""A wider table is set in smaller type."""


@dataclass
class Numbering:
    """Tables and figures are numbered through the whole report."""

    tables: int = 0
    figures: int = 0

    def next_table(self) -> str:
        """``Table 1``."""
        self.tables += 1
        return f"Table {self.tables}"

    def next_figure(self) -> str:
        """``Figure 1``."""
        self.figures += 1
        return f"Figure {self.figures}"


@dataclass(frozen=True)
class _Shown:
    """A column of the page: of a value with its interval the three columns are one."""

    column: Column
    bounds: tuple[str, str] | None
    is_number: bool


def table_html(table: Table, numbering: Numbering) -> Html:
    """A table of findings; its CSV file has low and high in columns of their own."""
    shown = _shown_columns(table)
    heads = [_head(each) for each in shown]
    rows = [
        element("tr", *(_cell(row, each, is_head=each is shown[0]) for each in shown))
        for row in table.rows
    ]
    kind = "wide" if len(shown) > WIDE_TABLE_COLUMNS else None
    return framed_table(
        table.title, heads, rows, numbering, note=table.note, classes=kind, may_fold=True
    )


def _shown_columns(table: Table) -> list[_Shown]:
    columns, shown = list(table.columns), []
    while columns:
        column = columns.pop(0)
        following = tuple(each.name for each in columns[:2])
        bounds = None
        if following in ((f"{column.name}_low", f"{column.name}_high"), ("low", "high")):
            bounds = (following[0], following[1])
            del columns[:2]
        is_number = any(isinstance(row[column.name], int | float) for row in table.rows)
        shown.append(_Shown(column, bounds, is_number))
    return shown


def _head(shown: _Shown) -> Html:
    unit = shown.column.unit
    return element(
        "th",
        shown.column.title,
        element("span", unit, class_="unit") if unit else None,
        element("span", "(95 % interval)", class_="unit") if shown.bounds else None,
        scope="col",
        class_="number" if shown.is_number else None,
    )


def _cell(row: Mapping[str, Cell], shown: _Shown, *, is_head: bool) -> Html:
    content = (_text(row[shown.column.name], shown.column), _interval(row, shown))
    kind = "number" if shown.is_number else None
    if is_head:
        return element("th", *content, scope="row", class_=kind)
    return element("td", *content, class_=kind)


def _interval(row: Mapping[str, Cell], shown: _Shown) -> Html | None:
    if shown.bounds is None:
        return None
    low, high = (_text(row[name], shown.column) for name in shown.bounds)
    if GAP in (low, high):
        return None
    return element("span", f"({low} to {high})", class_="interval")


def _text(value: Cell, column: Column) -> str:
    return printed(value, column.digits if isinstance(value, float) else None)


def framed_table(
    title: str,
    heads: Sequence[Html],
    rows: Sequence[Html],
    numbering: Numbering,
    *,
    note: str = "",
    classes: str | None = None,
    may_fold: bool = False,
) -> Html:
    """A table with number and title; it scrolls sideways where the screen is narrow.

    What links lead to, as checks, must not fold: not every browser unfolds it.
    """
    number = numbering.next_table()
    table = element(
        "table",
        element("caption", element("b", f"{number}."), f" {title}"),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
        class_=classes,
    )
    frame: Html = element(
        "div", table, class_="table", role="region", tabindex=0, aria_label=f"{number}. {title}"
    )
    if may_fold and len(rows) > LONG_TABLE_ROWS:
        told = f"{number}. {title} ({count_of(len(rows), 'row')})"
        frame = element("details", element("summary", told), frame)
    return joined(frame, element("p", note, class_="note") if note else None)
