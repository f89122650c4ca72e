import numpy as np
import pytest
from scipy import stats

from reviewapp.results.statistics.agreement.bland_altman import (
    NO_PAIRS,
    ONE_PAIR,
    limits_of_agreement,
    repeatability,
    within_reader_sd,
)

FIRST = np.random.default_rng(1).normal(50, 10, 20)
SECOND = FIRST + np.random.default_rng(2).normal(1, 3, 20)


def test_the_bias_has_the_paired_t_interval_of_scipy():
    found = limits_of_agreement(FIRST, SECOND)
    paired = stats.ttest_rel(FIRST, SECOND).confidence_interval()
    assert (found.bias.low, found.bias.high) == pytest.approx((paired.low, paired.high))


def test_the_limits_stand_around_the_bias_with_their_own_intervals():
    found = limits_of_agreement(FIRST, SECOND, multiplier=2)
    assert found.upper.value - found.lower.value == pytest.approx(4 * found.sd.value)
    assert found.upper.high - found.upper.value > found.bias.high - found.bias.value
    swapped = limits_of_agreement(SECOND, FIRST, multiplier=2)
    assert swapped.lower.value == pytest.approx(-found.upper.value)


def test_the_error_of_a_limit_is_how_far_it_varies_from_study_to_study():
    gaps = np.random.default_rng(3).normal(0, 2, (1500, 25))
    found = [limits_of_agreement(gap, np.zeros(25)).upper for gap in gaps]
    varied = np.std([one.value for one in found])
    assert np.sqrt(np.mean([one.se**2 for one in found])) == pytest.approx(varied, rel=0.08)


def test_within_sd_is_that_of_an_analysis_of_variance():
    pooled = np.mean([np.var(pair, ddof=1) for pair in zip(FIRST, SECOND, strict=True)])
    found = within_reader_sd(FIRST, SECOND)
    assert found.value == pytest.approx(np.sqrt(pooled))
    assert found.low < found.value < found.high
    assert repeatability(FIRST, SECOND).value == pytest.approx(1.959964 * np.sqrt(2 * pooled))


def test_pairs_with_one_measurement_missing_do_not_count():
    holes = np.where(np.arange(20) < 5, np.nan, SECOND)
    assert limits_of_agreement(FIRST, holes) == limits_of_agreement(FIRST[5:], SECOND[5:])


def test_too_few_or_equal_pairs_have_reasons():
    none = limits_of_agreement(FIRST[:0], SECOND[:0])
    assert none.bias.reason == none.upper.reason == NO_PAIRS
    one = limits_of_agreement(FIRST[:1], SECOND[:1])
    assert (one.bias.interval_reason, one.lower.reason) == (ONE_PAIR, ONE_PAIR)
    same = limits_of_agreement(FIRST, FIRST)
    assert (same.sd.value, same.bias.low) == (0, None)
    assert repeatability(FIRST[:0], SECOND[:0]).reason == NO_PAIRS
    assert (within_reader_sd(FIRST, FIRST).value, within_reader_sd(FIRST, FIRST).low) == (0, None)
