"""Every figure of every awkward study, in each format."""

import re
from xml.etree import ElementTree

import pytest

from reviewapp.ecg.harmonise import harmonise
from reviewapp.results.charts import FIGURES, Drawable, draw_figure, sheet_codes
from tests.ecg.ecgs import simulated_ecg

from .analysed import SHAPES, analysed

STARTS = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}


def texts_of(svg: bytes) -> list[str]:
    """The words of a figure: matplotlib writes each as a comment beside its outlines."""
    return re.findall(r"<!-- (.*?) -->", svg.decode())


@pytest.mark.parametrize("shape", SHAPES)
def test_every_figure_of_every_study_is_an_svg_without_a_number_that_is_none(shape):
    for name in FIGURES:
        svg = draw_figure(name, Drawable(analysed(shape)))
        assert ElementTree.fromstring(svg).tag.endswith("svg"), name
        assert not re.search(rb"\b(nan|inf|None)\b", svg), name
        assert texts_of(svg), f"{name}: a figure has words, if only why it is empty"


@pytest.mark.parametrize("kind", STARTS)
def test_the_same_analysis_gives_the_same_bytes_with_no_date_in_them(kind):
    first, second = (draw_figure("forest", Drawable(analysed("two readers")), kind)
                     for _ in range(2))  # fmt: skip
    assert first == second
    assert first.startswith(STARTS[kind])
    assert not re.search(rb"20\d\d-\d\d|CreationDate|<script|Matplotlib v", first)


def test_an_unknown_figure_or_format_is_refused():
    with pytest.raises(KeyError):
        draw_figure("pie", Drawable(analysed("no readers")))
    with pytest.raises(KeyError):
        draw_figure("roc", Drawable(analysed("no readers")), "gif")


def test_where_nobody_read_figures_say_so_in_words():
    svg = draw_figure("roc", Drawable(analysed("nobody read")))
    assert texts_of(svg) == ["No reader rated both real and synthetic ECGs: there is no curve."]


def test_the_sheet_shows_the_ecgs_at_hand_with_what_they_are():
    analysis = analysed("missing readings")
    codes = sheet_codes(analysis)
    assert len(codes) == len(set(codes)) == 8
    signals = dict.fromkeys(codes[:2], harmonise(simulated_ecg()))
    words = texts_of(draw_figure("cases", Drawable(analysis, signals)))
    assert [one for one in words if one.startswith("Most convincing")] == [
        "Most convincing synthetic, 1",
        "Most convincing synthetic, 2",
    ]
    assert "case" in words[1]
    assert "called synthetic by" in words[1]


def test_measures_of_the_leak_probe_are_told_apart_in_words():
    svg = draw_figure("leaks", Drawable(analysed("two readers"), leak_probe={
        "before_the_chain": [{"name": "size", "auc": 1.0, "low": 0.99, "high": 1.0}]}))  # fmt: skip
    assert {"Size", "1.00 (0.99 to 1.00)", "records before the signal chain"} <= set(texts_of(svg))
