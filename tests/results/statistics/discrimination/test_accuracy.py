import numpy as np
import pytest

from reviewapp.results.statistics.coding import MISSING
from reviewapp.results.statistics.discrimination.accuracy import NO_READINGS, accuracy_of
from reviewapp.results.statistics.discrimination.reader_case import OR_HILLIS
from reviewapp.results.statistics.discrimination.u_statistic import GALLAS

PUBLISHED_TRUTH = np.repeat([1, 0], 22)
PUBLISHED_VERDICTS = np.array([[1] * 5 + [0] * 17 + [1] * 5 + [0] * 17])
"""Alcaraz and Strodthoff 2023: 5 of 22 synthetic and 5 of 22 real ECGs called synthetic."""


def test_the_published_turing_test_gives_its_published_accuracy():
    found = accuracy_of(truth_c=PUBLISHED_TRUTH, verdict_rc=PUBLISHED_VERDICTS)
    assert found.confusion.correct == 22
    assert found.accuracy.value == 0.5
    assert (round(found.accuracy.low, 2), round(found.accuracy.high, 2)) == (0.36, 0.64)
    assert found.sensitivity.value == pytest.approx(5 / 22)
    assert found.specificity.value == pytest.approx(17 / 22)
    assert found.balanced.value == 0.5


def test_several_readers_match_the_reference_programs(known_answers):
    study = known_answers("synth_crossed_accuracy")
    found = accuracy_of(truth_c=study.truth(), verdict_rc=study.codes("answer"))
    study.check("accuracy", found.accuracy.value)
    for suffix in ("se", "df"):
        study.check(f"balanced_accuracy_or_{suffix}", getattr(found.balanced, suffix))
        study.check(f"sens_or_{suffix}_jackknife", getattr(found.sensitivity, suffix))
        study.check(f"spec_or_{suffix}_jackknife", getattr(found.specificity, suffix))
    study.check("balanced_accuracy_or_lo", found.balanced.low)
    study.check("balanced_accuracy_or_hi", found.balanced.high)
    study.check("sens_or_lo_jackknife", found.sensitivity.low)
    assert found.accuracy.low == pytest.approx(found.balanced.low)
    assert found.accuracy.method == OR_HILLIS


def test_the_interval_over_readers_and_cases_is_wider_than_pooling_would_claim(known_answers):
    study = known_answers("synth_crossed_accuracy")
    found = accuracy_of(truth_c=study.truth(), verdict_rc=study.codes("answer"))
    pooled = study.expected["pooled_wilson_hi"] - study.expected["pooled_wilson_lo"]
    assert found.accuracy.high - found.accuracy.low > 1.5 * pooled


def test_one_reader_of_a_study_gets_wilson_limits(known_answers):
    study = known_answers("degenerate_single_reader")
    found = accuracy_of(truth_c=study.truth(), verdict_rc=study.codes())
    study.check("n_correct", found.confusion.correct)
    study.check("accuracy", found.accuracy.value)
    study.check("wilson_lo", found.accuracy.low)
    study.check("wilson_hi", found.accuracy.high)
    assert "not for other readers" in found.accuracy.note


def test_a_perfect_reader_keeps_an_honest_lower_limit(known_answers):
    study = known_answers("degenerate_perfect_reader")
    found = accuracy_of(truth_c=study.truth(), verdict_rc=study.codes())
    study.check("accuracy", found.accuracy.value)
    study.check("wilson_lo", found.accuracy.low)
    study.check("wilson_hi", found.accuracy.high)


def test_several_perfect_readers_have_no_interval_over_readers():
    truth_c = np.array([0, 0, 1, 1])
    found = accuracy_of(truth_c=truth_c, verdict_rc=np.stack([truth_c] * 3))
    assert (found.accuracy.value, found.accuracy.low) == (1, None)
    assert "no variation" in found.accuracy.interval_reason


def test_missing_readings_change_the_method_and_are_counted():
    generator = np.random.default_rng(2)
    truth_c = np.repeat([0, 1], 20)
    verdict_rc = generator.integers(0, 2, (6, 40))
    verdict_rc[0, :3] = MISSING
    found = accuracy_of(truth_c=truth_c, verdict_rc=verdict_rc)
    assert found.accuracy.method == found.balanced.method == GALLAS
    assert found.accuracy.extent.missing == 3
    assert found.sensitivity.method == OR_HILLIS  # every synthetic case was read by all
    present_rc = verdict_rc != MISSING
    assert found.accuracy.value == pytest.approx((verdict_rc == truth_c)[present_rc].mean())
    assert found.balanced.low < found.balanced.value < found.balanced.high


def test_one_missing_reading_hardly_moves_the_interval():
    generator = np.random.default_rng(3)
    truth_c = np.repeat([0, 1], 30)
    verdict_rc = generator.integers(0, 2, (8, 60))
    whole = accuracy_of(truth_c=truth_c, verdict_rc=verdict_rc)
    verdict_rc[0, 0] = MISSING
    gap = accuracy_of(truth_c=truth_c, verdict_rc=verdict_rc)
    assert gap.balanced.low == pytest.approx(whole.balanced.low, abs=0.02)
    assert gap.balanced.high == pytest.approx(whole.balanced.high, abs=0.02)


def test_readers_who_shared_no_origin_have_no_balanced_accuracy():
    verdict_rc = np.array([[1, 1, MISSING, MISSING], [MISSING, MISSING, 0, 1]])
    found = accuracy_of(truth_c=np.array([1, 1, 0, 0]), verdict_rc=verdict_rc)
    assert found.balanced.reason == "no reader read cases of both origins"
    assert found.accuracy.value == 0.75


def test_accuracy_weighs_origins_by_their_cases_and_balanced_accuracy_does_not():
    truth_c = np.array([0, 0, 0, 0, 0, 0, 1, 1])
    verdict_rc = np.zeros((2, 8), dtype=int)
    found = accuracy_of(truth_c=truth_c, verdict_rc=verdict_rc)
    assert found.accuracy.value == pytest.approx(0.75)
    assert found.balanced.value == pytest.approx(0.5)


def test_before_any_reading_everything_is_undefined_and_says_why():
    found = accuracy_of(truth_c=np.array([0, 1]), verdict_rc=np.full((2, 2), MISSING))
    assert found.accuracy.reason == NO_READINGS
    assert found.balanced.reason == "no real case was read and no synthetic case was read"
    assert found.sensitivity.reason == "no synthetic case was read"


@pytest.mark.parametrize("readers", [1, 3])
def test_real_cases_alone_have_a_specificity_and_no_sensitivity(readers):
    verdict_rc = np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]])[:readers]
    found = accuracy_of(truth_c=np.zeros(3, dtype=int), verdict_rc=verdict_rc)
    assert found.specificity.value == pytest.approx((verdict_rc == 0).mean())
    assert found.accuracy.value == pytest.approx(found.specificity.value)
    assert found.sensitivity.reason == "no synthetic case was read"
    assert found.balanced.reason


def test_one_case_of_an_origin_leaves_the_value_without_an_interval():
    verdict_rc = np.array([[0, 1, 1], [0, 0, 1]])
    found = accuracy_of(truth_c=np.array([0, 0, 1]), verdict_rc=verdict_rc)
    assert found.accuracy.value == pytest.approx(5 / 6)
    assert "two cases" in found.accuracy.interval_reason
