import re
from xml.etree import ElementTree

import pytest

from reviewapp.results.analysis import analyse
from reviewapp.results.charts import FIGURES, VERDICT_COLOURS, draw_figure, forest, forest_rows

from .datasets import R, S, make_dataset, published_study, two_site_study

ANALYSES = {
    "published": analyse(published_study()),
    "two sites": analyse(two_site_study()),
    "unread": analyse(make_dataset(("real", "synthetic"), {("R-A", "HD"): (None, None)})),
    "no readers": analyse(make_dataset(("real", "synthetic"), {})),
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("analysis", ANALYSES.values(), ids=ANALYSES)
def test_every_figure_of_every_study_is_an_svg_without_a_number_that_is_none(name, analysis):
    svg = draw_figure(name, analysis)
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert not re.search(rb"\b(nan|inf)\b", svg)


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_analysis_gives_the_same_bytes_with_no_date_in_them(name):
    first = draw_figure(name, ANALYSES["two sites"])
    assert first == draw_figure(name, analyse(two_site_study()))
    assert b"<dc:date>" not in first
    assert b"<script" not in first


def test_the_forest_draws_each_interval_where_it_is():
    axes = forest(ANALYSES["published"]).axes[0]
    (interval,) = [
        line for line in axes.lines if len(line.get_xdata()) == 2 and line.get_ydata()[0] == 1
    ]
    assert interval.get_xdata() == pytest.approx([0.358318, 0.641682], abs=1e-6)
    assert any("50 % (36 to 64 %)" in text.get_text() for text in axes.texts)


def test_forest_rows_go_site_by_site_and_end_with_all():
    labels = [label for label, _ in forest_rows(ANALYSES["two sites"])]
    assert labels == ["Heidelberg", "R-ANNA", "Göttingen", "R-BELA", "Mean of all 2"]


def test_an_interval_over_few_readers_is_drawn_apart():
    few = analyse(make_dataset(("real", "synthetic") * 6, {
        ("R-A", "HD"): (S, R, S) * 4, ("R-B", "HD"): (R, S, S) * 4}))  # fmt: skip
    markers = [line for line in forest(few).axes[0].lines if line.get_marker() == "D"]
    assert [line.get_markerfacecolor() for line in markers] == ["white"]


def test_bars_hold_every_reading_once():
    axes = FIGURES["verdicts"](ANALYSES["two sites"]).axes[1]
    widths = [patch.get_width() for patch in axes.patches]
    assert sum(widths) == pytest.approx(2)  # two bars of shares
    assert len(VERDICT_COLOURS) == 6


def test_an_unknown_figure_is_refused():
    with pytest.raises(KeyError):
        draw_figure("pie", ANALYSES["published"])
