from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewapp.results.statistics.agreement.chance_corrected import NO_PAIR
from reviewapp.results.statistics.agreement.krippendorff import krippendorff_alpha
from reviewapp.results.statistics.coding import MISSING

METRICS = ("nominal", "ordinal", "interval")


@pytest.mark.parametrize(
    "study",
    [
        "krippendorff_canonical",
        "fleiss1971_diagnoses",
        "gwet2014_raw5obser",
        "irr_anxiety",
        "synth_binary_missing",
        "synth_crossed_agreement",
        "synth_ordinal_complete",
        "degenerate_all_same_category",
        "degenerate_one_case",
        "degenerate_perfect_agreement",
        "degenerate_total_disagreement",
    ],
)
def test_alpha_is_the_known_one(known_answers, study):
    known = known_answers(study)
    for metric in METRICS:
        if f"alpha_{metric}" in known.expected:
            found = krippendorff_alpha(
                known.codes(), categories=len(known.categories()), metric=metric, replicates=50
            )
            known.check(f"alpha_{metric}", found.value)


def test_the_bootstrap_gives_the_known_interval(known_answers):
    known = known_answers("synth_binary_missing")
    found = krippendorff_alpha(known.codes(), categories=2, seed=1)
    known.check("alpha_nominal_boot_lo", found.low)
    known.check("alpha_nominal_boot_hi", found.high)


def slow_alpha(codes_rc, distance):
    """alpha straight from its definition: all ordered pairs within cases, and all pairs at all."""
    cases = [[code for code in case if code != MISSING] for case in codes_rc.T.tolist()]
    cases = [case for case in cases if len(case) > 1]
    values = [code for case in cases for code in case]
    observed = sum(
        distance(a, b) / (len(case) - 1) for case in cases for a, b in permutations(case, 2)
    ) / len(values)
    expected = sum(distance(a, b) for a, b in permutations(values, 2)) / (
        len(values) * (len(values) - 1)
    )
    return 1 - observed / expected


@pytest.mark.parametrize("seed", range(4))
def test_alpha_equals_its_slow_twin_with_readings_missing(seed):
    codes_rc = np.random.default_rng(seed).integers(MISSING, 4, (4, 12))
    for metric, distance in (
        ("nominal", lambda a, b: a != b),
        ("interval", lambda a, b: (a - b) ** 2),
    ):
        found = krippendorff_alpha(codes_rc, categories=4, metric=metric, replicates=10)
        assert found.value == pytest.approx(slow_alpha(codes_rc, distance))


def test_each_replicate_is_the_alpha_of_the_cases_drawn():
    codes_rc = np.random.default_rng(7).integers(0, 3, (3, 9))
    drawn = np.random.default_rng(0).multinomial(9, np.full(9, 1 / 9), size=400)
    slow = [slow_alpha(np.repeat(codes_rc, times, axis=1), lambda a, b: a != b) for times in drawn]
    found = krippendorff_alpha(codes_rc, categories=3, seed=0, replicates=400)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(slow, (0.025, 0.975))))


def test_no_variation_and_no_pairs_say_so():
    same = krippendorff_alpha(np.zeros((3, 4), dtype=int), categories=2)
    assert (same.value, "no variation" in same.reason) == (None, True)
    alone = krippendorff_alpha(np.array([[0, 1, 0]]), categories=2)
    assert (alone.value, alone.reason) == (None, NO_PAIR)


def test_replicates_without_variation_are_dropped_and_counted():
    codes_rc = np.zeros((2, 6), dtype=int)
    codes_rc[:, 0] = 1
    codes_rc[0, 1] = 1
    found = krippendorff_alpha(codes_rc, categories=2, seed=3)
    assert "dropped" in found.note
    assert found.low < found.value <= found.high


def slow_ordinal(codes_rc):
    """Krippendorff's ordinal distance by counting the values that lie between two."""
    paired = [[code for code in case if code != MISSING] for case in codes_rc.T.tolist()]
    values = [code for case in paired if len(case) > 1 for code in case]

    def distance(a, b):
        low, high = min(a, b), max(a, b)
        between = sum(low <= value <= high for value in values)
        return (between - (values.count(low) + values.count(high)) / 2) ** 2 if a != b else 0

    return slow_alpha(codes_rc, distance)


@pytest.mark.parametrize("seed", range(4))
def test_ordinal_and_ratio_alpha_equal_their_slow_twins(seed):
    codes_rc = np.random.default_rng(seed).integers(MISSING, 4, (4, 12))
    ordinal = krippendorff_alpha(codes_rc, categories=4, metric="ordinal", replicates=10)
    assert ordinal.value == pytest.approx(slow_ordinal(codes_rc))
    value_q = np.array([0.0, 1, 2.5, 10])

    def distance(a, b):
        a, b = value_q[a], value_q[b]
        return 0 if a == b else ((a - b) / (a + b)) ** 2

    ratio = krippendorff_alpha(
        codes_rc, categories=4, metric="ratio", values_q=value_q, replicates=10
    )
    assert ratio.value == pytest.approx(slow_alpha(codes_rc, distance))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([*METRICS, "ratio"]))
def test_neither_order_of_readers_and_cases_nor_unused_categories_matter(seed, metric):
    generator = np.random.default_rng(seed)
    codes_rc = generator.integers(MISSING, 3, (4, 10))
    moved = codes_rc[generator.permutation(4)][:, generator.permutation(10)]
    plain = krippendorff_alpha(codes_rc, categories=3, metric=metric, replicates=2)
    other = krippendorff_alpha(moved, categories=5, metric=metric, replicates=2)
    assert other.value == pytest.approx(plain.value)


def test_names_of_nominal_categories_do_not_matter():
    codes_rc = np.random.default_rng(1).integers(0, 3, (4, 10))
    renamed = np.array([2, 0, 1])[codes_rc]
    both = [
        krippendorff_alpha(one, categories=3, replicates=2).value for one in (codes_rc, renamed)
    ]
    assert both[0] == pytest.approx(both[1])


def test_a_matrix_of_distances_gives_gwets_form_and_nominal_is_one_of_them():
    codes_rc = np.random.default_rng(2).integers(0, 3, (3, 10))
    given_form = krippendorff_alpha(codes_rc, categories=3, metric=1 - np.eye(3), replicates=2)
    assert given_form.value == krippendorff_alpha(codes_rc, categories=3, replicates=2).value


def test_a_ratio_scale_has_no_negative_values():
    found = krippendorff_alpha(
        np.array([[0, 1], [1, 0]]), categories=2, metric="ratio", values_q=np.array([-1.0, 1])
    )
    assert "no ratio scale" in found.reason
