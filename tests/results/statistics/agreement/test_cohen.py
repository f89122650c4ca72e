import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from reviewapp.results.statistics.agreement.cohen import cohen_kappa, cross_table, null_se
from reviewapp.results.statistics.coding import MISSING


def codes_of(table):
    """Two rows of codes that give the table back."""
    pairs = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return np.array(pairs).T


@pytest.mark.parametrize(
    "study",
    [
        "cohen1960_table",
        "feinstein_cicchetti1990_a",
        "feinstein_cicchetti1990_b",
        "gwet_abstractors_3x3",
        "landis_koch1977_ms_new_orleans",
    ],
)
def test_published_tables_have_their_published_kappa(known_answers, study):
    known = known_answers(study)
    table = known.data["table"]
    found = cohen_kappa(codes_of(table), categories=len(table))
    known.check("cohen_kappa", found.value)
    known.check("cohen_kappa_se", found.se)
    if "cohen_kappa_quadratic" in known.expected:
        squared = cohen_kappa(codes_of(table), categories=len(table), weighting="quadratic")
        known.check("cohen_kappa_quadratic", squared.value)
        known.check("cohen_kappa_quadratic_se", squared.se)


@pytest.mark.parametrize("weighting", ["linear", "quadratic"])
def test_weighted_kappa_of_cohen_1968(known_answers, weighting):
    known = known_answers("cohen1968_weighted_kappa")
    table = known.data["table"]
    found = cohen_kappa(codes_of(table), categories=3, weighting=weighting)
    known.check(f"weighted_kappa_{weighting}", found.value)
    known.check(f"weighted_kappa_{weighting}_se", found.se)


def slow_kappa(first, second):
    """Kappa by counting: the pairs at hand against all pairs that could be made."""
    n = len(first)
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    chance = sum(a == b for a in first for b in second) / n**2
    return (observed - chance) / (1 - chance)


@pytest.mark.parametrize("seed", range(5))
def test_kappa_equals_its_slow_twin(seed):
    codes_rc = np.random.default_rng(seed).integers(0, 3, (2, 25))
    found = cohen_kappa(codes_rc, categories=3)
    assert found.value == pytest.approx(slow_kappa(*codes_rc.tolist()))


def test_cases_that_one_of_the_two_missed_are_left_out():
    codes_rc = np.array([[0, 1, 1, 0, MISSING], [0, 1, 0, 0, 1]])
    found = cohen_kappa(codes_rc, categories=2)
    assert found.value == pytest.approx(slow_kappa([0, 1, 1, 0], [0, 1, 0, 0]))
    assert found.extent.cases == 4


def test_a_reader_who_says_one_thing_only_has_kappa_without_an_interval():
    found = cohen_kappa(np.array([[0, 0, 0, 0], [0, 1, 0, 1]]), categories=2)
    assert (found.value, found.low) == (0, None)
    assert "single category" in found.interval_reason


def test_two_readers_who_always_say_the_same_thing_have_no_kappa():
    found = cohen_kappa(np.zeros((2, 5), dtype=int), categories=2)
    assert found.value is None
    assert "no variation" in found.reason


def test_perfect_agreement_has_no_interval():
    found = cohen_kappa(np.array([[0, 1, 0, 1], [0, 1, 0, 1]]), categories=2)
    assert (found.value, found.low) == (1, None)


def test_no_common_case_has_no_kappa_and_three_readers_are_refused():
    assert cohen_kappa(np.array([[0, -1], [-1, 1]]), categories=2).reason
    with pytest.raises(ValueError, match="two readers"):
        cohen_kappa(np.zeros((3, 2), dtype=int), categories=2)


@pytest.mark.parametrize("weighting", ["identity", "linear", "quadratic"])
def test_estimate_and_both_errors_are_those_of_statsmodels(weighting):
    codes_rc = np.random.default_rng(3).integers(0, 4, (2, 60))
    weights = None if weighting == "identity" else weighting
    twin = cohens_kappa(cross_table(codes_rc, categories=4), wt=weights)
    found = cohen_kappa(codes_rc, categories=4, weighting=weighting)
    assert (found.value, found.se) == pytest.approx((twin.kappa, twin.std_kappa))
    assert null_se(codes_rc, categories=4, weighting=weighting) == pytest.approx(twin.std_kappa0)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_neither_the_order_of_the_two_nor_of_cases_nor_names_matter(seed):
    generator = np.random.default_rng(seed)
    codes_rc = generator.integers(0, 3, (2, 15))
    moved = generator.permutation(3)[codes_rc[::-1][:, generator.permutation(15)]]
    plain, other = (cohen_kappa(codes, categories=3) for codes in (codes_rc, moved))
    assert (other.value, other.se) == pytest.approx((plain.value, plain.se))


def test_weights_may_be_a_matrix_that_is_not_symmetric():
    codes_rc = np.array([[0, 0, 1, 1, 1], [0, 1, 1, 0, 0]])
    harsh = np.array([[1, 0.8], [0, 1]])
    found = cohen_kappa(codes_rc, categories=2, weighting=harsh)
    observed = (1 + 0.8 + 1 + 0 + 0) / 5
    chance = 2 / 5 * (3 / 5 + 0.8 * 2 / 5) + 3 / 5 * 2 / 5
    assert found.value == pytest.approx((observed - chance) / (1 - chance))


def test_no_null_error_where_kappa_is_undefined_or_certain():
    for codes_rc in (np.zeros((2, 4), int), np.array([[0, -1], [-1, 1]])):
        assert null_se(codes_rc, categories=2) is None


def test_the_interval_is_skewed_towards_0_and_keeps_within_the_range():
    codes_rc = np.array([[0, 1] * 10, [0, 1] * 9 + [1, 1]])
    found = cohen_kappa(codes_rc, categories=2)
    assert -1 < found.low < found.value < found.high < 1
    assert found.value - found.low > found.high - found.value


def test_with_many_cases_the_interval_is_the_normal_one():
    codes_rc = np.random.default_rng(4).integers(0, 2, (2, 50_000))
    found = cohen_kappa(codes_rc, categories=2)
    normal = (found.value - 1.96 * found.se, found.value + 1.96 * found.se)
    assert (found.low, found.high) == pytest.approx(normal, abs=1e-4)
