from dataclasses import replace

import numpy as np

from reviewapp.results.findings.single_readers import find_best_reader, find_bias

from .simulated import simulated, with_ratings


def one_who_knows(readers: int = 4):
    table = simulated(readers=readers, cases=40)
    rating_rc = table.first.rating_rc.copy()
    rating_rc[2] = np.where(table.truth_c, 6, 1)
    return with_ratings(table, rating_rc)


def test_the_one_reader_who_knows_stands_first():
    best = find_best_reader(one_who_knows()).readers[0]
    assert (best.reader, best.site, best.test.area) == ("R02", "S0", 1)
    assert best.test.p_value <= best.test.p_adjusted < 0.01


def test_without_ratings_verdicts_are_tested():
    table = one_who_knows()
    nothing_rc = np.full(table.shape, np.nan)
    found = find_best_reader(replace(table, first=replace(table.first, rating_rc=nothing_rc)))
    assert (found.of, found.readers[0].reader) == ("verdict", "R02")


def test_a_reader_who_calls_all_real_leans_to_real():
    table = simulated(readers=4, cases=40)
    rating_rc = table.first.rating_rc.copy()
    rating_rc[1] = 1
    found = find_bias(with_ratings(table, rating_rc))
    assert found.readers[1].bias.called_synthetic.value == 0
    assert found.readers[1].bias.criterion.value > 1
    assert found.excess.value < 0
