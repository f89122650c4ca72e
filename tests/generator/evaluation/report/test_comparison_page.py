"""Two reports side by side as a page."""

from dataclasses import replace

from generator.evaluation.report.comparison import compare
from generator.evaluation.report.comparison_page import comparison_page, verdict_of
from tests.generator.evaluation.report.made_up import UTILITY, check, made_up_report
from tests.generator.evaluation.report.pages import Page

BETTER = replace(
    UTILITY,
    checks=(
        check("utility.tstr_f1", 0.98, low=0.97, high=0.99, title="Trained on synthetic, F1"),
        check("utility.trts_f1", 0.76, low=0.7, high=0.8, title="Trained on real, F1"),
        check("utility.new", 0.9, title="A new one"),
    ),
)
COMPARISON = compare(made_up_report(UTILITY), made_up_report(BETTER))


def test_the_verdict_counts_both_sides():
    assert verdict_of(COMPARISON) == (
        "Of 2 checks that both measured A is better in 0 (0 clearly), B is better in 2 (1 clearly)."
    )


def test_values_differences_and_the_better_one_stand_in_a_line():
    text = " ".join(Page(comparison_page(COMPARISON)).text.split())
    assert "0.980 (0.970 to 0.990) ● passes n 120 +0.050 B (clear) at least 0.8" in text
    assert "+0.010 B at least 0.8" in text
    assert "A new one no such check 0.900 ● passes n 120 – –" in text


def test_both_answers_and_every_warning_are_told():
    page = Page(comparison_page(COMPARISON))
    assert "A: AMBER" in page.text
    assert "B: AMBER" in page.text
    assert "Both reports are of the same synthetic ECGs." in page.text


def test_pictures_that_both_have_stand_side_by_side():
    alts = [image["alt"] for image in Page(comparison_page(COMPARISON)).all("img")]
    assert alts == ["A: It rises.", "B: It rises."]
    without = compare(made_up_report(UTILITY), made_up_report(replace(BETTER, pictures=())))
    page = Page(comparison_page(without))
    assert page.all("img") == []
    assert "#pictures" not in page.targets


def test_the_page_is_well_made():
    evil = replace(UTILITY, title="<script>", checks=(check("utility.x", 0.1, title="<script>"),))
    page = Page(comparison_page(compare(made_up_report(evil), made_up_report(evil))))
    assert page.all("script") == []
    assert {target.removeprefix("#") for target in page.targets} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert {head["scope"] for head in page.all("th")} == {"col", "row"}
