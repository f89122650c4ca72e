import pytest
from matplotlib.figure import Figure

from reviewapp.results.figures.bars import stacked_bars

COLOURS = ("#8c510a", "#d8b365", "#d5d8dc", "#7cc4bb", "#01665e")


def draw(*bars):
    axes = Figure().subplots()
    stacked_bars(axes, bars, COLOURS, middle=2.5)
    return axes


def test_a_bar_holds_every_score_once_and_zero_halves_its_middle():
    axes = draw(("item", (1, 2, 4, 2, 1)))
    assert sum(patch.get_width() for patch in axes.patches) == pytest.approx(1)
    middle = axes.patches[2]
    assert middle.get_x() + middle.get_width() / 2 == pytest.approx(0)
    assert [text.get_text() for text in axes.texts] == ["1", "2", "4", "2", "1"]


def test_a_bar_without_scores_is_named_and_not_drawn():
    axes = draw(("item", (0, 0, 0, 0, 0)))
    assert not axes.patches
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["item (none)"]
