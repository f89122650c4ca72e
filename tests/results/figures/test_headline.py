from dataclasses import replace

import pytest

from reviewapp.results.figures.headline import headline_figure
from reviewapp.results.statistics.estimate import Estimate
from tests.results.analysed import analysed


def endpoints(shape):
    headline = analysed(shape).findings.headline
    return headline.primary, headline.co_primary


def test_each_endpoint_has_its_band_and_both_intervals():
    area, accuracy = endpoints("missing readings")
    axes = headline_figure((area, accuracy)).axes[0]
    band = axes.patches[1]
    assert (band.get_x(), band.get_x() + band.get_width()) == pytest.approx((0.4, 0.6))
    rows = [line for line in axes.lines if list(line.get_ydata()) == [1, 1]]
    assert list(rows[0].get_xdata()) == [accuracy.estimate.low, accuracy.estimate.high]
    assert list(rows[1].get_xdata()) == list(accuracy.equivalence.interval)


def test_one_endpoint_without_a_value_leaves_the_other():
    area, accuracy = endpoints("missing readings")
    none = replace(area, estimate=Estimate.undefined(reason="no ratings", method="m"))
    axes = headline_figure((none, accuracy)).axes[0]
    assert axes.texts[0].get_text() == "not defined"


def test_without_both_there_are_words():
    assert not headline_figure(endpoints("nobody read")).axes
