import numpy as np
import pytest

from reviewapp.results.statistics.discrimination.areas import area_figures
from reviewapp.results.statistics.discrimination.mean_area import mean_area
from reviewapp.results.statistics.discrimination.two_way_bootstrap import (
    TOO_SMALL,
    bootstrap_accuracy,
    bootstrap_area,
)

from .studies import small_study


def slow_bootstrap(truth_c, rating_rc, replicates, seed):
    """Readers and cases copied as often as drawn, one replicate after the other."""
    generator = np.random.default_rng(seed)
    sides = [np.flatnonzero(truth_c == origin) for origin in (0, 1)]
    readers = len(rating_rc)
    areas = []
    for _ in range(replicates):
        cases = np.concatenate([generator.choice(side, side.size) for side in sides])
        drawn = rating_rc[generator.integers(0, readers, readers)][:, cases]
        areas.append(area_figures(drawn, truth_c[cases]).figure_r.mean())
    return np.quantile(areas, [0.025, 0.975])


def test_weights_do_what_copies_do():
    truth_c, rating_rc = small_study(readers=6, cases=30)
    fast = bootstrap_area(truth_c=truth_c, rating_rc=rating_rc, seed=1, replicates=4000)
    slow = slow_bootstrap(truth_c, rating_rc, replicates=1500, seed=2)
    assert (fast.low, fast.high) == pytest.approx(slow, abs=0.015)
    assert fast.value == pytest.approx(mean_area(truth_c=truth_c, rating_rc=rating_rc).value)


def test_balanced_accuracy_is_the_area_of_the_verdict():
    truth_c, verdict_rc = small_study(readers=5, cases=40, levels=2, missing=0.1)
    correct_rc = np.where(np.isnan(verdict_rc), np.nan, verdict_rc == truth_c)
    area = bootstrap_area(truth_c=truth_c, rating_rc=verdict_rc, seed=3, replicates=300)
    accuracy = bootstrap_accuracy(truth_c=truth_c, correct_rc=correct_rc, seed=3, replicates=300)
    assert (accuracy.value, accuracy.low, accuracy.high, accuracy.se) == pytest.approx(
        (area.value, area.low, area.high, area.se)
    )


def test_the_same_seed_gives_the_same_interval_and_another_another():
    truth_c, rating_rc = small_study(readers=5, cases=30)
    one, same, other = (
        bootstrap_area(truth_c=truth_c, rating_rc=rating_rc, seed=seed, replicates=200)
        for seed in (7, 7, 8)
    )
    assert one == same
    assert one.low != other.low


def test_one_reader_or_one_case_of_an_origin_has_no_interval():
    truth_c, rating_rc = small_study(readers=1, cases=10)
    assert bootstrap_area(truth_c=truth_c, rating_rc=rating_rc, seed=0).interval_reason == TOO_SMALL
    few = bootstrap_area(truth_c=np.array([0, 0, 1]), rating_rc=np.eye(3), seed=0)
    assert few.interval_reason == TOO_SMALL


def test_undefined_where_there_is_nothing_to_compare():
    found = bootstrap_area(truth_c=np.array([0, 0]), rating_rc=np.ones((2, 2)), seed=0)
    assert found.reason == "no synthetic case was read"
    apart = np.array([[1.0, np.nan], [np.nan, 1.0]])
    assert bootstrap_area(truth_c=np.array([0, 1]), rating_rc=apart, seed=0).reason


def test_replicates_without_a_figure_are_dropped_and_counted():
    truth_c = np.array([0, 0, 1, 1])
    rating_rc = np.array([[1, np.nan, 2, np.nan], [np.nan, 1, np.nan, 2]])
    found = bootstrap_area(truth_c=truth_c, rating_rc=rating_rc, seed=0, replicates=400)
    assert "no variation" in found.interval_reason or "dropped" in found.note
    perfect = np.array([[0, 0, 1, 1.0]] * 3)
    found = bootstrap_area(truth_c=truth_c, rating_rc=perfect, seed=0, replicates=50)
    assert "no variation" in found.interval_reason


def test_ratings_that_nobody_gave_have_no_area_and_say_why():
    truth_c = np.array([0, 0, 1, 1])

    area = bootstrap_area(truth_c=truth_c, rating_rc=np.full((2, 4), np.nan), seed=1)

    assert area.value is None
    assert area.reason == "no real case was read and no synthetic case was read"
