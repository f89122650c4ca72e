"""A patient is in one split; every rhythm is in each; the order of the table does not matter."""

from collections import Counter

import pytest

from generator.patient_split import TEST, TRAIN, VALID, split_by_hash, split_by_rhythm

PAIRS = [(f"sinus {n % 100}", "SR") for n in range(150)] + [(f"atrial {n}", "AF") for n in range(9)]


def test_each_rhythm_is_split_by_itself():
    splits = split_by_rhythm(PAIRS, seed=0)
    counts = Counter((patient.split()[0], split) for patient, split in splits.items())
    assert counts["sinus", TEST] == counts["sinus", VALID] == 10
    assert counts["atrial", TEST] == counts["atrial", VALID] == 1
    assert counts["sinus", TRAIN] == 80


def test_the_order_of_the_records_does_not_matter():
    assert split_by_rhythm(PAIRS[::-1], seed=0) == split_by_rhythm(PAIRS, seed=0)


def test_the_seed_does():
    assert split_by_rhythm(PAIRS, seed=1) != split_by_rhythm(PAIRS, seed=0)


def test_a_patient_with_two_rhythms_counts_for_the_rarer_one():
    both = [*PAIRS, ("atrial 3", "SR"), ("sinus 5", "AF")]
    alone = split_by_rhythm([(patient, "AF") for patient, rhythm in both if rhythm == "AF"], seed=0)
    splits = split_by_rhythm(both, seed=0)
    assert {patient: splits[patient] for patient in alone} == alone


def test_two_patients_are_too_few_to_hold_one_out():
    assert split_by_rhythm([("a", "AF"), ("b", "AF")], seed=0) == {"a": TRAIN, "b": TRAIN}


def test_by_hash_the_shares_are_those_that_were_asked_for():
    counts = Counter(split_by_hash(str(subject), seed=0) for subject in range(20_000))
    assert counts[TRAIN] / 20_000 == pytest.approx(0.8, abs=0.01)
    assert counts[VALID] / 20_000 == pytest.approx(0.1, abs=0.01)


def test_by_hash_a_patient_stays_where_it_is():
    assert split_by_hash("10000032", seed=0) == split_by_hash("10000032", seed=0)
