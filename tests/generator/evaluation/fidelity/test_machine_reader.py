"""The machine reader on records that can be told, and on such that cannot."""

import numpy as np
import pytest

from generator.evaluation.fidelity.area import area_under_curve
from generator.evaluation.fidelity.machine_reader import (
    ToBeTold,
    read_by_forest,
    read_by_regression,
    weights_of,
)


def _told(moved: float = 0.0, **changed) -> ToBeTold:
    """80 records, half of each origin, two to a patient; the second of three columns moves."""
    stream = np.random.default_rng(1)
    synthetic = np.arange(80) >= 40
    measured = stream.normal(size=(80, 3))
    measured[synthetic, 1] += moved
    fields = {
        "measured_nf": measured,
        "synthetic_n": synthetic,
        "rhythms": ["SR", "AF"] * 40,
        "patients": [f"p{row // 2}" for row in range(80)],
    }
    return ToBeTold(**(fields | changed))


def test_what_gives_the_batch_away_is_named() -> None:
    told = _told(moved=4)
    found = read_by_forest(told, seed=1)
    assert area_under_curve(found.score_n, told.synthetic_n) > 0.95
    assert int(np.argmax(found.importance_f)) == 1
    assert found.importance_f[1] > 0.2 > abs(found.importance_f[0])


def test_a_regression_tells_a_shift_too() -> None:
    told = _told(moved=4)
    found = read_by_regression(told, seed=1)
    assert area_under_curve(found.score_n, told.synthetic_n) > 0.95
    assert found.importance_f is None


def test_equal_records_cannot_be_told() -> None:
    told = _told()
    for read in (read_by_forest, read_by_regression):
        assert area_under_curve(read(told, seed=1).score_n, told.synthetic_n) < 0.65


def test_rhythm_alone_gives_no_origin_away() -> None:
    """A column that knows the rhythm, and a batch with other shares of rhythms."""
    rhythms = ["SR"] * 35 + ["AF"] * 5 + ["SR"] * 10 + ["AF"] * 30
    knows = np.array([rhythm == "AF" for rhythm in rhythms], dtype=float)
    noise = np.random.default_rng(2).normal(0, 0.01, 80)
    told = _told(measured_nf=(knows + noise)[:, None], rhythms=rhythms)
    score = read_by_regression(told, seed=1).score_n
    gap = score[knows == 1].mean() - score[knows == 0].mean()
    assert abs(gap) < 0.1


def test_a_patient_known_by_heart_is_in_one_fold_alone() -> None:
    """Each patient has a number of its own, which tells the origin only by knowing the patient."""
    stream = np.random.default_rng(3)
    number = np.repeat(stream.permutation(40), 2).astype(float)
    told = _told(measured_nf=number[:, None], rhythms=["SR"] * 80)
    assert area_under_curve(read_by_forest(told, seed=1).score_n, told.synthetic_n) < 0.75


def test_gaps_are_taken_as_they_are() -> None:
    told = _told(moved=4)
    told.measured_nf[::3, 0] = np.nan
    assert np.isfinite(read_by_forest(told, seed=1).score_n).all()


def test_the_same_seed_reads_the_same() -> None:
    one, again = (read_by_forest(_told(moved=1), seed=5) for _ in range(2))
    assert np.array_equal(one.score_n, again.score_n)
    assert np.array_equal(one.importance_f, again.importance_f)


def test_each_origin_weighs_the_same_in_each_rhythm() -> None:
    synthetic = np.array([False] * 9 + [True])
    weights = weights_of(synthetic, ["SR"] * 10)
    assert weights[:9].sum() == pytest.approx(weights[9]) == pytest.approx(5)
