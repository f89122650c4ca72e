"""Contrasts as checks."""

import numpy as np
import pytest

from generator.evaluation.fidelity.cohort import Contrast, cohort_of
from generator.evaluation.fidelity.part import Part, all_of, excess_check, name_of
from generator.evaluation.findings import Light, Threshold
from tests.generator.evaluation.ecg_sets import a_set

LIMITS = Threshold(green=0.1, amber=0.5, why="for the test")
FOUND = Contrast(value=1.0, low=0.4, high=1.6, floor=0.3, floor_high=0.6, floors=np.zeros(1))


@pytest.fixture(scope="module")
def cohort():
    return cohort_of(*(a_set(40, rhythms=("SR",) * 40) for _ in range(2)), "SR", seed=1)


def test_the_value_is_what_goes_beyond_real_halves(cohort) -> None:
    check = excess_check("mmd", "MMD", cohort, FOUND, LIMITS, says="V1: ")
    assert (check.name, check.title) == ("fidelity.mmd_sr", "MMD (SR)")
    assert (check.value, check.low, check.high) == pytest.approx((0.4, 0, 1.0))
    assert (check.light, check.n) == (Light.AMBER, 80)
    assert check.says == (
        "V1: 1 between real and synthetic, 0.3 between real halves (by chance to 0.6), "
        "20 records on each side."
    )


def test_chance_s_allowance_and_the_threshold_s_unit_are_kept(cohort) -> None:
    check = excess_check(
        "mmd", "MMD", cohort, FOUND, LIMITS, allowance=0.15, scale=lambda excess: excess**0.5
    )
    assert check.value == pytest.approx(0.5)
    assert "to 0.75" in check.says


def test_no_contrast_is_grey_and_says_why(cohort) -> None:
    check = excess_check("mmd", "MMD", cohort, None, LIMITS)
    assert (check.value, check.light) == (None, Light.GREY)
    assert "have it" in check.says
    absent = cohort_of(a_set(4), a_set(4), "LBBB", seed=1)
    assert "0 real and 0 synthetic" in excess_check("a", "A", absent, None, LIMITS).says


def test_names_fit_any_rhythm() -> None:
    assert name_of("mmd", "1st-degree AVB") == "fidelity.mmd_1st_degree_avb"


def test_parts_are_joined_in_order(cohort) -> None:
    checks = [excess_check(what, what, cohort, FOUND, LIMITS) for what in "ab"]
    joined = all_of([Part(checks=(checks[0],)), Part(), Part(checks=(checks[1],))])
    assert joined.checks == tuple(checks)
