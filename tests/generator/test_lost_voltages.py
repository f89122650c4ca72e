"""Voltages that were lost: limb ratios come back, the rest is borrowed, nothing is turned over."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from generator.leads import MODELLED_LEADS, TWELVE_LEADS, modelled_leads
from generator.lost_voltages import (
    LIMB_LEADS,
    LeadScales,
    RatiosError,
    limb_ratios,
    scales_of,
    with_voltages,
)
from generator.recording import WfdbPlace
from generator.resampling import without_baseline
from tests.generator.recordings import recording


def z_scored(given):
    """Each lead less its mean over its deviation, with three decimals, as such sets are shared."""
    signal_lt = given.signal_mv_lt - given.signal_mv_lt.mean(axis=-1, keepdims=True)
    return replace(given, signal_mv_lt=np.round(signal_lt / signal_lt.std(axis=-1)[:, None], 3))


def own_scales(given):
    return scales_of("own", modelled_leads(given.signal_mv_lt, given.leads))


def limb_leads(given):
    return given.signal_mv_lt[[given.leads.index(name) for name in LIMB_LEADS]]


def test_with_its_own_scales_a_record_is_itself_again():
    given = recording()
    restored = with_voltages(z_scored(given), own_scales(given))
    centred = given.signal_mv_lt - given.signal_mv_lt.mean(axis=-1, keepdims=True)
    assert restored.signal_mv_lt == pytest.approx(centred, abs=0.003)


def test_the_donors_scales_are_taken():
    donor = LeadScales("donor", limb_mv=0.5, chest_mv=(0.1, 0.2, 0.3, 0.4, 0.5, 0.6))
    restored = with_voltages(z_scored(recording()), donor)
    again = own_scales(restored)
    assert again.limb_mv == pytest.approx(0.5, rel=0.01)
    assert again.chest_mv == pytest.approx(donor.chest_mv, rel=0.01)


def test_the_order_of_leads_does_not_matter():
    order = TWELVE_LEADS[::-1]
    straight = with_voltages(z_scored(recording()), own_scales(recording()))
    turned = with_voltages(z_scored(recording(leads=order)), own_scales(recording()))
    assert turned.signal_mv_lt[::-1] == pytest.approx(straight.signal_mv_lt, abs=1e-9)


def test_leads_that_contradict_one_another_are_refused():
    limb_lt = np.random.default_rng(3).standard_normal((6, 1000))
    with pytest.raises(RatiosError, match="miss the identities"):
        limb_ratios(limb_lt)


def test_a_lead_that_was_turned_over_is_refused():
    limb_lt = limb_leads(z_scored(recording()))
    limb_lt[3] *= -1
    with pytest.raises(RatiosError):
        limb_ratios(limb_lt)


def test_leads_without_a_shape_of_their_own_are_refused():
    same = np.tile(np.sin(np.arange(1000) / 30), (6, 1)) * np.sign([1, 1, 1, -1, 1, 1])[:, None]
    with pytest.raises(RatiosError, match="leave the limb ratios open"):
        limb_ratios(same)


def test_ratios_of_real_records_come_back_within_two_per_cent(shared_data):
    folder = shared_data / "ecg"
    with (folder / "labels.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["qc"]][::20]
    for row in rows:
        read = WfdbPlace(folder / row["record"]).read()
        steady = replace(read, signal_mv_lt=without_baseline(read.signal_mv_lt, read.rate_hz))
        known = limb_leads(steady).std(axis=-1)
        found = limb_ratios(limb_leads(z_scored(steady)))
        assert found == pytest.approx(known / np.linalg.norm(known), rel=0.02), row["record"]


def test_scales_are_those_of_all_six_limb_leads():
    given = recording()
    scales = scales_of("one", modelled_leads(given.signal_mv_lt, given.leads, MODELLED_LEADS))
    assert scales.limb_mv == pytest.approx(np.linalg.norm(limb_leads(given).std(axis=-1)))
