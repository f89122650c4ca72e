"""Near copies are those beyond the declared limit, and beyond strangers."""

from dataclasses import replace

import numpy as np
import pytest

from generator.evaluation.ecg_set import HELD_OUT, SYNTHETIC, TRAIN
from generator.evaluation.evidence import Evidence
from generator.evaluation.feature_table import FeatureTable
from generator.evaluation.findings import Light
from generator.evaluation.privacy.copies_part import copies_check, exact_interval, flagged_copies
from generator.evaluation.privacy.learnt import known_of, members_of
from generator.evaluation.privacy.near_copies import nearest_of
from generator.evaluation.privacy.thresholds import COPY_BY_BEAT, COPY_BY_RECORDING
from tests.generator.evaluation.privacy.hearts import half_learnt, hearts


def evidence_of(real, synthetic, **more) -> Evidence:
    def no_features(count):
        return FeatureTable(features=(), values_nf=np.zeros((count, 0)), reasons=({},) * count)

    return Evidence(
        real=real,
        synthetic=replace(synthetic, origin=SYNTHETIC),
        real_features=no_features(len(real)),
        synthetic_features=no_features(len(synthetic)),
        replicates=50,
        **more,
    )


def with_one_copy(real):
    """Six new hearts, the third of them the first record that was learnt."""
    drawn = hearts(6, seed=9, sha256=tuple("abcdef"))
    signals = drawn.signals_mv_nlt.copy()
    signals[2] = 0.9 * real.signals_mv_nlt[0]
    beats = (*drawn.beats_s[:2], real.beats_s[0], *drawn.beats_s[3:])
    return replace(drawn, signals_mv_nlt=signals, beats_s=beats)


def test_a_copy_is_counted_and_listed_with_its_digest():
    real = half_learnt(hearts(10))
    evidence = evidence_of(real, with_one_copy(real))
    known = known_of(evidence)
    found = nearest_of(evidence, known)
    check = copies_check(found, known)
    assert (check.value, check.light) == (1 / 6, Light.RED)
    (record,) = flagged_copies(found, evidence, known)
    assert (record.index, record.sha256) == (2, "c")
    assert real.names[0] in record.reason


def test_new_hearts_are_no_copies():
    evidence = evidence_of(half_learnt(hearts(10)), hearts(6, seed=9))
    known = known_of(evidence)
    assert copies_check(nearest_of(evidence, known), known).light == Light.GREEN


def test_a_copy_of_what_was_held_out_is_none_of_what_was_learnt():
    real = half_learnt(hearts(10))
    turned = replace(real, splits=real.splits[::-1])
    evidence = evidence_of(turned, with_one_copy(real))
    known = known_of(evidence)
    assert not flagged_copies(nearest_of(evidence, known), evidence, known)


def test_where_strangers_come_nearer_they_set_the_limit():
    """Sixty records of two leads' worth of hearts: all strangers are alike."""
    one = hearts(1, noise_mv=0.0)
    noise = 0.02 * np.random.default_rng(1).standard_normal((60, 12, 1000))
    alike = replace(hearts(60), signals_mv_nlt=one.signals_mv_nlt + noise, beats_s=one.beats_s * 60)
    evidence = evidence_of(half_learnt(alike), hearts(3, seed=4))
    by_beat, by_recording = nearest_of(evidence, known_of(evidence))
    assert by_beat.limit > COPY_BY_BEAT
    assert by_recording.limit > COPY_BY_RECORDING


def test_one_patients_other_record_is_no_stranger():
    """Unknown splits: each is compared with the others, never with its own patient."""
    one = hearts(12)
    twice = replace(
        one.take([*range(12), *range(12)]), names=tuple(f"r{index}" for index in range(24))
    )
    evidence = evidence_of(twice, hearts(3, seed=4))
    known = known_of(evidence)
    assert (len(known.learnt), len(known.strangers)) == (24, 24)
    assert nearest_of(evidence, known)[0].strangers_k.max() < 0.97


def test_the_training_set_is_known_where_it_is_at_hand():
    training = replace(hearts(30), splits=(TRAIN,) * 8 + (HELD_OUT,) * 22)
    known = known_of(evidence_of(hearts(5, seed=3), hearts(3, seed=4), training=training))
    assert (len(known.learnt), len(known.strangers)) == (8, 22)


def test_members_are_real_records_of_known_split():
    assert members_of(evidence_of(hearts(6), hearts(3))) is None
    real = half_learnt(hearts(6))
    assert members_of(evidence_of(real, hearts(3))).names == real.names


def test_exact_interval_of_published_counts():
    """Newcombe 1998 (Stat Med 17:857), table I, method 5: 81/263, 15/148, 0/20, 1/29."""
    published = {
        (81, 263): (0.2527, 0.3676),
        (15, 148): (0.0578, 0.1617),
        (0, 20): (0.0, 0.1684),
        (1, 29): (0.0009, 0.1776),
    }
    for (found, count), interval in published.items():
        assert exact_interval(found, count) == pytest.approx(interval, abs=5e-5)
