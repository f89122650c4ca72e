"""A feature of one rhythm, real beside synthetic."""

import numpy as np
import pytest
from scipy import stats

from generator.evaluation.feature_table import Feature, FeatureTable
from generator.evaluation.fidelity.cohort import cohort_of
from generator.evaluation.fidelity.comparison import compare, replicates_of, worst
from tests.generator.evaluation.ecg_sets import a_set


def _table(*columns) -> FeatureTable:
    features = tuple(
        Feature(name=f"f{at}_mv", title=f"F{at}", unit="mV", meaning="", method="")
        for at in range(len(columns))
    )
    values = np.stack(columns, axis=1)
    reasons = tuple(
        {f"f{at}_mv": "no wave" for at in np.flatnonzero(np.isnan(row))} for row in values
    )
    return FeatureTable(features=features, values_nf=values, reasons=reasons)


@pytest.fixture(scope="module")
def compared():
    """Sixty records a side, all SR: one feature alike, one moved by 2, one often missing."""
    stream = np.random.default_rng(1)
    real, synthetic = (
        a_set(60, rhythms=("SR",) * 60, origin=origin) for origin in ("real", "synthetic")
    )
    one, other = stream.normal(size=(2, 60, 3))
    other[:, 1] += 2
    one[:, 1] *= 10
    other[:, 1] *= 10
    other[:40, 2] = np.nan
    cohort = cohort_of(real, synthetic, "SR", seed=1)
    drawn = replicates_of(cohort, count=200, stream=np.random.default_rng(2))
    return compare(cohort, _table(*one.T), _table(*other.T), drawn)


def test_a_moved_feature_is_as_far_as_it_moved(compared) -> None:
    moved = compared[1]
    spread = stats.iqr(moved.real_n)
    known = stats.wasserstein_distance(moved.real_n, moved.synthetic_n)
    assert (moved.spread, moved.spread_is) == (pytest.approx(spread), "IQR")
    assert moved.wasserstein == pytest.approx(known)
    assert moved.in_spreads.value == pytest.approx(known / spread, rel=0.05)
    assert moved.in_spreads.excess > 0.8


def test_an_equal_feature_costs_nothing(compared) -> None:
    assert compared[0].in_spreads.excess == 0
    assert compared[0].missing.excess == 0


def test_ks_is_scipy_s_within_its_interval(compared) -> None:
    moved = compared[1]
    assert moved.ks == pytest.approx(stats.ks_2samp(moved.real_n, moved.synthetic_n).statistic)
    assert moved.ks_low < moved.ks < moved.ks_high


def test_what_is_missing_is_counted_and_compared(compared) -> None:
    gappy = compared[2]
    assert (gappy.missing_real, gappy.missing_synthetic) == (0, pytest.approx(2 / 3))
    assert gappy.missing.value == pytest.approx(2 / 3, abs=0.02)
    assert len(gappy.synthetic_n) == 20


def test_the_worst_is_named(compared) -> None:
    found, allowance = worst(compared)
    assert found.feature.name == "f1_mv"
    assert allowance >= 0
    assert worst(compared, "missing")[0].feature.name == "f2_mv"
    assert worst(()) is None


def test_a_feature_that_nobody_has_is_a_gap() -> None:
    real, synthetic = (a_set(30, rhythms=("SR",) * 30) for _ in range(2))
    cohort = cohort_of(real, synthetic, "SR", seed=1)
    empty = _table(np.full(30, np.nan))
    drawn = replicates_of(cohort, count=20, stream=np.random.default_rng(1))
    found = compare(cohort, empty, empty, drawn)[0]
    assert (found.wasserstein, found.in_spreads, found.ks) == (None, None, None)
    assert found.missing.value == 0
