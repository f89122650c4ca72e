import numpy as np
import pytest
from scipy import special

from reviewapp.results.statistics.models.design import Design
from reviewapp.results.statistics.models.separation import separating_columns, start_of

X = np.linspace(-2, 2, 40)


def test_a_threshold_separates_completely():
    design = Design.of(40, {"x": {"x": X}})
    assert "x" in separating_columns(design, (X > 0.3).astype(float), np.ones(40))


def test_one_reading_on_the_wrong_side_ends_the_separation():
    outcome = (X > 0.3).astype(float)
    outcome[[0, -1]] = 1 - outcome[[0, -1]]
    design = Design.of(40, {"x": {"x": X}})
    assert separating_columns(design, outcome, np.ones(40)) == ()


def test_a_group_without_failures_separates_in_part_and_is_named():
    group = (X > 1).astype(float)
    outcome = np.where(group == 1, 1.0, np.arange(40) % 2)
    design = Design.of(40, {"g": {"g": group}, "x": {"h": np.cos(X)}})
    assert separating_columns(design, outcome, np.ones(40)) == ("g",)


def test_a_strong_effect_is_no_separation():
    design = Design.of(40, {"x": {"x": 100 * X}})
    outcome = (X > 0).astype(float)
    outcome[[18, 21]] = 1 - outcome[[18, 21]]
    assert separating_columns(design, outcome, np.ones(40)) == ()


def test_the_start_is_the_ordinary_logistic_regression():
    rng = np.random.default_rng(1)
    outcome = (rng.random(40) < special.expit(X)).astype(float)
    design = Design.of(40, {"x": {"x": X}})
    mean = special.expit(design.x_np @ start_of(design, outcome, np.ones(40)))
    assert design.x_np.T @ (outcome - mean) == pytest.approx(np.zeros(2), abs=1e-8)
