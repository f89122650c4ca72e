import numpy as np
import pytest

from reviewapp.results.statistics.scores.comparison import (
    MANN_WHITNEY,
    Part,
    adjusted,
    compare_parts,
    compare_scores,
)

TRUTH = np.repeat([0, 1], 10)
GENERATOR = np.random.default_rng(8)
SCORES = GENERATOR.integers(1, 6, (4, 20))


def test_scores_are_counted_by_level_and_not_assessable_apart():
    score_rc = np.array([[1, 5, 0, 4], [2, -1, 0, 5]])
    found = compare_scores(score_rc=score_rc, truth_c=np.array([0, 1, 0, 1]))
    assert found.real.counts == (1, 1, 0, 0, 0)
    assert found.synthetic.counts == (0, 0, 0, 1, 2)
    assert (found.real.not_assessable, found.real.cases) == (2, 1)
    assert (found.real.mean, found.synthetic.mean) == (1.5, 4.75)


def test_the_effect_size_and_its_test_go_together():
    found = compare_scores(score_rc=SCORES, truth_c=TRUTH)
    inside = found.superiority.low <= 0.5 <= found.superiority.high
    assert (found.p_value > 0.05) == inside
    assert found.cliffs_delta.value == pytest.approx(2 * found.superiority.value - 1)
    assert found.cliffs_delta.method.startswith("Cliff delta")


def test_readers_who_tell_all_cases_apart_still_have_an_interval_and_a_test():
    score_rc = np.tile(np.where(TRUTH == 1, 5, 2), (3, 1))
    found = compare_scores(score_rc=score_rc, truth_c=TRUTH)
    assert (found.superiority.value, found.superiority.high) == (1, 1)
    assert 0.5 < found.superiority.low < 1
    assert (found.p_value < 0.001, found.p_method) == (True, MANN_WHITNEY)


def test_scores_that_never_vary_have_reasons_instead_of_figures():
    found = compare_scores(score_rc=np.full((2, 20), 3), truth_c=TRUTH)
    assert (found.difference.value, found.difference.low) == (0, None)
    assert found.difference.interval_reason
    assert (found.p_value, bool(found.p_reason)) == (None, True)
    assert found.superiority.value == 0.5


def test_an_item_that_one_origin_lacks_is_undefined():
    found = compare_scores(score_rc=np.where(TRUTH == 1, 0, SCORES), truth_c=TRUTH)
    assert found.median_difference.reason == "no synthetic case has a score"
    assert found.superiority.reason == found.difference.reason == found.p_reason
    assert found.synthetic.mean is None


def test_nothing_scored_at_all_is_undefined_everywhere():
    for score_rc in (np.full((3, 20), -1), np.zeros((0, 20), int)):
        found = compare_scores(score_rc=score_rc, truth_c=TRUTH)
        assert found.superiority.value is None
        assert found.median_difference.value is None


def test_one_case_of_each_origin_gives_a_difference_without_an_interval():
    found = compare_scores(score_rc=np.array([[2, 4]]), truth_c=np.array([0, 1]))
    assert found.difference.value == 2
    assert "two scored cases" in found.difference.interval_reason


def test_p_values_are_adjusted_by_holm_for_those_that_there_are():
    one = compare_scores(score_rc=SCORES, truth_c=TRUTH)
    flat = compare_scores(score_rc=np.full((2, 20), 3), truth_c=TRUTH)
    both = adjusted({"qrs": one, "st": one, "flat": flat})
    assert both["qrs"].p_holm == pytest.approx(min(1, 2 * one.p_value))
    assert both["flat"].p_holm is None


def test_each_part_has_its_own_readers_and_cases_and_all_are_one_family():
    first = np.arange(4) < 2
    parts = {"Jena": Part(readers_r=first), "AF": Part(cases_c=np.arange(20) % 2 == 0)}
    found = compare_parts(scores={"qrs": SCORES, "st": 6 - SCORES}, truth_c=TRUTH, parts=parts)
    alone = compare_scores(score_rc=SCORES[:2], truth_c=TRUTH)
    assert found["qrs"]["Jena"].superiority == alone.superiority
    assert found["qrs"]["AF"].real.cases == 5
    p_values = [one.p_value for item in found.values() for one in item.values()]
    least = min(one.p_holm for item in found.values() for one in item.values())
    assert least == pytest.approx(min(1, 4 * min(p_values)))


def test_a_score_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="from 1 to 5"):
        compare_scores(score_rc=np.array([[6]]), truth_c=np.array([0]))
