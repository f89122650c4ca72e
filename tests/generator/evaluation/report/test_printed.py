"""How numbers look in the report."""

import pytest

from generator.evaluation.findings import Light, Threshold
from generator.evaluation.report.printed import (
    SIGNS,
    WORDS,
    count_of,
    interval_of,
    limits_of,
    listed,
    printed,
    short_title,
    value_of,
)
from tests.generator.evaluation.report.made_up import LESS_IS_BETTER, MORE_IS_BETTER, check


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        ("forest", "forest"),
        (1234567, "1\u202f234\u202f567"),
        (-3, "−3"),
        (0.9981, "0.998"),
        (9.996, "10.00"),
        (12.345, "12.3"),
        (812.25, "812"),
        (-0.5, "−0.500"),
        (0.00012, "0.000120"),
        (1.5e-9, "1.5e−09"),
        (0.0, "0"),
    ],
)
def test_a_number_keeps_the_digits_that_matter(value, text):
    assert printed(value) == text


def test_a_column_says_its_digits_and_a_small_number_is_no_zero():
    assert printed(812.25, 1) == "812.2"
    assert printed(0.0, 2) == "0.00"
    assert printed(0.0004, 2) == "0.000400"
    assert printed(-0.0004, 2) == "−0.000400"


@pytest.mark.parametrize(
    ("value", "text", "light"),
    [(0.79996, "0.79996", "amber"), (0.8, "0.800", "green"), (0.80004, "0.80004", "green")],
)
def test_a_value_is_printed_so_that_its_side_of_the_limit_shows(value, text, light):
    near = check("utility.f1", value)
    assert (value_of(near), near.light) == (text, light)


def test_rounding_never_carries_a_value_over_a_limit():
    odd = Threshold(green=0.7996, amber=0.7, why="odd")
    assert value_of(check("utility.f1", 0.79955, threshold=odd)) == "0.7995"


def test_intervals_have_as_many_digits_as_their_value():
    assert interval_of(check("a.b", 0.93, low=0.9, high=0.95)) == "0.900 to 0.950"
    assert interval_of(check("a.b", 12.34, low=-1.26, high=25.0)) == "−1.3 to 25.0"
    assert interval_of(check("a.b", 0.0002, low=0.00011, high=0.0003)) == "0.000110 to 0.000300"
    assert interval_of(check("a.b", 0.0, low=0.0, high=0.00918)) == "0.000 to 0.009"
    assert interval_of(check("a.b", 0.5, low=0.4999, high=0.5001)) == "0.4999 to 0.5001"
    assert interval_of(check("a.b", 0.93)) == ""


def test_limits_are_told_in_the_direction_in_which_they_hold():
    assert limits_of(MORE_IS_BETTER) == "at least 0.8; borderline from 0.7"
    assert limits_of(LESS_IS_BETTER) == "at most 0.01; borderline to 0.05"
    assert limits_of(Threshold(green=0.8, amber=0.8, why="")) == "at least 0.8"


def test_words_are_listed_and_counted():
    assert [listed(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listed(list("abcdef")) == "a, b, c and 3 more"
    assert [count_of(n, "check") for n in (1, 2)] == ["1 check", "2 checks"]


def test_every_light_has_a_word_and_a_shape_of_its_own():
    assert len({WORDS[light] for light in Light}) == len({SIGNS[light] for light in Light}) == 4


def test_a_title_is_short_where_space_is_short():
    assert short_title("Fidelity: do they look real?") == "Fidelity"
    assert short_title("Utility") == "Utility"
