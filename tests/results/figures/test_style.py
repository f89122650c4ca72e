import pytest

from reviewapp.results.figures.style import (
    GROUP_COLOUR,
    INK,
    QUIET,
    READER_COLOUR,
    SYNTHETIC_COLOUR,
    readable_on,
    reason_figure,
)


@pytest.mark.parametrize(
    ("ground", "ink"), [("#ffffff", INK), ("#0b4f7d", "white"), ("#d5d8dc", INK), ("#000", "white")]
)
def test_words_take_the_colour_that_stands_out(ground, ink):
    assert readable_on(ground) == ink


@pytest.mark.parametrize("colour", [INK, QUIET, READER_COLOUR, GROUP_COLOUR, SYNTHETIC_COLOUR])
def test_what_is_drawn_on_white_is_dark_enough(colour):
    assert readable_on(colour) == "white"


def test_a_reason_stands_where_a_figure_would():
    figure = reason_figure("Nobody read.")
    assert not figure.axes
    assert figure.texts[0].get_text() == "Nobody read."
