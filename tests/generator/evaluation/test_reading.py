"""What is compared is read as it stands: nobody dropped in silence, everybody's split known."""

import json

import numpy as np
import pytest

from generator.evaluation.ecg_set import HELD_OUT, REAL, SYNTHETIC, TRAIN, UNKNOWN
from generator.evaluation.reading import (
    NothingToCompareError,
    read_real,
    read_synthetic,
    read_training,
)
from generator.plain_folder import select_plain_folders
from generator.prepare import PrepareJob, prepare_set
from generator.recording import Recording
from tests.generator.evaluation.ecg_sets import write_plain_batch
from tests.generator.recordings import recording, write_record, write_table


def a_row(number, **changed):
    row = {
        "record": f"r{number}",
        "rhythm": "AF" if number % 4 == 0 else "SR",
        "source": "PTB-XL",
        "licence": "CC-BY-4.0",
        "subject": f"p{number}",
        "qc": "",
    }
    return row | changed


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """Twelve sound records, one that is flat and one that its table doubts."""
    folder = tmp_path_factory.mktemp("real") / "records"
    for number in range(14):
        given = recording(noise_mv=0.01 + 0.001 * number)
        if number == 12:
            given = Recording(np.zeros_like(given.signal_mv_lt), given.leads, given.rate_hz)
        write_record(folder, f"r{number}", given)
    rows = [a_row(number) for number in range(13)] + [a_row(13, qc="rhythm in doubt")]
    write_table(folder / "labels.csv", rows)
    return folder


@pytest.fixture(scope="module")
def training(records, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained") / "set"
    prepare_set(PrepareJob(selection=select_plain_folders([records]), out=folder))
    return folder


def test_a_batch_is_read_with_all_that_its_manifest_says(tmp_path):
    folder = write_plain_batch(tmp_path / "batch")
    ecgs = read_synthetic(folder).ecgs
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (ecgs.origin, ecgs.rhythms) == (SYNTHETIC, ("SR", "AF"))
    assert ecgs.sha256 == tuple(record["sha256"] for record in manifest["records"])
    assert [each.tolist() for each in ecgs.told_beats_s] == [[0.5, 1.3]] * 2
    assert len(set(ecgs.patients)) == 2


@pytest.mark.parametrize(("maker", "passes"), [({}, 0), ({"generator_name": "a simulator"}, 1)])
def test_only_our_own_batches_are_taken_as_drawn(tmp_path, maker, passes):
    """Their training set went through the chain; of another's nothing is known."""
    folder = write_plain_batch(tmp_path / "batch", **maker)
    read_mv = read_synthetic(folder).ecgs.signals_mv_nlt[0]
    stored_mv = np.load(folder / "signals.npy")[0] / 1000
    assert np.allclose(read_mv, stored_mv, atol=1e-9) is (passes == 0)


def test_a_faulty_synthetic_record_is_kept_with_its_fault(tmp_path):
    signals_uv = np.zeros((2, 12, 1000), dtype=np.int16)
    folder = write_plain_batch(tmp_path / "batch", signals_uv=signals_uv)
    assert read_synthetic(folder).ecgs.faults == ("flat", "flat")


def test_batches_of_one_rhythm_each_count_as_one(tmp_path):
    sinus = write_plain_batch(tmp_path / "sr", rhythms=("SR", "SR"))
    fibrillating = write_plain_batch(tmp_path / "af", rhythms=("AF",))
    ecgs = read_synthetic(sinus, fibrillating).ecgs
    assert ecgs.names == ("sr[0]", "sr[1]", "af[0]")
    assert ecgs.patients == ecgs.names


def test_two_folders_of_one_name_have_records_of_different_names(tmp_path):
    first = write_plain_batch(tmp_path / "monday" / "sr")
    second = write_plain_batch(tmp_path / "tuesday" / "sr")
    assert len(set(read_synthetic(first, second).ecgs.names)) == 4


def test_a_condition_without_beats_tells_none(tmp_path):
    records = [{"seed": 1, "rhythm": "SR", "condition": "sinus"}] * 2
    assert (
        read_synthetic(write_plain_batch(tmp_path / "b", records=records)).ecgs.told_beats_s == ()
    )


def test_real_records_that_are_refused_are_counted(records):
    read = read_real(records)
    assert (len(read.ecgs), read.ecgs.origin) == (12, REAL)
    assert read.refused == {"flat": 1, "flagged in the table (qc)": 1}
    assert set(read.ecgs.splits) == {UNKNOWN}


def test_two_processes_read_the_same_as_one(records):
    one, two = read_real(records).ecgs, read_real(records, workers=2).ecgs
    assert one.names == two.names
    assert np.array_equal(one.signals_mv_nlt, two.signals_mv_nlt)


def test_the_training_set_tells_who_was_learnt_from(records, training):
    ecgs = read_real(records, training=training).ecgs
    learnt = read_training(training)
    stated = dict(zip(learnt.patients, learnt.splits, strict=True))
    assert ecgs.splits == tuple(stated[patient] for patient in ecgs.patients)
    assert set(ecgs.splits) == {TRAIN, HELD_OUT}


def test_a_training_set_is_read_as_the_records_that_it_came_from(records, training):
    of_set, of_records = read_training(training), read_real(records).ecgs
    assert of_set.names == of_records.names
    # The set is rounded to microvolt, and its derived leads follow from rounded ones
    assert np.abs(of_set.signals_mv_nlt - of_records.signals_mv_nlt).max() < 0.002


@pytest.mark.parametrize("read", [read_real, read_synthetic])
def test_a_folder_of_something_else_says_what_it_may_hold(tmp_path, read):
    with pytest.raises(NothingToCompareError, match=r"ecgs\.json"):
        read(tmp_path)


def test_a_folder_without_one_sound_record_says_why(tmp_path):
    given = recording()
    flat = Recording(np.zeros_like(given.signal_mv_lt), given.leads, given.rate_hz)
    write_record(tmp_path, "r0", flat)
    write_table(tmp_path / "labels.csv", [a_row(0)])
    with pytest.raises(NothingToCompareError, match="'flat': 1"):
        read_real(tmp_path)
