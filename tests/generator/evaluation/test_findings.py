"""Findings: the light of a check, and that nothing undefined gets as far as a page."""

import pytest

from generator.evaluation.findings import Check, Column, Light, Table, Threshold

MORE_IS_BETTER = Threshold(green=0.8, amber=0.6, why="the paper")
LESS_IS_BETTER = Threshold(green=0.1, amber=0.2, why="the floor")


@pytest.mark.parametrize(
    ("threshold", "value", "light"),
    [
        (MORE_IS_BETTER, 0.8, Light.GREEN),
        (MORE_IS_BETTER, 0.79, Light.AMBER),
        (MORE_IS_BETTER, 0.6, Light.AMBER),
        (MORE_IS_BETTER, 0.59, Light.RED),
        (LESS_IS_BETTER, 0.1, Light.GREEN),
        (LESS_IS_BETTER, 0.11, Light.AMBER),
        (LESS_IS_BETTER, 0.21, Light.RED),
        (LESS_IS_BETTER, None, Light.GREY),
    ],
)
def test_the_boundary_belongs_to_the_better_side(threshold, value, light):
    assert threshold.light_of(value) is light


def a_check(**changed):
    given = {"name": "a.b", "title": "B", "value": 0.5, "threshold": MORE_IS_BETTER, "n": 3}
    return Check(**(given | changed))


@pytest.mark.parametrize("field", ["value", "low", "high"])
@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(field, number):
    with pytest.raises(ValueError, match=r"a\.b"):
        a_check(**{field: number})


def test_a_gap_says_why():
    with pytest.raises(ValueError, match="does not say why"):
        a_check(value=None)
    assert a_check(value=None, says="no AF").light is Light.GREY


def test_a_row_has_the_columns_of_its_table():
    with pytest.raises(ValueError, match=r"t\.t: a row has"):
        Table(name="t.t", title="T", columns=(Column(name="a", title="A"),), rows=({"b": 1},))


def test_no_table_holds_nan():
    columns = (Column(name="a", title="A"),)
    with pytest.raises(ValueError, match=r"t\.t: nan"):
        Table(name="t.t", title="T", columns=columns, rows=({"a": float("nan")},))
