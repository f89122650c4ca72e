"""Rank sums of cases when readers order them at random."""

from itertools import permutations

import numpy as np

from reviewapp.results.statistics.coding import Numbers


def exact_orderings(rank_rc: Numbers) -> Numbers:
    """The rank sums of the cases (orderings, cases) for every order of all readers but the first.

    Their number is (cases!)^(readers - 1): for few cases and readers only.
    """
    cases = rank_rc.shape[1]
    order_pc = np.array(list(permutations(range(cases))))
    sums_bc = rank_rc[:1]
    for rank_c in rank_rc[1:]:
        sums_bc = (sums_bc[:, None, :] + rank_c[order_pc][None, :, :]).reshape(-1, cases)
    return sums_bc


def random_orderings(rank_rc: Numbers, *, seed: int, samples: int) -> Numbers:
    """The rank sums of the cases (samples, cases) for a seeded sample of orders."""
    generator = np.random.default_rng(seed)
    cases = rank_rc.shape[1]
    sums_bc = np.tile(rank_rc[0], (samples, 1))
    for rank_c in rank_rc[1:]:
        sums_bc += rank_c[generator.random((samples, cases)).argsort(axis=1)]
    return sums_bc
