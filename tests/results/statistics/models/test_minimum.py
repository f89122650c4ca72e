import numpy as np
import pytest

from reviewapp.results.statistics.models.minimum import minimise


def bowl(centre, square):
    """Smallest at `centre` and where the SD's square is `square`, which may be negative."""

    def objective(at):
        distance, excess = at[0] - centre, at[1] ** 2 - square
        value = distance**2 + excess**2
        return value, np.array([2 * distance, 4 * at[1] * excess])

    return objective


def test_a_minimum_inside_is_found_to_rounding():
    found = minimise(bowl(3.0, 0.25), np.array([0.0, 1.0]), deviations=1, most=10)
    assert found.at == pytest.approx([3.0, 0.5], abs=1e-9)
    assert found.hessian == pytest.approx(np.diag([2.0, 2.0]), abs=1e-4)
    assert not found.reason


def test_an_sd_at_its_boundary_is_exactly_0_and_not_among_the_free():
    found = minimise(bowl(3.0, -0.5), np.array([0.0, 1.0]), deviations=1, most=10)
    assert found.at[1] == 0
    assert found.free.tolist() == [True, False]
    assert found.inverse_hessian() == pytest.approx(np.array([[0.5]]), rel=1e-6)


def test_a_start_on_the_ridge_at_0_leaves_it():
    found = minimise(bowl(3.0, 0.25), np.array([0.0, 0.0]), deviations=1, most=10)
    assert found.at == pytest.approx([3.0, 0.5], abs=1e-9)


def test_an_sd_without_bound_is_told():
    def falling(at):
        return 1 / (1 + at[0] ** 2), np.array([-2 * at[0] / (1 + at[0] ** 2) ** 2])

    assert "without bound" in minimise(falling, np.array([1.0]), deviations=1, most=10).reason


def test_a_flat_direction_is_told():
    def flat(at):
        return at[0] ** 2, np.array([2 * at[0], 0.0])

    assert "flat" in minimise(flat, np.array([1.0, 1.0]), deviations=0, most=10).reason
