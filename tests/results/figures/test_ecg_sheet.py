import numpy as np

from reviewapp.ecg.display import DEFAULT_DISPLAY
from reviewapp.ecg.harmonise import harmonise
from reviewapp.ecg.plates import trace_points_mm
from reviewapp.results.figures.ecg_sheet import ShownEcg, ecg_sheet_figure
from tests.ecg.ecgs import simulated_ecg


def test_the_trace_is_that_which_readers_saw_on_paper_in_shape():
    ecg = harmonise(simulated_ecg())
    figure = ecg_sheet_figure([ShownEcg("Title", "caption", ecg)] * 3)
    axes = figure.axes[0]
    drawn = axes.collections[-1].get_segments()
    assert np.allclose(drawn[0], trace_points_mm(ecg, DEFAULT_DISPLAY)[0])
    box = axes.get_window_extent()
    assert abs(box.width / box.height - 280 / 170) < 1e-6
    assert [text.get_text() for text in figure.texts] == ["Title", "caption"] * 3


def test_without_ecgs_there_are_words():
    assert not ecg_sheet_figure([]).axes
