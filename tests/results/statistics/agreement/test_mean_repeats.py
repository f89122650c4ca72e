import numpy as np
import pytest

from reviewapp.results.statistics.agreement.cohen import cohen_kappa
from reviewapp.results.statistics.agreement.mean_repeats import (
    NOWHERE,
    mean_repeat_icc,
    mean_repeat_kappa,
    mean_repeat_within_sd,
)
from reviewapp.results.statistics.agreement.repeats import NO_REPEATS

GENERATOR = np.random.default_rng(2)
FIRST = GENERATOR.integers(0, 3, (4, 25))
AGAIN = np.where(GENERATOR.random((4, 25)) < 0.6, FIRST, GENERATOR.integers(0, 3, (4, 25)))


def test_the_mean_kappa_gives_every_reader_the_same_weight():
    found = mean_repeat_kappa(FIRST, AGAIN, categories=3, seed=1, replicates=300)
    each = [
        cohen_kappa(np.stack(two), categories=3).value for two in zip(FIRST, AGAIN, strict=True)
    ]
    assert found.value == pytest.approx(np.mean(each))
    assert found.low < found.value < found.high
    assert found.extent.cases == 25


def test_cases_read_once_change_nothing():
    once = np.full((4, 6), -1), np.ones((4, 6), int)
    longer = np.hstack([AGAIN, once[0]])
    padded = mean_repeat_kappa(np.hstack([FIRST, once[1]]), longer, categories=3, replicates=100)
    assert padded == mean_repeat_kappa(FIRST, AGAIN, categories=3, replicates=100)


def test_a_reader_without_a_kappa_is_left_out_and_said_so():
    constant = np.zeros((1, 25), int)
    pair = np.vstack([FIRST, constant]), np.vstack([AGAIN, constant])
    found = mean_repeat_kappa(*pair, categories=3, replicates=100)
    alone = mean_repeat_kappa(FIRST, AGAIN, categories=3, replicates=100)
    assert found.value == pytest.approx(alone.value)
    assert "1 reader(s) without one left out" in found.method
    assert mean_repeat_kappa(constant, constant, categories=3).reason == NOWHERE


def test_scores_have_a_mean_correlation_and_a_mean_spread():
    icc = mean_repeat_icc(FIRST.astype(float), AGAIN.astype(float), seed=1, replicates=200)
    spread = mean_repeat_within_sd(FIRST.astype(float), AGAIN.astype(float), replicates=200)
    gaps = np.sqrt(((FIRST - AGAIN) ** 2).mean(axis=1) / 2)
    assert 0 < icc.low < icc.value < icc.high < 1
    assert spread.value == pytest.approx(gaps.mean())


def test_without_repeats_there_is_a_reason():
    nothing = np.full((2, 3), np.nan)
    assert mean_repeat_icc(nothing, nothing).reason == NO_REPEATS
    assert mean_repeat_within_sd(nothing[:0], nothing[:0]).reason == NO_REPEATS
