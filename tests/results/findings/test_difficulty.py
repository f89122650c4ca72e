import numpy as np

from reviewapp.results.findings.difficulty import find_difficulty

from .simulated import simulated, with_ratings


def test_the_most_convincing_synthetic_case_is_the_one_all_call_real():
    table = simulated(readers=3, cases=6)
    rating_rc = np.tile([6.0, 1, 4, 1, 5, 6], (3, 1))  # cases 3 to 5 are synthetic
    found = find_difficulty(with_ratings(table, rating_rc))
    assert [case.code for case in found.most_real("synthetic")] == ["c003", "c004", "c005"]
    assert [case.code for case in found.most_synthetic("real")] == ["c000", "c002", "c001"]
    assert found.cases[0].difficulty.correct.value == 0
    assert found.constant == 6


def test_a_case_that_nobody_read_is_neither():
    table = simulated(readers=2, cases=4)
    rating_rc = table.first.rating_rc.copy()
    rating_rc[:, 3] = np.nan
    found = find_difficulty(with_ratings(table, rating_rc))
    assert [case.code for case in found.most_real("synthetic")] == ["c002"]
    assert found.cases[3].difficulty.correct.reason
    assert found.cases[3].mean_rating is None
