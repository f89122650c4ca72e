import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from reviewapp.results.statistics.coding import MISSING
from reviewapp.results.statistics.models.case_difficulty import case_difficulty, cronbach_alpha

RIGHT = (np.random.default_rng(1).random((10, 6)) < np.linspace(0.2, 0.9, 6)).astype(np.int64)
NAMES = tuple("abcdef")


def test_a_case_has_its_share_with_wilson_and_its_correlation_with_the_rest():
    found = case_difficulty(correct_rc=RIGHT, cases=NAMES).cases[2]
    low, high = proportion_confint(RIGHT[:, 2].sum(), 10, method="wilson")
    assert (found.correct.low, found.correct.high) == pytest.approx((low, high))
    rest = np.delete(RIGHT, 2, axis=1).sum(axis=1)
    assert found.item_rest.value == pytest.approx(stats.pearsonr(RIGHT[:, 2], rest)[0])


def test_a_constant_case_has_no_correlation_but_a_share():
    table = RIGHT.copy()
    table[:, 1] = 1
    found = case_difficulty(correct_rc=table, cases=NAMES)
    assert found.cases[1].correct.value == 1
    assert "constant" in found.cases[1].item_rest.reason
    assert found.constant == 1
    assert found.alpha.value != found.alpha_varying.value


def test_cases_that_fooled_most_and_fewest():
    found = case_difficulty(correct_rc=RIGHT, cases=NAMES)
    shares = RIGHT.mean(axis=0)
    assert [case.correct.value for case in found.most_fooling(2)] == sorted(shares)[:2]
    assert found.least_fooling(1)[0].correct.value == max(shares)


def test_flags_are_those_of_benjamini_and_hochberg():
    table = np.ones((12, 4), dtype=np.int64)
    table[::2, :3] = 0  # three cases at chance, one that everybody got right
    found = case_difficulty(correct_rc=table, cases=tuple("abcd")).cases
    assert [case.is_flagged for case in found] == [False, False, False, True]
    assert found[3].adjusted_p == pytest.approx(4 * 2 / 2**12)


def test_a_reading_left_out_counts_for_nothing():
    table = RIGHT.copy()
    table[0, 2] = table[1, 4] = MISSING
    found = case_difficulty(correct_rc=table, cases=NAMES).cases[2]
    assert found.correct.extent.readings == 9
    assert found.correct.value == RIGHT[1:, 2].mean()


def test_a_case_that_nobody_read_has_a_reason():
    table = RIGHT.copy()
    table[:, 0] = MISSING
    found = case_difficulty(correct_rc=table, cases=NAMES)
    assert found.cases[0].correct.reason == "nobody read this case"
    assert found.cases[0].p is None
    assert "a" not in [case.case for case in found.most_fooling(6)]


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000))
def test_the_order_of_readers_and_cases_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    readers, cases = rng.permutation(10), rng.permutation(6)
    again = case_difficulty(
        correct_rc=RIGHT[readers][:, cases], cases=tuple(NAMES[place] for place in cases)
    )
    first = {case.case: case for case in case_difficulty(correct_rc=RIGHT, cases=NAMES).cases}
    for case in again.cases:
        assert case.item_rest.value == pytest.approx(first[case.case].item_rest.value)
        assert case.adjusted_p == pytest.approx(first[case.case].adjusted_p)


def test_alpha_of_copies_is_one_and_of_nothing_is_undefined():
    copies = np.repeat(RIGHT[:, :1], 3, axis=1).astype(float)
    assert cronbach_alpha(copies).value == pytest.approx(1)
    assert cronbach_alpha(np.ones((5, 3))).value is None
    assert cronbach_alpha(np.ones((0, 0))).reason


def test_two_readers_are_too_few_for_a_correlation():
    assert (
        "fewer than 3"
        in case_difficulty(correct_rc=RIGHT[:2], cases=NAMES).cases[3].item_rest.reason
    )


def test_a_name_for_each_case_is_needed():
    with pytest.raises(ValueError, match="names"):
        case_difficulty(correct_rc=RIGHT, cases=("a",))
