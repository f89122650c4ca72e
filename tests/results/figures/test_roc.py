import pytest

from reviewapp.results.figures.roc import FEW_CURVES, roc_figure

POINTS = [(0.0, 0.0), (0.2, 0.6), (1.0, 1.0)]


def test_a_curve_runs_through_its_points():
    axes = roc_figure([("R-A", POINTS)], POINTS).axes[0]
    curve = next(line for line in axes.lines if line.get_marker() == "o")
    assert list(curve.get_xdata()) == [0, 0.2, 1]
    assert list(curve.get_ydata()) == [0, 0.6, 1]


@pytest.mark.parametrize(("readers", "named"), [(2, True), (FEW_CURVES, True), (30, False)])
def test_few_readers_are_told_apart_by_more_than_colour_and_many_are_not_named(readers, named):
    axes = roc_figure([(f"R-{n}", POINTS) for n in range(readers)], POINTS).axes[0]
    labels = [text.get_text() for text in axes.get_legend().get_texts()]
    assert ("R-0" in labels) == named
    if named:
        drawn = [(one.get_marker(), one.get_color()) for one in axes.lines[1 : readers + 1]]
        assert len({marker for marker, _ in drawn}) == len({c for _, c in drawn}) == readers
    assert "mean of the\nreaders’ curves" in labels


def test_one_reader_has_no_average():
    axes = roc_figure([("R-A", POINTS)], POINTS).axes[0]
    assert [t.get_text() for t in axes.get_legend().get_texts()] == ["R-A", "guessing"]
