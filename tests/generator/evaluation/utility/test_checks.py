"""What is held against the thresholds."""

import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.evaluation.findings import Light
from generator.evaluation.utility.checks import f1_checks, gain_check, loss_checks
from generator.evaluation.utility.classifiers import FOREST, NETWORK, WAVES_FOREST
from generator.evaluation.utility.scoring import NO_SCORES, Scorer
from tests.generator.evaluation.utility.made_up_scores import a_curve, a_trial, scores


def scored(**values):
    """Trials by setting, the same for the two forests."""
    return {
        (setting, classifier.name): (a_trial(setting, classifier=classifier), scores(value))
        for setting, value in values.items()
        for classifier in (FOREST, WAVES_FOREST)
    }


@pytest.mark.parametrize(
    ("tstr", "light"), [(0.80, Light.GREEN), (0.79, Light.AMBER), (0.69, Light.RED)]
)
def test_the_paper_s_figure_is_the_limit(tstr, light):
    found = f1_checks(scored(tstr=tstr, trts=0.91))
    assert [each.light for each in found[:2]] == [light, Light.GREEN]
    assert [each.name for each in found] == [
        "utility.tstr_f1",
        "utility.trts_f1",
        "utility.tstr_f1_without_rhythm",
        "utility.trts_f1_without_rhythm",
    ]


def test_held_out_records_have_a_check_where_there_is_a_trial():
    found = f1_checks(scored(tstr=0.9, trts=0.9, tstr_held_out=0.5))
    assert (found[2].name, found[2].light) == ("utility.tstr_f1_held_out", Light.RED)


def test_a_blocked_trial_leaves_a_gap_with_its_reason():
    blocked = a_trial("tstr", count=6, said=False), NO_SCORES
    pairs = scored(tstr=0.9, trts=0.9) | {("tstr", FOREST.name): blocked}
    found = f1_checks(pairs)[0]
    assert (found.value, found.light) == (None, Light.GREY)
    assert found.says == "3 patients of the rarer rhythm teach; 5 are needed"


def test_nothing_is_lost_where_both_are_right():
    pairs = {
        (setting, classifier.name): (
            a_trial(setting, classifier=classifier, count=50),
            scores(1.0),
        )
        for setting in ("tstr", "trtr")
        for classifier in (FOREST, NETWORK)
    }
    found = loss_checks(pairs, Scorer(replicates=40, seed=1))
    assert [(each.value, each.light) for each in found] == [(0.0, Light.GREEN)] * 2


def test_the_gain_is_that_of_the_whole_batch():
    found = gain_check(a_curve([0.8, 0.85, 0.75], held_out=-0.1))
    assert found.value == pytest.approx(-0.05)
    assert found.light == Light.RED
    assert "real alone 0.80 (0.70 to 0.90), with the batch 0.75" in found.says
    assert "never saw the gain is -0.10" in found.says


def test_without_a_curve_there_is_no_gain():
    assert gain_check([]).light == Light.GREY
