"""The pictures say in words what they show."""

import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.evaluation.utility.charts import curve_picture, score_picture
from generator.evaluation.utility.scoring import NO_SCORES
from tests.generator.evaluation.utility.made_up_scores import a_curve, a_trial, scores


def test_every_setting_is_told_even_where_nothing_was_measured():
    blocked = a_trial("trts", count=6, said=False), NO_SCORES
    picture = score_picture([(a_trial("tstr"), scores(0.8)), blocked])
    assert "tstr title, forest, all features 0.80" in picture.alt
    assert "trts title, forest, all features not measured" in picture.alt


def test_a_curve_is_told_by_its_ends():
    picture = curve_picture([a_curve([0.8, 0.85, 0.9]), a_curve([0.5, 0.7], few=True)])
    assert "all real patients: 0.80 alone, 0.90 with the batch" in picture.alt
    assert "few real patients: 0.50 alone, 0.70 with the batch" in picture.alt
