import numpy as np

from reviewapp.results.statistics.agreement.orderings import exact_orderings, random_orderings

RANKS = np.array([[1.0, 2, 3], [1, 2, 3], [1.5, 1.5, 3]])


def test_exact_orderings_keep_the_first_reader_and_turn_the_others():
    sums = exact_orderings(RANKS)
    assert sums.shape == (36, 3)
    assert (sums.sum(axis=1) == 18).all()
    assert [3.5, 5.5, 9] in sums.tolist()


def test_random_orderings_are_seeded_and_among_the_exact_ones():
    sampled = random_orderings(RANKS, seed=1, samples=50)
    assert (sampled == random_orderings(RANKS, seed=1, samples=50)).all()
    exact = {tuple(one) for one in exact_orderings(RANKS).tolist()}
    assert {tuple(one) for one in sampled.tolist()} <= exact
