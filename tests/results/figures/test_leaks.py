from reviewapp.results.figures.leaks import Measured, auc_text, leaks_figure


def test_before_and_after_differ_in_marker_and_place():
    measures = [Measured("Size", "before", 0.9, 0.8, 1.0), Measured("Size", "after", 0.5)]
    axes = leaks_figure(measures).axes[0]
    markers = {line.get_marker(): list(line.get_xdata()) for line in axes.lines}
    assert markers["s"] == [0.9]
    assert markers["o"] == [0.5]
    assert auc_text(measures[0]) == "0.90 (0.80 to 1.00)"
    assert auc_text(measures[1]) == "0.50"


def test_without_a_probe_there_are_words():
    assert not leaks_figure([]).axes
