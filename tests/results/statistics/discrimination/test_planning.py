import numpy as np
import pytest
from scipy import stats

from reviewapp.results.statistics.discrimination.areas import Figures, area_figures
from reviewapp.results.statistics.discrimination.equivalence import Band
from reviewapp.results.statistics.discrimination.planning import (
    Pilot,
    Plan,
    cases_for_equivalence,
    pilot_of,
    plan,
    power_of_equivalence,
    power_to_differ,
)
from reviewapp.results.statistics.discrimination.reader_case import reader_variance

from .studies import small_study

PILOT = Pilot(cases=100, readers=0.0014, error=0.0024, shared=0.0005)


def test_the_same_study_again_has_the_same_standard_error():
    truth_c, rating_rc = small_study(seed=4, readers=6, cases=30)
    figures = area_figures(rating_rc, truth_c)
    pilot, spread = pilot_of(figures, cases=30), reader_variance(*vars(figures).values())
    assert pilot.readers > 0
    again = plan(pilot, readers=6, cases=30)
    assert (again.se**2, again.df) == pytest.approx((spread.variance, spread.df))


def test_many_cases_leave_what_readers_differ_by():
    assert plan(PILOT, readers=7, cases=10**7).se == pytest.approx((0.0014 / 7) ** 0.5, rel=1e-3)


@pytest.mark.parametrize(("readers", "cases"), [(3, 300), (6, 120)])
def test_both_powers_as_simulated_from_the_t_tests_themselves(readers, cases):
    planned, truth = plan(PILOT, readers=readers, cases=cases), 0.52
    generator = np.random.default_rng(0)
    value = generator.normal(truth, planned.se, 40_000)
    se = planned.se * np.sqrt(generator.chisquare(planned.df, 40_000) / planned.df)
    edge = stats.t.isf(0.05, planned.df) * se
    equivalent = ((value - edge > 0.4) & (value + edge < 0.6)).mean()
    differs = (np.abs(value - 0.5) > stats.t.isf(0.025, planned.df) * se).mean()
    assert power_of_equivalence(planned, truth=truth, band=Band()) == pytest.approx(
        equivalent, abs=0.01
    )
    assert power_to_differ(planned, truth=truth) == pytest.approx(differs, abs=0.01)


def test_limits_of_power():
    precise = Plan(readers=5, cases=5, se=1e-6, df=float("inf"))
    assert power_to_differ(precise, truth=0.5) == pytest.approx(0.05)
    assert power_to_differ(precise, truth=0.51) == pytest.approx(1)
    assert power_of_equivalence(precise, truth=0.5, band=Band()) == pytest.approx(1)
    assert power_of_equivalence(precise, truth=0.6, band=Band()) == pytest.approx(0.05)


def test_the_number_of_cases_is_the_first_that_is_enough():
    cases = cases_for_equivalence(PILOT, readers=10, truth=0.5, band=Band())
    enough, fewer = (
        power_of_equivalence(plan(PILOT, readers=10, cases=n), truth=0.5, band=Band())
        for n in (cases, cases - 1)
    )
    assert fewer < 0.8 <= enough
    assert cases_for_equivalence(PILOT, readers=3, truth=0.6, band=Band()) is None


def test_one_reader_teaches_no_components():
    assert pilot_of(Figures(np.array([0.5]), np.eye(1)), cases=10) is None
    assert pilot_of(Figures(np.array([0.5, 0.6]), None), cases=10) is None


@pytest.mark.parametrize(("readers", "cases"), [(1, 100), (5, 1)])
def test_a_study_of_one_is_no_study(readers, cases):
    with pytest.raises(ValueError, match="two readers"):
        plan(PILOT, readers=readers, cases=cases)


def test_a_pilot_without_variance_plans_nothing():
    with pytest.raises(ValueError, match="no variance"):
        plan(Pilot(cases=10, readers=0, error=0, shared=0), readers=5, cases=50)
