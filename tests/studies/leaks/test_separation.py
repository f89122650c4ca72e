"""AUCs against a brute-force twin, and what the family of intervals promises."""

import numpy as np
import pytest

from reviewapp.studies.leaks.separation import Family, concordance, separate

TWENTY_EACH = np.arange(40) % 2 == 1


def noise(features: int = 1, *, seed: int = 2026) -> np.ndarray:
    """A table of forty cases that tells nothing."""
    return np.random.default_rng(seed).normal(size=(40, features))


def counted_auc(values: np.ndarray, synthetic: np.ndarray) -> float:
    """Pair by pair: how often the synthetic case has the larger value."""
    wins = [
        (one > other) + (one == other) / 2
        for one in values[synthetic]
        for other in values[~synthetic]
    ]
    return float(np.mean(wins))


def found(table: np.ndarray, **options) -> Family:
    return separate({"it": table}, TWENTY_EACH, seed=1, **options)


@pytest.mark.parametrize("digits", [0, 6])
def test_the_auc_of_a_feature_counts_pairs_and_halves_of_ties(digits):
    values = noise().round(digits)
    assert found(values).members["it"].auc == pytest.approx(counted_auc(values[:, 0], TWENTY_EACH))


def test_a_feature_that_gives_every_case_away_excludes_chance():
    one = found(TWENTY_EACH[:, None] + 0.0).members["it"]
    assert (one.auc, one.high) == (1.0, 1.0)
    assert one.low > 0.5
    assert one.p <= 0.001
    assert one.excludes_chance


def test_a_smaller_value_gives_away_as_much_as_a_larger_one():
    assert found(noise() / 9 - TWENTY_EACH[:, None]).members["it"].excludes_chance


def test_what_is_the_same_for_all_tells_nothing_and_is_not_tested():
    one = found(np.full((40, 3), 0.1)).members["it"]
    assert (one.auc, one.low, one.high, one.is_constant) == (0.5, 0.5, 0.5, True)
    assert not one.excludes_chance


def test_a_constant_feature_widens_no_interval_of_another():
    values = noise()
    alone = separate({"a": values}, TWENTY_EACH, seed=1)
    beside = separate({"a": values, "b": np.ones((40, 1))}, TWENTY_EACH, seed=1)
    assert alone.members["a"] == beside.members["a"]


def test_a_classifier_finds_what_only_a_combination_tells():
    first = noise(seed=7)[:, 0]
    table = np.array([first, first + 0.3 * TWENTY_EACH]).T
    assert not found(table[:, 1:]).members["it"].excludes_chance
    assert found(table).members["it"].excludes_chance


def test_a_classifier_is_judged_on_cases_that_it_was_not_fitted_to():
    """Forty random features fit any forty labels perfectly."""
    assert not found(noise(features=40)).members["it"].excludes_chance


def test_without_a_leak_few_studies_have_any_interval_that_excludes_chance():
    """The promise: 5 % of studies, however many features; by chance at most 10 % of 200."""
    blocked = 0
    for study in range(200):
        values = noise(features=15, seed=1_000_000 + study)
        tables = {str(number): values[:, [number]] for number in range(15)}
        family = separate(tables | {"all": values[:, :4]}, TWENTY_EACH, seed=study, shuffles=99)
        blocked += any(one.excludes_chance for one in family.members.values())
    assert 0 < blocked / 200 <= 0.10


def test_the_interval_excludes_chance_exactly_where_p_is_below_5_percent():
    for seed, shift in enumerate(np.linspace(0, 1.5, 12)):
        one = found(noise(seed=seed) + shift * TWENTY_EACH[:, None], shuffles=399).members["it"]
        assert one.excludes_chance == (one.p <= 0.05)


def test_more_cases_find_smaller_leaks():
    family = found(noise())
    caught = [family.smallest_auc_caught(real=n, synthetic=n) for n in (5, 20, 500)]
    assert caught == sorted(caught, reverse=True)
    assert caught[-1] < 0.54


def test_the_same_seed_gives_the_same_figures():
    table = noise(features=3)
    assert found(table) == found(table)


@pytest.mark.parametrize(
    ("table", "synthetic", "message"),
    [
        (np.ones((3, 1)), [True, False, False], "two cases of each origin"),
        (np.ones((3, 1)), [True, True, False, False], "for 4 cases"),
        (np.full((4, 1), np.nan), [True, True, False, False], "not finite"),
    ],
)
def test_what_cannot_be_tested_is_refused(table, synthetic, message):
    with pytest.raises(ValueError, match=message):
        separate({"it": table}, np.array(synthetic), seed=1)


def test_serial_numbers_count_up_with_the_order():
    one = concordance(np.arange(30.0), np.arange(30.0) * 7)
    assert (one.auc, one.excludes_chance) == (1.0, True)
    assert concordance(np.arange(30.0), -np.arange(30.0)).excludes_chance


def test_random_numbers_do_not():
    assert not concordance(np.arange(40.0), noise()[:, 0]).excludes_chance
    assert concordance(np.arange(3.0), np.ones(3)).is_constant
