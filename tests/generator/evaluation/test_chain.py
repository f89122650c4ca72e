"""The chain of an evaluation: real and synthetic alike, and faults left as they are."""

from dataclasses import replace

import numpy as np
import pytest

from generator.evaluation.chain import UnfitError, compared
from generator.leads import MODELLED_LEADS, TWELVE_LEADS
from tests.generator.recordings import TYPICAL_BEATS_S, recording


def test_ten_seconds_at_100_hz_whatever_the_rate():
    fast = compared(recording(rate_hz=500, duration_s=12))
    slow = compared(recording(rate_hz=100, noise_mv=0))
    assert fast.signal_mv_lt.shape == slow.signal_mv_lt.shape == (12, 1000)
    assert np.corrcoef(fast.signal_mv_lt[1], slow.signal_mv_lt[1])[0, 1] > 0.98
    assert fast.fault == slow.fault == ""


def test_beats_are_where_they_were_put():
    beats_s = compared(recording()).beats_s
    assert np.allclose(beats_s, TYPICAL_BEATS_S[: len(beats_s)], atol=0.012)


def test_leads_that_are_missing_follow_from_those_that_are_there():
    eight = compared(recording(leads=MODELLED_LEADS)).signal_mv_lt
    twelve = compared(recording()).signal_mv_lt
    assert np.allclose(eight, twelve, atol=1e-9)


def test_swapped_leads_stay_swapped():
    given = recording()
    swapped = list(TWELVE_LEADS)
    swapped[6], swapped[11] = "V6", "V1"
    found = compared(replace(given, leads=tuple(swapped))).signal_mv_lt
    assert np.allclose(found[6], compared(given).signal_mv_lt[11])


def test_a_gap_is_a_fault_and_no_crash():
    given = recording()
    given.signal_mv_lt[0, 100:120] = np.nan
    found = compared(given)
    assert found.fault == "missing samples"
    assert np.isfinite(found.signal_mv_lt).all()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (recording(duration_s=9), "shorter than 10 s"),
        (recording(leads=TWELVE_LEADS[:6]), "without lead V1, V2, V3, V4, V5, V6"),
    ],
)
def test_what_cannot_be_compared_says_why(given, reason):
    with pytest.raises(UnfitError, match=reason):
        compared(given)


def test_what_imitates_filtered_records_is_taken_as_drawn():
    given = recording(rate_hz=100, noise_mv=0.05)
    found = compared(given, as_drawn=True)
    assert np.array_equal(found.signal_mv_lt, given.signal_mv_lt)
    assert np.allclose(found.beats_s, TYPICAL_BEATS_S[: len(found.beats_s)], atol=0.012)
    assert not np.allclose(compared(given).signal_mv_lt, given.signal_mv_lt, atol=0.001)
