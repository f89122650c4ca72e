from reviewapp.results.figures.times import times_figure, times_text
from reviewapp.results.statistics.models.reading_time import Quartiles

TIMES = Quartiles(n=44, low_s=41.2, median_s=58, high_s=79.8)
NO_TIME = Quartiles(n=0, low_s=None, median_s=None, high_s=None)


def test_a_box_goes_from_quartile_to_quartile_with_its_median():
    axes = times_figure([("R-A", "reader", TIMES), ("R-B", "reader", NO_TIME)]).axes[0]
    (box,) = axes.patches
    assert (box.get_x(), box.get_x() + box.get_width()) == (41.2, 79.8)
    assert axes.lines[0].get_xdata() == [58]
    assert [text.get_text() for text in axes.texts] == ["58 s (41 to 80), n = 44", "no time"]


def test_without_any_time_there_are_words():
    assert not times_figure([("R-A", "reader", NO_TIME)]).axes
    assert times_text(NO_TIME) == "no time"
