from reviewapp.results.figures.morphology import morphology_figure, short

SCORES = ("AV relation (PR)", (0, 1, 2, 3, 4), (1, 1, 1, 1, 1))


def test_real_stands_above_synthetic_under_a_short_name():
    axes = morphology_figure([SCORES]).axes[0]
    labels = [tick.get_text() for tick in axes.get_yticklabels()]
    assert labels == ["AV relation · real (n = 10)", "synthetic (n = 5)"]
    assert short("QRS complex") == "QRS complex"


def test_without_any_score_there_are_words():
    assert not morphology_figure([("QRS", (0,) * 5, (0,) * 5)]).axes
