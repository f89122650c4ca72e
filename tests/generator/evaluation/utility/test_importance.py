"""What a forest leans on is what it loses by when shuffled."""

import pytest

from generator.evaluation.utility import forest
from generator.evaluation.utility.forest import fit_forest
from generator.evaluation.utility.importance import shuffled_losses
from tests.generator.evaluation.utility.made_up import side


@pytest.fixture
def losses(monkeypatch):
    monkeypatch.setattr(forest, "TREES", 20)
    train, tested = side(60), side(60, seed=1)
    groups = {"both": ("rmssd_ms", "p_likeness"), "one": ("rmssd_ms",), "noise": ("noise",)}
    return shuffled_losses([fit_forest(train, 1)], tested, groups, permutations=5, seed=1)


def test_shuffling_all_that_tells_leaves_chance(losses):
    assert losses["both"] == pytest.approx(0.5, abs=0.12)


def test_one_of_two_that_say_the_same_is_missed_less(losses):
    assert losses["noise"] == pytest.approx(0, abs=0.02)
    assert losses["noise"] < losses["one"] < losses["both"] / 2
