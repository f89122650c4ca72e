from itertools import product
from math import inf

import numpy as np
import pytest

from reviewapp.results.statistics.discrimination.areas import area_kernel
from reviewapp.results.statistics.discrimination.u_statistic import (
    NEGATIVE_COVARIANCE,
    ONE_LEVEL,
    Crossed,
    crossed_difference,
    crossed_mean,
    crossed_variance,
    imrmc_df,
    imrmc_mean,
)
from reviewapp.results.statistics.estimate import Extent

from .studies import small_study


def test_the_fda_program_gives_the_same_on_a_study_with_readings_missing(known_answers):
    study = known_answers("imrmc_java_missing")
    kernel, present = areas(study)
    theirs = imrmc_mean(kernel=kernel, present=present, extent=Extent(readers=5))
    for name, got in [
        ("auc", theirs.value),
        ("var", theirs.se**2),
        ("df", theirs.df),
        ("lo", theirs.low),
        ("hi", theirs.high),
    ]:
        study.check(f"ustat_{name}", got)
    # That program cuts the degrees of freedom to a whole number; we don't.
    ours = crossed_mean(kernel=kernel, present=present, extent=Extent(readers=5), bounds=(0, 1))
    assert (ours.value, ours.se, ours.df) == (theirs.value, theirs.se, theirs.df)
    assert ours.low == pytest.approx(theirs.low, abs=1e-4)
    assert ours.low > theirs.low


def areas(study):
    rating = {(row["reader"], row["case"]): row["rating"] for row in study.rows()}
    truth = {row["case"]: row["truth"] for row in study.rows()}
    readers = sorted({reader for reader, _ in rating})
    sides = [[case for case in truth if truth[case] == origin] for origin in (0, 1)]
    kernel = np.zeros((len(readers), len(sides[0]), len(sides[1])))
    present = np.zeros_like(kernel)
    for (r, reader), (i, real), (j, synthetic) in product(
        enumerate(readers), enumerate(sides[0]), enumerate(sides[1])
    ):
        if (reader, real) in rating and (reader, synthetic) in rating:
            gap = rating[reader, synthetic] - rating[reader, real]
            kernel[r, i, j], present[r, i, j] = np.heaviside(gap, 0.5), 1
    return kernel, present


def test_the_variance_is_that_of_all_pairs_of_cells_sorted_by_what_they_share():
    generator = np.random.default_rng(5)
    present = (generator.random((4, 7)) < 0.8).astype(float)
    kernel = generator.integers(0, 2, present.shape) * present
    assert crossed_variance(kernel, present)[0] == pytest.approx(slow_variance(kernel, present))


def slow_variance(kernel, present):
    """Gallas 2006 word for word: mean products over pairs of cells that share exactly so much."""
    cells = list(zip(*np.nonzero(present), strict=True))
    products = {shared: [] for shared in product((True, False), repeat=2)}
    for one, other in product(cells, cells):
        shared = (one[0] == other[0], one[1] == other[1])
        products[shared].append(kernel[one] * kernel[other])
    pairs = len(cells) ** 2
    total = sum(sum(found) for found in products.values()) / pairs
    return total - float(np.mean(products[False, False]))


def test_complete_readings_give_the_known_variances_of_accuracy(known_answers):
    study = known_answers("synth_crossed_accuracy")
    verdict_rc, truth_c = study.codes("answer"), study.truth()
    correct_rc = (verdict_rc == truth_c).astype(float)
    study.check("crossed_u_var", crossed_variance(correct_rc, np.ones_like(correct_rc))[0])
    real_rc, synthetic_rc = verdict_rc[:, truth_c == 0], verdict_rc[:, truth_c == 1]
    kernel = (synthetic_rc[:, None, :] - real_rc[:, :, None] + 1) / 2
    variance, df = crossed_variance(kernel, np.ones_like(kernel))
    study.check("ustat_balanced_var", variance)
    study.check("ustat_balanced_df", df)


@pytest.mark.parametrize("shape", [(1, 6), (6, 1)])
def test_one_reader_or_one_case_gives_a_value_without_an_interval(shape):
    kernel = np.arange(6.0).reshape(shape) % 2
    estimate = crossed_mean(
        kernel=kernel, present=np.ones(shape), extent=Extent(readers=1), bounds=(0, 1)
    )
    assert (estimate.value, estimate.low) == (0.5, None)
    assert estimate.interval_reason == ONE_LEVEL


def test_a_perfect_score_has_no_variance_and_says_so():
    estimate = crossed_mean(
        kernel=np.ones((3, 5)), present=np.ones((3, 5)), extent=Extent(readers=3), bounds=(0, 1)
    )
    assert (estimate.value, estimate.low) == (1, None)
    assert "not positive" in estimate.interval_reason


def test_nothing_read_has_no_mean():
    with pytest.raises(ValueError, match="at least one reading"):
        crossed_mean(
            kernel=np.ones((2, 2)), present=np.zeros((2, 2)), extent=Extent(), bounds=(0, 1)
        )


def two_conditions(missing=0.0):
    truth_c, rating_rc = small_study(readers=8, cases=24, missing=missing)
    return [Crossed(*area_kernel(part, truth_c)) for part in (rating_rc[:4], rating_rc[4:])]


def test_the_difference_of_complete_conditions_is_the_mean_of_the_difference_of_kernels():
    first, second = two_conditions()
    plain = crossed_mean(
        kernel=first.kernel - second.kernel,
        present=first.present,
        extent=Extent(),
        bounds=(-1, 1),
    )
    found = crossed_difference(first=first, second=second, extent=Extent())
    for name in ("value", "se", "df", "low", "high"):
        assert getattr(found, name) == pytest.approx(getattr(plain, name))


def test_exchanging_conditions_with_gaps_turns_the_difference_round():
    first, second = two_conditions(missing=0.15)
    one = crossed_difference(first=first, second=second, extent=Extent())
    other = crossed_difference(first=second, second=first, extent=Extent())
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low))
    itself = crossed_difference(first=first, second=first, extent=Extent())
    assert itself.value == 0
    assert "not positive" in itself.interval_reason


def test_a_condition_without_readings_can_not_be_compared():
    first, second = two_conditions()
    nothing = Crossed(first.kernel, np.zeros_like(first.present))
    assert crossed_difference(first=first, second=nothing, extent=Extent()).reason
    other = Crossed(second.kernel[1:], second.present[1:])
    with pytest.raises(ValueError, match="same readers"):
        crossed_difference(first=first, second=other, extent=Extent())


@pytest.mark.parametrize(("df", "used"), [(12.9, 12), (50, 50), (50.1, inf), (None, inf)])
def test_the_fda_program_cuts_degrees_of_freedom(df, used):
    assert imrmc_df(df) == used


def test_readers_who_differ_more_than_the_variance_says_widen_the_interval():
    # Two readers who are never wrong on the same cases: their covariance is negative.
    kernel = np.array([[1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 0, 1.0]])
    present = np.ones_like(kernel)
    found = crossed_mean(kernel=kernel, present=present, extent=Extent(readers=2), bounds=(0, 1))
    variance = crossed_variance(kernel, present)[0]
    assert found.se**2 == pytest.approx(np.var([5 / 6, 1 / 6], ddof=1) / 2)
    assert found.se**2 > variance
    assert found.df == 1
    assert NEGATIVE_COVARIANCE in found.note


def test_one_reader_has_no_interval_of_that_program_either():
    found = imrmc_mean(kernel=np.eye(1, 4), present=np.ones((1, 4)), extent=Extent(readers=1))
    assert (found.value, found.low, found.interval_reason) == (0.25, None, ONE_LEVEL)
