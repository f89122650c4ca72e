"""The picture of what lies between two conditions."""

import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.evaluation.condition.charts import course_picture
from tests.generator.evaluation.condition.test_interpolation import SHARE, a_course


def test_it_says_in_words_what_it_shows():
    picture = course_picture([a_course(SHARE), a_course(1 - SHARE, title="other")], "AF")
    assert "labels mixed: 0.00, 0.25, 0.50, 0.75, 1.00" in picture.alt
    assert "other: 1.00, 0.75" in picture.alt
    assert (
        picture.svg
        == course_picture([a_course(SHARE), a_course(1 - SHARE, title="other")], "AF").svg
    )
