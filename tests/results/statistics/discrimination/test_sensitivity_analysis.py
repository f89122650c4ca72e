import numpy as np
import pytest
import statsmodels.api as sm

from reviewapp.results.statistics.discrimination.sensitivity_analysis import (
    NO_READINGS,
    cluster_robust_mean,
    cluster_variances,
    mean_squares,
    reader_t_mean,
)
from reviewapp.results.statistics.estimate import Extent


@pytest.fixture
def score_rc():
    generator = np.random.default_rng(3)
    score_rc = (generator.random((6, 25)) < 0.6).astype(float)
    score_rc[generator.random(score_rc.shape) < 0.1] = np.nan
    return score_rc


@pytest.mark.parametrize(("axis", "name"), [(0, "readers"), (1, "cases")])
def test_cluster_variances_as_statsmodels_gives_them(score_rc, axis, name):
    read = np.isfinite(score_rc)
    model = sm.OLS(score_rc[read], np.ones(read.sum()))
    groups = np.nonzero(read)[axis]
    fitted = model.fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
    assert getattr(cluster_variances(score_rc), name) == pytest.approx(fitted.bse[0] ** 2)


def test_the_two_way_interval_holds_the_mean_and_counts_what_is_missing(score_rc):
    found = cluster_robust_mean(score_rc)
    assert found.value == pytest.approx(np.nanmean(score_rc))
    assert found.low < found.value < found.high
    assert found.extent.missing == np.isnan(score_rc).sum()
    assert found.df == 5


def test_mean_squares_add_up_to_the_whole_variation():
    score_rc = np.random.default_rng(4).normal(size=(5, 8))
    squares = mean_squares(score_rc)
    total = 4 * squares.reader + 7 * squares.case + 28 * squares.residual
    assert total == pytest.approx(((score_rc - score_rc.mean()) ** 2).sum())


def test_too_little_has_no_interval_and_a_reason():
    assert cluster_robust_mean(np.full((2, 2), np.nan)).reason == NO_READINGS
    assert cluster_robust_mean(np.ones((1, 5))).interval_reason == "one reader or one case only"
    assert "not positive" in cluster_robust_mean(np.ones((3, 5))).interval_reason
    assert reader_t_mean(np.array([]), extent=Extent()).reason == NO_READINGS
    assert "two readers" in reader_t_mean(np.array([0.5]), extent=Extent()).interval_reason
    assert "same figure" in reader_t_mean(np.array([0.5, 0.5]), extent=Extent()).interval_reason


def test_gaps_have_no_mean_squares(score_rc):
    with pytest.raises(ValueError, match="complete"):
        mean_squares(score_rc)
