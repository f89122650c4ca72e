import pytest

from reviewapp.results.statistics.discrimination.areas import area_figures
from reviewapp.results.statistics.discrimination.power import (
    PairedPilot,
    cases_for_difference,
    power_of_difference,
)
from reviewapp.results.statistics.discrimination.two_conditions import components

from .studies import small_study

PILOT = PairedPilot(
    cases=100, interaction=0.0002, variance=0.0008, cov1=0.00035, cov2=0.00034, cov3=0.00024
)


def test_without_an_effect_the_power_is_alpha():
    found = power_of_difference(PILOT, readers=6, cases=100, effect=0.0, alpha=0.1)
    assert found == pytest.approx(0.1)


def test_more_cases_and_more_readers_help():
    powers = [
        power_of_difference(PILOT, readers=readers, cases=cases, effect=0.05)
        for readers, cases in [(4, 60), (6, 60), (6, 200)]
    ]
    assert powers == sorted(powers)


def test_the_number_of_cases_is_the_first_that_is_enough():
    cases = cases_for_difference(PILOT, readers=6, effect=0.05)
    enough, fewer = (
        power_of_difference(PILOT, readers=6, cases=n, effect=0.05) for n in (cases, cases - 1)
    )
    assert fewer <= 0.8 < enough


def test_readers_who_differ_too_much_never_show_it():
    wild = PairedPilot(cases=100, interaction=1.0, variance=0.1, cov1=0.0, cov2=0.0, cov3=0.0)
    assert cases_for_difference(wild, readers=3, effect=0.01) is None


def test_a_negative_reader_component_counts_as_none():
    negative = PairedPilot(**{**vars(PILOT), "interaction": -1.0})
    nothing = PairedPilot(**{**vars(PILOT), "interaction": 0.0})
    assert power_of_difference(negative, readers=5, cases=90, effect=0.04) == power_of_difference(
        nothing, readers=5, cases=90, effect=0.04
    )


def test_a_study_gives_back_the_mean_square_that_its_components_came_from():
    truth_c, rating_rc = small_study(readers=8, cases=40)
    figures = area_figures(rating_rc, truth_c)
    found = components(figures.figure_r.reshape(2, -1), figures.covariance_rr)
    pilot = PairedPilot.of(found, cases=40)
    shared = max(pilot.cov2 - pilot.cov3, 0)
    assert pilot.interaction + pilot.variance - pilot.cov1 - shared == pytest.approx(
        found.ms_interaction
    )


@pytest.mark.parametrize(("readers", "cases"), [(1, 100), (5, 1)])
def test_a_study_of_one_is_no_study(readers, cases):
    with pytest.raises(ValueError, match="two readers"):
        power_of_difference(PILOT, readers=readers, cases=cases, effect=0.1)
