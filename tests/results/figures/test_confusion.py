from reviewapp.results.figures.confusion import confusion_figure, levels_figure
from reviewapp.results.statistics.discrimination.confusion import Confusion

PUBLISHED = Confusion(
    synthetic_called_synthetic=5, synthetic_called_real=17, real_called_synthetic=5,
    real_called_real=17,
)  # fmt: skip


def test_each_tile_says_its_share_of_the_origin():
    axes = confusion_figure([("All rhythms", PUBLISHED), ("AF", Confusion())]).axes
    assert [text.get_text() for text in axes[0].texts] == [
        "77 %\n17 of 22", "23 %\n5 of 22", "77 %\n17 of 22", "23 %\n5 of 22",
    ]  # fmt: skip
    assert {text.get_text() for text in axes[1].texts} == {"no\nreading"}


def test_levels_part_at_the_verdict():
    axes = levels_figure([("real ECGs", (1, 1, 2, 1, 1, 2))]).axes[0]
    called_real = [patch for patch in axes.patches if patch.get_x() < -1e-9]
    assert len(called_real) == 3
