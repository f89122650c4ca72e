import numpy as np
import pytest

from reviewapp.results.statistics.agreement.chance import chance_of

CODES = np.random.default_rng(3).integers(-1, 3, (4, 20))
COUNTS = np.stack([(k == CODES).sum(axis=0) for k in range(3)], axis=1).astype(float)
WEIGHTS = np.array([[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]])


@pytest.mark.parametrize("coefficient", ["percent", "fleiss", "conger", "gwet", "brennan_prediger"])
def test_the_parts_of_the_cases_read_average_to_the_whole(coefficient):
    chance = chance_of(coefficient, CODES, COUNTS, WEIGHTS)
    read_c = COUNTS.sum(axis=1) > 0
    assert chance.by_case[read_c].mean() == pytest.approx(chance.overall)


def test_chance_of_gwet_is_0_where_one_category_is_used():
    assert (
        chance_of("gwet", np.zeros((2, 5), int), np.tile([2.0, 0, 0], (5, 1)), WEIGHTS).overall == 0
    )
