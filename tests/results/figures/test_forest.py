import pytest

from reviewapp.results.figures.forest import ForestRow, forest_figure
from reviewapp.results.statistics.discrimination.equivalence import Band
from reviewapp.results.statistics.discrimination.reader_case import FEW_READERS_NOTE
from reviewapp.results.statistics.estimate import Estimate, Extent

HALF = Estimate(value=0.5, low=0.358, high=0.642, method="m", extent=Extent())
FEW = Estimate(value=0.5, low=0.2, high=0.8, method="m", extent=Extent(), note=FEW_READERS_NOTE)
NONE = Estimate.undefined(reason="nobody read", method="m")


def draw(*rows, margin=0.1):
    return forest_figure(rows, area_band=Band(), accuracy_band=Band(margin=margin))


def lines_at(axes, y):
    return [line for line in axes.lines if list(line.get_ydata()) in ([y, y], [y])]


def test_each_interval_lies_where_it_is_on_its_own_panel():
    figure = draw(ForestRow("R-A", "reader", HALF, FEW))
    areas, accuracies = figure.axes
    assert lines_at(areas, 0)[0].get_xdata() == pytest.approx([0.358, 0.642])
    assert lines_at(accuracies, 0)[0].get_xdata() == pytest.approx([0.2, 0.8])
    assert [text.get_text() for text in areas.texts] == ["0.50 (0.36 to 0.64)"]


def test_the_bands_are_those_of_the_protocol():
    _, accuracies = draw(ForestRow("R-A", "reader", HALF, HALF), margin=0.05).axes
    band = accuracies.patches[0]
    assert (band.get_x(), band.get_x() + band.get_width()) == pytest.approx((0.45, 0.55))


def test_an_interval_over_few_readers_is_hollow_dashed_and_explained():
    figure = draw(ForestRow("Mean", "all", FEW, FEW))
    interval, marker = lines_at(figure.axes[0], 0)
    assert marker.get_markerfacecolor() == "white"
    assert interval.get_linestyle() == "--"
    assert "over fewer than 5 readers" in [t.get_text() for t in figure.legends[0].get_texts()]


def test_a_heading_has_no_figures_and_an_undefined_one_says_so():
    figure = draw(ForestRow("Heidelberg", "heading"), ForestRow("R-A", "reader", NONE, HALF))
    assert [text.get_text() for text in figure.axes[0].texts] == ["not defined"]


def test_without_any_figure_there_are_no_empty_axes():
    figure = draw(ForestRow("R-A", "reader", NONE, NONE))
    assert not figure.axes
    assert figure.texts[0].get_text() == "No reader has an AUC or an accuracy to show."
