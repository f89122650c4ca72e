import numpy as np

from reviewapp.results.statistics.agreement.complete import complete_cases

GAP = np.nan


def test_a_case_with_a_gap_falls_and_an_absent_reader_costs_none():
    score_rc = np.array([[1, 2, 3.0], [4, GAP, 6], [GAP, GAP, GAP]])
    kept_rc, dropped = complete_cases(score_rc)
    assert kept_rc.tolist() == [[1, 3], [4, 6]]
    assert dropped == 1


def test_a_case_that_nobody_scored_is_none_that_fell():
    kept_rc, dropped = complete_cases(np.array([[1, GAP], [2, GAP]]))
    assert kept_rc.tolist() == [[1], [2]]
    assert dropped == 0


def test_without_any_score_nothing_is_left():
    kept_rc, dropped = complete_cases(np.full((2, 3), GAP))
    assert (kept_rc.size, dropped) == (0, 0)
