from itertools import combinations

import numpy as np
import pytest

from reviewapp.results.statistics.agreement.chance_corrected import (
    NO_PAIR,
    brennan_prediger,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
)
from reviewapp.results.statistics.coding import MISSING

FAMILY = {
    "percent_agreement": percent_agreement,
    "fleiss_kappa": fleiss_kappa,
    "gwet_ac": gwet_ac1,
    "brennan_prediger": brennan_prediger,
}
STUDIES = [
    "fleiss1971_diagnoses",
    "gwet2014_raw4raters",
    "gwet2014_raw5obser",
    "synth_binary_missing",
    "synth_crossed_agreement",
    "synth_ordinal_complete",
]


@pytest.mark.parametrize("study", STUDIES)
@pytest.mark.parametrize("weighting", ["identity", "linear", "quadratic"])
def test_estimates_and_standard_errors_match_gwets_own(known_answers, study, weighting):
    known = known_answers(study)
    suffix = "" if weighting == "identity" else f"_{weighting}"
    for name, coefficient in FAMILY.items():
        if f"{name}{suffix}" not in known.expected:
            continue
        found = coefficient(known.codes(), categories=len(known.categories()), weighting=weighting)
        known.check(f"{name}{suffix}", found.value)
        known.check(f"{name}{suffix}_se", found.se)


def test_fleiss_kappa_of_diagnoses_given_as_counts(known_answers):
    known = known_answers("gwet_distrib6raters")
    codes_rc = np.array([np.repeat(np.arange(5), row) for row in known.data["counts"]]).T
    for name, coefficient in FAMILY.items():
        found = coefficient(codes_rc, categories=5)
        known.check(name, found.value)
        if name != "percent_agreement":
            known.check(f"{name}_se", found.se)


@pytest.mark.parametrize("study", ["cohen1960_table", "feinstein_cicchetti1990_a",
                                   "feinstein_cicchetti1990_b"])  # fmt: skip
def test_two_readers_have_scotts_pi(known_answers, study):
    known = known_answers(study)
    categories = len(known.categories())
    for name, coefficient in (("scott_pi", fleiss_kappa), ("gwet_ac", gwet_ac1),
                              ("brennan_prediger", brennan_prediger)):  # fmt: skip
        found = coefficient(known.codes(), categories=categories)
        known.check(name, found.value)
        known.check(f"{name}_se", found.se)


@pytest.mark.parametrize(
    "study",
    [
        "degenerate_all_same_category",
        "degenerate_one_case",
        "degenerate_perfect_agreement",
        "degenerate_total_disagreement",
    ],
)
def test_degenerate_readings_follow_the_rule_and_have_no_interval_without_spread(
    known_answers, study
):
    known = known_answers(study)
    for name, coefficient in FAMILY.items():
        if name in known.expected:
            found = coefficient(known.codes(), categories=2)
            known.check(name, found.value)
            assert found.low is None
            assert found.reason or found.interval_reason


def test_nothing_read_twice_has_no_agreement():
    for coefficient in FAMILY.values():
        for codes_rc in (np.full((2, 3), MISSING), np.array([[0, 1, 1]]), np.zeros((0, 0), int)):
            found = coefficient(codes_rc, categories=2)
            assert (found.value, found.reason) == (None, NO_PAIR)


def slow_fleiss_kappa(codes_rc, categories):
    """Counts agreeing pairs of readings one by one; every case read by everybody."""
    pairs = [one == other for case in codes_rc.T for one, other in combinations(case.tolist(), 2)]
    observed = sum(pairs) / len(pairs)
    shares = [(codes_rc == category).mean() for category in range(categories)]
    expected = sum(share**2 for share in shares)
    return (observed - expected) / (1 - expected)


@pytest.mark.parametrize("seed", range(5))
def test_fleiss_kappa_equals_its_slow_twin(seed):
    codes_rc = np.random.default_rng(seed).integers(0, 4, (5, 17))
    found = fleiss_kappa(codes_rc, categories=4)
    assert found.value == pytest.approx(slow_fleiss_kappa(codes_rc, 4))


def test_the_prevalence_paradox_shows_side_by_side():
    codes_rc = np.zeros((2, 100), dtype=int)
    codes_rc[0, :3], codes_rc[1, 3:6] = 1, 1
    assert percent_agreement(codes_rc, categories=2).value == pytest.approx(0.94)
    assert fleiss_kappa(codes_rc, categories=2).value < 0
    assert gwet_ac1(codes_rc, categories=2).value > 0.9


def test_a_code_outside_the_declared_scale_is_refused():
    with pytest.raises(ValueError, match="codes run"):
        fleiss_kappa(np.array([[0, 2], [0, 1]]), categories=2)
