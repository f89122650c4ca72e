import numpy as np
import pytest

from reviewapp.results.statistics.bootstrap import bootstrap_cases, bootstrap_estimate
from reviewapp.results.statistics.estimate import Extent

VALUES = np.random.default_rng(1).normal(3, 1, 80)


def mean(drawn_bc):
    return drawn_bc @ VALUES / drawn_bc.sum(axis=1)


def test_the_same_seed_gives_the_same_interval_and_another_one_another():
    first = bootstrap_cases(mean, cases=80, seed=1)
    assert first == bootstrap_cases(mean, cases=80, seed=1)
    assert first != bootstrap_cases(mean, cases=80, seed=2)


def test_the_interval_of_a_mean_is_close_to_the_textbook_one():
    low, high = bootstrap_cases(mean, cases=80, seed=1).interval
    half = 1.96 * VALUES.std(ddof=1) / np.sqrt(80)
    assert (low, high) == pytest.approx((VALUES.mean() - half, VALUES.mean() + half), abs=0.03)


def test_undefined_replicates_are_dropped_and_counted():
    def mostly(drawn_bc):
        return np.where(drawn_bc[:, 0] == 0, np.nan, mean(drawn_bc))

    found = bootstrap_cases(mostly, cases=80, seed=1, replicates=1000)
    assert found.dropped == pytest.approx(1000 * np.exp(-1), abs=60)
    assert found.interval is not None


def test_mostly_undefined_replicates_give_no_interval():
    def hardly(drawn_bc):
        return np.where(drawn_bc[:, 0] < 2, np.nan, 1.0)

    found = bootstrap_cases(hardly, cases=80, seed=1)
    assert found.interval is None
    assert "undefined" in found.reason


def test_a_statistic_that_never_varies_has_a_reason_instead_of_an_interval():
    found = bootstrap_cases(lambda drawn_bc: np.ones(len(drawn_bc)), cases=5, seed=1)
    assert found.interval is None
    assert "no variation" in found.reason
    assert bootstrap_cases(mean, cases=1, seed=1).reason.startswith("one case")


def test_an_estimate_names_its_seed_and_replicates():
    found = bootstrap_estimate(
        mean, cases=80, seed=9, method="mean", extent=Extent(), undefined="", replicates=500
    )
    assert found.value == pytest.approx(VALUES.mean())
    assert found.seed == 9
    assert "500 replicates" in found.method
