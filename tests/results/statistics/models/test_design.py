import numpy as np
import pytest

from reviewapp.results.statistics.models.design import Design, Factor, interaction, treatment

SITE = Factor.of(["B", "A", "C", "A"])


def test_levels_stand_in_order_with_the_reference_first():
    assert SITE.levels == ("A", "B", "C")
    assert Factor.of(["B", "A", "C"], reference="C").levels == ("C", "A", "B")
    assert Factor.of(["10", "9", "1"]).levels == ("1", "9", "10")
    assert Factor.of(["B", "A"], reference="Z").levels == ("A", "B")


def test_a_factor_forgets_levels_that_are_gone():
    kept = SITE.kept(np.array([True, False, True, False]))
    assert kept.levels == ("B", "C")
    assert kept.codes_n.tolist() == [0, 1]


def test_treatment_columns_are_named_as_in_r():
    columns = treatment("site", SITE)
    assert list(columns) == ["siteB", "siteC"]
    assert columns["siteB"].tolist() == [1, 0, 0, 0]


def test_an_interaction_multiplies():
    both = interaction({"a": np.array([1.0, 2])}, {"b": np.array([3.0, 4]), "c": np.ones(2)})
    assert {name: column.tolist() for name, column in both.items()} == {
        "a:b": [3, 8],
        "a:c": [1, 2],
    }


def test_columns_that_add_up_to_earlier_ones_are_left_out():
    one, other = np.array([1.0, 0, 0, 1]), np.array([0.0, 1, 1, 0])
    design = Design.of(4, {"one": {"one": one}, "other": {"other": other, "zero": np.zeros(4)}})
    assert design.names == ("(Intercept)", "one")
    assert design.aliased == ("other", "zero")


def test_a_design_without_a_term_keeps_the_others():
    design = Design.of(4, {"site": treatment("site", SITE), "x": {"x": np.arange(4.0) ** 2}})
    assert design.without("site").names == ("(Intercept)", "x")


def test_orthonormal_columns_and_their_triangle_give_the_columns_back():
    design = Design.of(4, {"x": {"x": np.arange(4.0)}})
    q, triangle = design.orthonormal()
    assert q @ triangle == pytest.approx(design.x_np)
    assert q.T @ q / 4 == pytest.approx(np.eye(2), abs=1e-12)
