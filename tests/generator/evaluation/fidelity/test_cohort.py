"""Who is compared with whom: halves of patients, equal numbers, one rhythm."""

from dataclasses import replace

import numpy as np
import pytest

from generator.evaluation.fidelity.cohort import (
    Cohort,
    allowance_for_worst,
    cohort_of,
    contrast,
    contrasts,
)
from tests.generator.evaluation.fidelity.beats import cast, synthetic_cast


@pytest.fixture(scope="module")
def both():
    real = cast(44, 12, seed=1)
    twos = tuple(f"p{row // 2}" for row in range(len(real)))
    return replace(real, patients=twos), synthetic_cast(30, 30, seed=2)


@pytest.fixture(scope="module")
def sinus(both) -> Cohort:
    return cohort_of(*both, "SR", seed=1)


def test_halves_share_no_patient_and_all_groups_have_one_size(both, sinus) -> None:
    patients = np.array(both[0].patients)
    assert len(sinus.floors) == len(sinus.draws) == 40
    for first, second in sinus.floors:
        assert not set(patients[first]) & set(patients[second])
    sizes = {len(rows) for pair in (*sinus.floors, *sinus.draws) for rows in pair}
    assert sizes == {sinus.size} == {22}


def test_draws_hold_real_records_against_synthetic_ones_of_the_rhythm(both, sinus) -> None:
    for half, drawn in sinus.draws:
        assert set(half) <= set(range(44))
        assert set(drawn) <= set(range(56, 56 + 30))
        assert len(set(drawn)) == len(drawn)


def test_the_same_seed_draws_the_same(both, sinus) -> None:
    again, other = (cohort_of(*both, "SR", seed=seed) for seed in (1, 2))
    assert all(np.array_equal(a[0], b[0]) for a, b in zip(sinus.floors, again.floors, strict=True))
    assert not np.array_equal(sinus.floors[0][0], other.floors[0][0])


@pytest.mark.parametrize("rhythm", ["AF", "LBBB"])
def test_too_few_records_of_a_rhythm_are_told(both, rhythm) -> None:
    cohort = cohort_of(*both, rhythm, seed=1)
    assert (cohort.size, cohort.floors) == (0, ())
    assert rhythm in cohort.why_not
    assert contrast(cohort, lambda a, b: 1.0) is None


def test_many_records_are_drawn_down(both, monkeypatch) -> None:
    from generator.evaluation.fidelity import cohort as module

    monkeypatch.setattr(module, "MOST", 25)
    cohort = cohort_of(*both, "SR", seed=1)
    assert (len(cohort.real), len(cohort.synthetic)) == (25, 25)
    assert list(cohort.real) == sorted(set(cohort.real))


def test_a_contrast_holds_draws_beside_halves(both, sinus) -> None:
    """A number that is 0 in real and 3 in synthetic records, but for one real record with 1."""
    value = np.zeros(len(both[0]) + len(both[1]))
    value[0], value[56:] = 1, 3
    found = contrast(sinus, lambda a, b: float(abs(value[a].mean() - value[b].mean())))
    assert found.value == pytest.approx(3 - 1 / 44, abs=0.02)
    assert found.floor == pytest.approx(1 / 22)
    assert found.excess == pytest.approx(found.value - 1 / 22)
    assert found.low <= found.value <= found.high <= 3


def test_what_real_halves_do_themselves_costs_nothing(sinus) -> None:
    found = contrast(sinus, lambda a, b: 0.3 if a[0] < 44 and b[0] >= 44 else 0.5)
    assert (found.value, found.excess) == (pytest.approx(0.3), 0)


def test_a_statistic_that_is_mostly_undefined_has_no_contrast(sinus) -> None:
    assert contrast(sinus, lambda a, b: None) is None
    seldom = iter(range(10_000))
    found = contrast(sinus, lambda a, b: None if next(seldom) % 5 == 0 else 1.0)
    assert found.value == 1


def test_the_worst_of_many_is_allowed_what_chance_makes_of_many(sinus) -> None:
    stream = np.random.default_rng(3)
    names = [str(number) for number in range(30)]
    found = contrasts(sinus, lambda a, b: stream.normal(size=30), names)
    several = allowance_for_worst(list(found.values()))
    # Of one normal 95 % lie below 1.64; of the greatest of thirty below 2.93
    assert several == pytest.approx(2.93 - 1.64, abs=0.6)
    assert allowance_for_worst([found["0"]]) < 0.1
