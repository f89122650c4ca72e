"""The whole page."""

import json
import re
from dataclasses import replace

from generator.evaluation.findings import Column, Picture, Table
from generator.evaluation.report.document import report_from_document, to_document
from generator.evaluation.report.page import report_page
from tests.generator.evaluation.report.made_up import PRIVACY, SVG, UTILITY, made_up_report
from tests.generator.evaluation.report.pages import Page

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt;"


def test_the_page_is_the_same_after_a_round_trip_through_json():
    report = made_up_report()
    text = json.dumps(to_document(report), allow_nan=False)
    assert report_page(report_from_document(json.loads(text), "report.json")) == report_page(report)


def test_the_answer_comes_before_the_evidence():
    html = report_page(made_up_report())
    marks = [html.index(f'id="{name}"') for name in ("answer", "compared", "utility", "computed")]
    assert marks == sorted(marks)


def test_every_link_leads_somewhere_and_no_id_stands_twice():
    page = Page(report_page(made_up_report()))
    assert {target.removeprefix("#") for target in page.targets} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_headings_go_down_step_by_step_and_the_language_is_stated():
    page = Page(report_page(made_up_report()))
    levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert set(levels) == {1, 2}
    assert page.all("html") == [{"lang": "en"}]


def test_nothing_is_fetched_and_nothing_runs():
    html = report_page(made_up_report())
    page = Page(html)
    assert page.all("script") == page.all("link") == []
    assert [a for _, attributes in page.found for a in attributes if a.startswith("on")] == []
    addresses = [image["src"] for image in page.all("img")] + re.findall(r"url\(", html)
    assert all(address.startswith("data:image/svg+xml;base64,") for address in addresses)
    assert "@import" not in html


def evil_section():
    column = Column(name="x", title=EVIL, unit=EVIL)
    return replace(
        UTILITY,
        title=EVIL,
        says=EVIL,
        checks=(replace(UTILITY.checks[0], title=EVIL, says=EVIL),),
        tables=(Table(name="t", title=EVIL, columns=(column,), rows=({"x": EVIL},), note=EVIL),),
        pictures=(Picture(name="p", title=EVIL, alt=EVIL, svg=SVG + EVIL),),
        flagged=(replace(PRIVACY.flagged[0], name=EVIL, reason=EVIL),),
    )


def test_no_text_of_a_file_becomes_markup():
    report = made_up_report(evil_section())
    named = replace(report.synthetic, source=EVIL, by_rhythm={EVIL: 1}, refused={EVIL: 1})
    batch = replace(report.batches[0], folder=EVIL, generator=EVIL, sampler=EVIL)
    answered = replace(
        report.answer,
        because=EVIL,
        sentences=(replace(report.answer.sentences[0], text=EVIL, title=EVIL),),
    )
    evil = replace(report, synthetic=named, real=named, batches=(batch,), answer=answered)
    page = Page(report_page(evil))
    assert page.all("script") == []
    assert {image["src"][:5] for image in page.all("img")} == {"data:"}
    assert page.text.count("<script>alert(1)</script>") >= 15
