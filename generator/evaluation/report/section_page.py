"""A section of a report as HTML: its checks, tables, pictures and flagged records."""

from collections.abc import Sequence

from generator.evaluation.findings import Check, FlaggedRecord, Light, Picture, Section
from generator.evaluation.report.answer import light_of
from generator.evaluation.report.markup import Html, anchor_of, element, picture_address
from generator.evaluation.report.printed import (
    SIGNS,
    WORDS,
    interval_of,
    limits_of,
    printed,
    short_title,
    value_of,
)
from generator.evaluation.report.table_page import Numbering, framed_table, table_html


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
    caption = f"{short_title(section.title)}: checks"
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
