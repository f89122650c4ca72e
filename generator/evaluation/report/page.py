"""The page of a report: the answer first, then the evidence for it."""

from typing import Final

from generator.evaluation.report.answer_page import answer_html, contents_html, overview_html
from generator.evaluation.report.facts_page import (
    COMPUTATION_FACTS,
    REAL_FACTS,
    SYNTHETIC_FACTS,
    facts_table,
)
from generator.evaluation.report.markup import Html, element, joined, whole_page
from generator.evaluation.report.printed import count_of
from generator.evaluation.report.report import Report
from generator.evaluation.report.section_page import section_html
from generator.evaluation.report.table_page import Numbering

HOW_TO_READ: Final = (
    "Every check holds one number against a threshold that the program declares, the same for "
    "every batch; it stands beside the number with its reason, and the limit itself belongs to the "
    "better side. The light of the report is the worst of its checks. A check that could not be "
    "measured has no say, but a report in which utility, fidelity or privacy was not measured at "
    "all is never green. Intervals are 95 % intervals; n counts the records, or what the line "
    "names, behind a number."
)


def report_page(report: Report) -> str:
    """The report as one HTML document that stands alone."""
    numbering = Numbering()
    title = f"Synthetic ECGs evaluated: {report.synthetic.source}"
    main = element(
        "main",
        _header_html(report),
        answer_html(report),
        _compared_html(report, numbering),
        *(section_html(section, numbering) for section in report.sections),
        _computed_html(report, numbering),
        id="report",
    )
    skip = element("a", "To the report", href="#report", class_="skip")
    body = joined(skip, element("div", contents_html(report), main, class_="sheet"))
    return whole_page(title=title, body=body)


def _header_html(report: Report) -> Html:
    negative, positive = report.rhythms
    told = (
        f"{count_of(report.synthetic.records, 'synthetic ECG')} against "
        f"{count_of(report.real.records, 'real ECG')} of "
        f"{count_of(report.real.patients, 'patient')}; {positive} against {negative}. "
        f"Computed {report.computation.at[:10]} with seed {report.computation.seed} and "
        f"{report.computation.replicates} bootstrap replicates by code {report.computation.code}."
    )
    return element(
        "header",
        element("p", "Evaluation of synthetic 12-lead ECGs", class_="kicker"),
        element("h1", report.synthetic.source),
        element("p", told, class_="told"),
    )


def _compared_html(report: Report, numbering: Numbering) -> Html:
    return element(
        "section",
        element("h2", "What was compared", id="compared-title"),
        element("p", HOW_TO_READ, class_="method"),
        overview_html(report, numbering),
        facts_table("The synthetic side", SYNTHETIC_FACTS, {"Synthetic": report}, numbering),
        facts_table("The real side", REAL_FACTS, {"Real": report}, numbering),
        id="compared",
        aria_labelledby="compared-title",
    )


def _computed_html(report: Report, numbering: Numbering) -> Html:
    return element(
        "section",
        element("h2", "How it was computed", id="computed-title"),
        facts_table("Computation", COMPUTATION_FACTS, {"Value": report}, numbering),
        element(
            "p",
            "The same numbers stand in report.json and, table by table, in tables/; the features "
            "of every record in features/; the pictures in pictures/.",
            class_="note",
        ),
        id="computed",
        aria_labelledby="computed-title",
    )
