from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewapp.results.statistics.agreement.chance_corrected import (
    NO_PAIR,
    NO_SPREAD,
    brennan_prediger,
    category_kappa,
    chance_agreement,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
    table_form_se,
)
from reviewapp.results.statistics.agreement.cohen import cohen_kappa
from reviewapp.results.statistics.coding import MISSING

FAMILY = {
    "percent_agreement": percent_agreement,
    "fleiss_kappa": fleiss_kappa,
    "conger_kappa": conger_kappa,
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
        if name not in known.expected:
            continue
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


def slow_conger(codes_rc, weights):
    """Chance agreement of every ordered pair of readers, one by one."""
    readers = range(len(codes_rc))
    shares = [[(row[row >= 0] == k).mean() for k in range(len(weights))] for row in codes_rc]
    chance = [np.array(shares[g]) @ weights @ shares[h] for g in readers for h in readers if g != h]
    seen = []
    for case in codes_rc.T.tolist():
        pairs = list(combinations([code for code in case if code != MISSING], 2))
        if pairs:
            seen.append(np.mean([weights[a][b] for a, b in pairs]))
    return (np.mean(seen) - np.mean(chance)) / (1 - np.mean(chance))


@pytest.mark.parametrize("seed", range(5))
def test_conger_kappa_equals_its_slow_twin_with_readings_missing(seed):
    codes_rc = np.random.default_rng(seed).integers(MISSING, 3, (4, 15))
    weights = np.array([[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]])
    found = conger_kappa(codes_rc, categories=3, weighting="linear")
    assert found.value == pytest.approx(slow_conger(codes_rc, weights))


def test_conger_kappa_of_two_readers_is_cohens_and_their_errors_differ_by_the_divisor():
    codes_rc = np.random.default_rng(6).integers(0, 3, (2, 40))
    conger, cohen = (one(codes_rc, categories=3) for one in (conger_kappa, cohen_kappa))
    assert conger.value == pytest.approx(cohen.value)
    assert table_form_se(conger) == pytest.approx(cohen.se)


def jackknife_se(codes_rc, coefficient):
    n = codes_rc.shape[1]
    left = [coefficient(np.delete(codes_rc, c, axis=1), categories=3).value for c in range(n)]
    return np.sqrt((n - 1) / n * np.sum((np.array(left) - np.mean(left)) ** 2))


@pytest.mark.parametrize("name", FAMILY)
def test_linearised_errors_are_close_to_the_jackknife(name):
    generator = np.random.default_rng(11)
    truth = generator.integers(0, 3, 150)
    noise = generator.integers(0, 3, (5, 150))
    codes_rc = np.where(generator.random((5, 150)) < 0.5, truth, noise)
    codes_rc[generator.random((5, 150)) < 0.1] = MISSING
    found = FAMILY[name](codes_rc, categories=3)
    assert found.se == pytest.approx(jackknife_se(codes_rc, FAMILY[name]), rel=0.05)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(sorted(FAMILY)))
def test_names_of_readers_cases_and_categories_do_not_matter(seed, name):
    generator = np.random.default_rng(seed)
    codes_rc = generator.integers(MISSING, 3, (4, 12))
    renamed = np.append(generator.permutation(3), MISSING)
    moved = renamed[codes_rc][generator.permutation(4)][:, generator.permutation(12)]
    plain, other = (FAMILY[name](codes, categories=3) for codes in (codes_rc, moved))
    assert (other.value, other.se) == pytest.approx((plain.value, plain.se))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(1, 4))
def test_any_readings_give_a_figure_or_a_reason(seed, readers, cases):
    codes_rc = np.random.default_rng(seed).integers(MISSING, 2, (readers, cases))
    for coefficient in FAMILY.values():
        found = coefficient(codes_rc, categories=2, weighting="quadratic")
        assert found.value is None or found.value <= 1 + 1e-9
        assert found.low is None or found.low <= found.value <= found.high


def test_perfect_agreement_has_an_error_of_0_and_no_interval():
    found = fleiss_kappa(np.array([[0, 1, 1], [0, 1, 1]]), categories=2)
    assert (found.value, found.se, found.low, found.interval_reason) == (1, 0, None, NO_SPREAD)


def test_with_all_categories_alike_chance_is_1_over_their_number():
    codes_rc = np.array([[0, 1, 2, 3], [1, 0, 3, 2]])
    for coefficient in ("fleiss", "conger", "brennan_prediger"):
        chance = chance_agreement(coefficient, codes_rc, categories=4)
        assert chance == pytest.approx(0.25)
    assert chance_agreement("fleiss", codes_rc[:1], categories=4) is None


def test_two_categories_have_one_kappa_for_both():
    codes_rc = np.random.default_rng(5).integers(0, 2, (3, 20))
    both = [category_kappa(codes_rc, category=k, categories=2).value for k in (0, 1)]
    assert both == pytest.approx([fleiss_kappa(codes_rc, categories=2).value] * 2)
