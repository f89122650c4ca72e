"""A section of a report as HTML: its checks, tables, pictures and flagged records."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.evaluation.findings import (
    Cell,
    Check,
    Column,
    FlaggedRecord,
    Light,
    Picture,
    Section,
    Table,
)
from generator.evaluation.report.answer import light_of
from generator.evaluation.report.markup import Html, anchor_of, element, joined, picture_address
from generator.evaluation.report.printed import (
    SIGNS,
    WORDS,
    count_of,
    interval_of,
    limits_of,
    printed,
    value_of,
)

LONG_TABLE_ROWS: Final = 30
"""A longer table is folded on the screen; print shows it whole."""


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


def section_html(section: Section, numbering: Numbering) -> Html:
    """The whole section."""
    anchor = anchor_of(section.name)
    return element(
        "section",
        element(
            "h2", section.title, " ", light_mark(light_of(section.checks)), id=f"{anchor}-title"
        ),
        *(
            element("p", paragraph, class_="method")
            for paragraph in section.says.split("\n")
            if paragraph.strip()
        ),
        _checks_html(section, numbering) if section.checks else None,
        *(_picture_html(picture, numbering) for picture in section.pictures),
        *(table_html(table, numbering) for table in section.tables),
        _flagged_html(section.flagged, numbering) if section.flagged else None,
        id=anchor,
        aria_labelledby=f"{anchor}-title",
    )


def light_mark(light: Light) -> Html:
    """The colour, a shape and a word."""
    sign = element("span", SIGNS[light], aria_hidden="true")
    return element("span", sign, " ", WORDS[light], class_=f"light {light}")


def _checks_html(section: Section, numbering: Numbering) -> Html:
    heads = (
        element("th", "Check", scope="col"),
        element("th", "Value (95 % interval)", scope="col", class_="number"),
        element("th", "n", scope="col", class_="number"),
        element("th", "Threshold", scope="col"),
        element("th", "Result", scope="col"),
    )
    caption = f"{section.title}: checks"
    rows = [_check_row(check) for check in section.checks]
    return framed_table(caption, heads, rows, numbering, classes="checks")


def _check_row(check: Check) -> Html:
    interval = interval_of(check)
    return element(
        "tr",
        element(
            "th",
            element("span", check.title, class_="name"),
            element("span", check.says, class_="small") if check.says else None,
            scope="row",
        ),
        element(
            "td",
            element("strong", value_of(check)),
            element("span", f"({interval})", class_="interval") if interval else None,
            class_="number",
        ),
        element("td", printed(check.n), class_="number"),
        element(
            "td",
            element("span", limits_of(check.threshold), class_="name"),
            element("span", check.threshold.why, class_="small"),
        ),
        element("td", light_mark(check.light)),
        id=anchor_of(check.name),
    )


def table_html(table: Table, numbering: Numbering) -> Html:
    """A table of findings."""
    numeric = [
        any(isinstance(row[column.name], int | float) for row in table.rows)
        for column in table.columns
    ]
    heads = [
        element(
            "th",
            column.title,
            element("span", column.unit, class_="unit") if column.unit else None,
            scope="col",
            class_="number" if is_number else None,
        )
        for column, is_number in zip(table.columns, numeric, strict=True)
    ]
    rows = [
        element(
            "tr",
            *(
                _cell_html(row[column.name], column, is_number, is_head=place == 0)
                for place, (column, is_number) in enumerate(
                    zip(table.columns, numeric, strict=True)
                )
            ),
        )
        for row in table.rows
    ]
    return framed_table(table.title, heads, rows, numbering, note=table.note)


def _cell_html(value: Cell, column: Column, is_number: bool, *, is_head: bool) -> Html:
    text = printed(value, column.digits if isinstance(value, float) else None)
    kind = "number" if is_number else None
    if is_head:
        return element("th", text, scope="row", class_=kind)
    return element("td", text, class_=kind)


def framed_table(
    title: str,
    heads: Sequence[Html],
    rows: Sequence[Html],
    numbering: Numbering,
    *,
    note: str = "",
    classes: str | None = None,
) -> Html:
    """A table with number and title; it scrolls sideways where the screen is narrow."""
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
    if len(rows) > LONG_TABLE_ROWS:
        told = f"{number}. {title} ({count_of(len(rows), 'row')})"
        frame = element("details", element("summary", told), frame)
    return joined(frame, element("p", note, class_="note") if note else None)


def _picture_html(picture: Picture, numbering: Numbering) -> Html:
    return element(
        "figure",
        element("img", src=picture_address(picture.svg), alt=picture.alt),
        element("figcaption", element("b", f"{numbering.next_figure()}."), f" {picture.title}"),
        id=anchor_of(picture.name),
    )


def _flagged_html(flagged: Sequence[FlaggedRecord], numbering: Numbering) -> Html:
    heads = [
        element("th", title, scope="col")
        for title in ("Record", "Why it should be barred", "SHA-256")
    ]
    rows = [
        element(
            "tr",
            element("th", record.name, scope="row"),
            element("td", record.reason),
            element("td", element("code", record.sha256[:12] or "–", title=record.sha256)),
        )
        for record in flagged
    ]
    note = "The full SHA-256 of each stands in barred.csv."
    return framed_table("Records to bar from pools", heads, rows, numbering, note=note)
