"""The answer of a report as HTML: the traffic light, the three sentences, the count of checks."""

from collections.abc import Sequence
from typing import Final

from generator.evaluation.findings import Check, Light
from generator.evaluation.report.answer import light_of
from generator.evaluation.report.markup import Html, anchor_of, element, joined
from generator.evaluation.report.printed import SIGNS, WORDS, printed, short_title
from generator.evaluation.report.report import Report, Sentence
from generator.evaluation.report.section_page import light_mark
from generator.evaluation.report.table_page import Numbering, framed_table

WORST_FIRST: Final = (Light.RED, Light.AMBER, Light.GREY)


def answer_html(report: Report) -> Html:
    """The box at the top."""
    answer = report.answer
    verdict = element(
        "p",
        traffic_light(answer.light),
        element("strong", f"{answer.light.upper()} ", class_="word"),
        element("span", answer.because),
        class_=f"verdict {answer.light}",
    )
    sentences = [
        element(
            "li",
            light_mark(sentence.light),
            element("span", _linked(sentence)),
        )
        for sentence in answer.sentences
    ]
    return element(
        "section",
        element("h2", "The answer", id="answer-title"),
        verdict,
        element("ul", *sentences, class_="sentences"),
        *(_named(report.checks, light) for light in WORST_FIRST),
        id="answer",
        aria_labelledby="answer-title",
    )


def _linked(sentence: Sentence) -> Html:
    """The sentence; its part of the evaluation, at its beginning, leads there."""
    if not sentence.text.startswith(sentence.title):
        return joined(sentence.text)
    link = element("a", sentence.title, href=f"#{anchor_of(sentence.section)}", class_="pillar")
    return joined(link, sentence.text.removeprefix(sentence.title))


def traffic_light(light: Light) -> Html:
    """Three lamps of which one shines, with its name for whoever cannot see it."""
    lamps = [
        element(
            "circle",
            cx=14,
            cy=14 + 22 * place,
            r=9,
            class_=f"lamp {lamp}{' on' if lamp == light else ''}",
        )
        for place, lamp in enumerate((Light.RED, Light.AMBER, Light.GREEN))
    ]
    return element(
        "svg",
        element("rect", x=1, y=1, width=26, height=70, rx=6, class_="case"),
        *lamps,
        viewBox="0 0 28 72",
        width=28,
        height=72,
        role="img",
        aria_label=f"Traffic light: {light}",
        class_="traffic",
    )


def _named(checks: Sequence[Check], light: Light) -> Html | None:
    """The checks of a colour, each a link to its line."""
    chosen = [check for check in checks if check.light == light]
    if not chosen:
        return None
    links = [
        element("li", element("a", check.title, href=f"#{anchor_of(check.name)}"))
        for check in chosen
    ]
    word = "fail" if light == Light.RED and len(chosen) > 1 else WORDS[light]
    head = element("span", f"{SIGNS[light]} {len(chosen)} {word}", class_=f"light {light}")
    return element("div", head, element("ul", *links), class_="named")


def overview_html(report: Report, numbering: Numbering) -> Html:
    """How many checks of each section have which colour."""
    heads = [element("th", "Section", scope="col")]
    heads += [element("th", WORDS[light], scope="col", class_="number") for light in Light]
    heads.append(element("th", "Result", scope="col"))
    rows = []
    for section in report.sections:
        lights = [check.light for check in section.checks]
        link = element("a", short_title(section.title), href=f"#{anchor_of(section.name)}")
        counts = [element("td", printed(lights.count(light)), class_="number") for light in Light]
        mark = element("td", light_mark(light_of(section.checks)))
        rows.append(element("tr", element("th", link, scope="row"), *counts, mark))
    return framed_table("Checks by section", heads, rows, numbering)


def contents_html(report: Report) -> Html:
    """The list of what is on the page."""
    lights = {section.name: light_of(section.checks) for section in report.sections}
    links = [
        element(
            "li",
            element("a", short_title(section.title), href=f"#{anchor_of(section.name)}"),
            " ",
            element(
                "span",
                SIGNS[lights[section.name]],
                class_=f"light {lights[section.name]}",
                role="img",
                aria_label=WORDS[lights[section.name]],
            ),
        )
        for section in report.sections
    ]
    first = element("li", element("a", "The answer", href="#answer"))
    compared = element("li", element("a", "What was compared", href="#compared"))
    last = element("li", element("a", "How it was computed", href="#computed"))
    return element(
        "nav",
        element("h2", "Contents", id="contents-title"),
        element("ol", joined(first, compared, *links, last)),
        id="contents",
        aria_labelledby="contents-title",
    )
