from reviewapp.results.figures.trend import trend_figure
from reviewapp.results.findings.course import Stretch
from reviewapp.results.statistics.models.reading_time import Quartiles

NO_TIME = Quartiles(n=0, low_s=None, median_s=None, high_s=None)


def stretch(first, last, readings, correct):
    return Stretch(first=first, last=last, readings=readings, correct=correct, time=NO_TIME)


def test_points_are_shares_at_the_middle_of_their_stretch():
    axes = trend_figure([stretch(1, 10, 20, 15), stretch(11, 11, 2, 0)]).axes[0]
    (points,) = [line for line in axes.lines if line.get_marker() == "o"]
    assert list(points.get_xdata()) == [5.5, 11]
    assert list(points.get_ydata()) == [0.75, 0]
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["1–10", "11"]
    assert "n = 20" in [text.get_text() for text in axes.texts]


def test_a_stretch_without_a_verdict_is_left_out():
    assert not trend_figure([stretch(1, 10, 0, 0)]).axes
