"""Two reports side by side as HTML."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from generator.evaluation.findings import Check, Picture
from generator.evaluation.report.answer_page import traffic_light
from generator.evaluation.report.comparison import Comparison, Pair
from generator.evaluation.report.facts_page import (
    COMPUTATION_FACTS,
    REAL_FACTS,
    SYNTHETIC_FACTS,
    facts_table,
)
from generator.evaluation.report.markup import (
    Html,
    anchor_of,
    element,
    joined,
    picture_address,
    whole_page,
)
from generator.evaluation.report.printed import (
    GAP,
    count_of,
    interval_of,
    limits_of,
    printed,
    value_of,
)
from generator.evaluation.report.report import Report
from generator.evaluation.report.section_page import light_mark
from generator.evaluation.report.table_page import Numbering, framed_table

HOW_TO_READ: Final = (
    "Better is the report whose value lies on the better side, however little. A difference is "
    "marked as clear only where both values have a 95 % interval and these do not meet; that is "
    "more than a test at 5 % would ask for, and no correction is made for the number of checks. "
    "The difference is B minus A."
)


def comparison_page(comparison: Comparison) -> str:
    """The comparison as one HTML document that stands alone."""
    numbering = Numbering()
    main = element(
        "main",
        _header_html(comparison),
        *(element("p", warning, class_="warning", role="note") for warning in comparison.warnings),
        _answers_html(comparison),
        element("h2", "Check by check", id="checks"),
        element("p", HOW_TO_READ, class_="method"),
        *_sections_html(comparison, numbering),
        element("h2", "What was compared", id="compared"),
        *_facts_html(comparison, numbering),
        *_pictures_html(comparison, numbering),
        id="report",
    )
    skip = element("a", "To the comparison", href="#report", class_="skip")
    body = joined(skip, element("div", _contents_html(comparison), main, class_="sheet"))
    return whole_page(title="Two evaluations of synthetic ECGs", body=body)


def _header_html(comparison: Comparison) -> Html:
    parts = [
        element("div", element("b", f"{letter}: "), _said_of(report))
        for letter, report in (("A", comparison.a), ("B", comparison.b))
    ]
    return element(
        "header",
        element("p", "Two evaluations of synthetic 12-lead ECGs", class_="kicker"),
        element("h1", f"{comparison.a.synthetic.source} and {comparison.b.synthetic.source}"),
        element("div", *parts, class_="told"),
    )


def _said_of(report: Report) -> str:
    folders = ", ".join(batch.folder for batch in report.batches)
    return (
        f"{report.synthetic.source} ({folders}), "
        f"{count_of(report.synthetic.records, 'synthetic ECG')} against "
        f"{count_of(report.real.records, 'real ECG')}, seed {report.computation.seed}, "
        f"{report.computation.replicates} replicates, {report.computation.at[:10]}"
    )


def verdict_of(comparison: Comparison) -> str:
    """How many checks each report is better in."""
    both = sum(pair.difference is not None for pair in comparison.pairs)
    told = [
        f"{letter} is better in {comparison.count(letter)} "
        f"({comparison.count(letter, clear=True)} clearly)"
        for letter in "AB"
    ]
    return f"Of {count_of(both, 'check')} that both measured {', '.join(told)}."


def _answers_html(comparison: Comparison) -> Html:
    boxes = [
        element(
            "div",
            element(
                "p",
                traffic_light(report.answer.light),
                element("strong", f"{letter}: {report.answer.light.upper()}", class_="word"),
                element("span", report.answer.because),
                class_=f"verdict {report.answer.light}",
            ),
            *(element("p", sentence.text) for sentence in report.answer.sentences),
        )
        for letter, report in (("A", comparison.a), ("B", comparison.b))
    ]
    return element(
        "section",
        element("h2", "The answer", id="answer-title"),
        element("p", element("strong", verdict_of(comparison))),
        element("div", *boxes, class_="pair"),
        id="answer",
        aria_labelledby="answer-title",
    )


def _sections_html(comparison: Comparison, numbering: Numbering) -> Iterator[Html]:
    heads = [
        element("th", "Check", scope="col"),
        *(element("th", letter, scope="col", class_="number") for letter in "AB"),
        element("th", "Difference", scope="col", class_="number"),
        element("th", "Better", scope="col"),
        element("th", "Threshold", scope="col"),
    ]
    for title, pairs in groupby(comparison.pairs, key=lambda pair: pair.section):
        yield framed_table(title, heads, [_row(pair) for pair in pairs], numbering, classes="pairs")


def _row(pair: Pair) -> Html:
    named = pair.a or pair.b
    assert named
    difference = pair.difference
    signed = printed(difference, _digits_of(difference)) if difference is not None else GAP
    clearly = " (clear)" if pair.is_clear and pair.better in ("A", "B") else ""
    return element(
        "tr",
        element("th", element("span", pair.title, class_="name"), scope="row"),
        _value_cell(pair.a),
        _value_cell(pair.b),
        element("td", f"+{signed}" if difference and difference > 0 else signed, class_="number"),
        element("td", f"{pair.better or GAP}{clearly}", class_="better" if clearly else None),
        element("td", limits_of(named.threshold)),
        id=anchor_of(pair.name),
    )


def _digits_of(difference: float) -> int | None:
    return 3 if 0.001 <= abs(difference) < 100 else None


def _value_cell(check: Check | None) -> Html:
    if check is None:
        return element("td", "no such check", class_="number")
    interval = interval_of(check)
    return element(
        "td",
        element("strong", value_of(check)),
        element("span", f"({interval})", class_="interval") if interval else None,
        element("span", light_mark(check.light), class_="name"),
        element("span", f"n {printed(check.n)}", class_="small"),
        class_="number",
    )


def _facts_html(comparison: Comparison, numbering: Numbering) -> Iterator[Html]:
    reports = {"A": comparison.a, "B": comparison.b}
    for title, facts in (
        ("The synthetic sides", SYNTHETIC_FACTS),
        ("The real sides", REAL_FACTS),
        ("Computation", COMPUTATION_FACTS),
    ):
        yield facts_table(title, facts, reports, numbering)


def _pictures_html(comparison: Comparison, numbering: Numbering) -> Iterator[Html]:
    """A on the left, B on the right."""
    if shared := _shared_pictures(comparison):
        yield element("h2", "Pictures, A left and B right", id="pictures")
    for one, other in shared:
        images = [
            element("img", src=picture_address(each.svg), alt=f"{letter}: {each.alt}")
            for letter, each in (("A", one), ("B", other))
        ]
        yield element(
            "figure",
            element("div", *images, class_="pair"),
            _caption(one, other, numbering.next_figure()),
        )


def _shared_pictures(comparison: Comparison) -> list[tuple[Picture, Picture]]:
    """The pictures that both reports have."""
    of_b = {one.name: one for section in comparison.b.sections for one in section.pictures}
    of_a = [one for section in comparison.a.sections for one in section.pictures]
    return [(one, of_b[one.name]) for one in of_a if one.name in of_b]


def _caption(one: Picture, other: Picture, number: str) -> Html:
    told = one.title if one.title == other.title else f"A: {one.title} B: {other.title}"
    return element("figcaption", element("b", f"{number}."), f" {told}")


def _contents_html(comparison: Comparison) -> Html:
    parts = [
        ("answer", "The answer"),
        ("checks", "Check by check"),
        ("compared", "What was compared"),
    ]
    if _shared_pictures(comparison):
        parts.append(("pictures", "Pictures"))
    links = [element("li", element("a", title, href=f"#{anchor}")) for anchor, title in parts]
    return element(
        "nav",
        element("h2", "Contents", id="contents-title"),
        element("ol", *links),
        aria_labelledby="contents-title",
    )
