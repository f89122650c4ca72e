import numpy as np
import pytest

from reviewapp.results.statistics.agreement.bland_altman import within_reader_sd
from reviewapp.results.statistics.agreement.cohen import cohen_kappa
from reviewapp.results.statistics.agreement.icc import intraclass_correlation
from reviewapp.results.statistics.agreement.resampled import (
    mean_of_defined,
    resampled_icc,
    resampled_kappa,
    resampled_within_sd,
)
from reviewapp.results.statistics.agreement.weights import agreement_weights

GENERATOR = np.random.default_rng(1)
CODES = GENERATOR.integers(-1, 4, (2, 12))
SCORES = np.where(CODES < 0, np.nan, CODES + GENERATOR.normal(0, 0.1, (2, 12)))
DRAWN = GENERATOR.multinomial(12, np.full(12, 1 / 12), size=60)


def slow(statistic, table_2c):
    values = [statistic(np.repeat(table_2c, times, axis=1)) for times in DRAWN]
    return np.array([np.nan if value is None else value for value in values])


def test_kappas_of_draws_are_the_kappas_of_the_cases_drawn():
    found = resampled_kappa(CODES, agreement_weights("linear", 4))(DRAWN.astype(float))
    twin = slow(lambda codes: cohen_kappa(codes, categories=4, weighting="linear").value, CODES)
    assert found == pytest.approx(twin, nan_ok=True)


def test_correlations_of_draws_are_those_of_the_cases_drawn():
    found = resampled_icc(SCORES)(DRAWN.astype(float))
    twin = slow(lambda score: intraclass_correlation(score).forms["ICC(2,1)"].value, SCORES)
    assert found == pytest.approx(twin, nan_ok=True)


def test_within_sds_of_draws_are_those_of_the_cases_drawn():
    found = resampled_within_sd(SCORES)(DRAWN.astype(float))
    assert found == pytest.approx(slow(lambda two: within_reader_sd(*two).value, SCORES))


def test_the_mean_skips_what_is_undefined():
    values = [np.array([1.0, np.nan, np.nan]), np.array([3.0, 5.0, np.nan])]
    assert mean_of_defined(values) == pytest.approx([2, 5, np.nan], nan_ok=True)


def test_a_draw_without_any_pair_is_undefined():
    nothing = np.array([[0, 1], [-1, -1]])
    assert np.isnan(resampled_kappa(nothing, np.eye(2))(np.ones((1, 2)))).all()
    assert np.isnan(resampled_icc(np.where(nothing < 0, np.nan, 1.0))(np.ones((1, 2)))).all()
