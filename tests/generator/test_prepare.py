"""Whole sets: the same however many work on it, voltages borrowed in order, real records."""

import csv
from dataclasses import replace

import numpy as np
import pytest
from scipy.signal import decimate

pytest.importorskip("sleepecg", reason="the generator is an optional extra")

from generator.leads import MODELLED_LEADS, TWELVE_LEADS
from generator.lost_voltages import scales_of
from generator.plain_folder import LABELS, select_plain_folders
from generator.prepare import PrepareJob, prepare_set
from generator.prepared import Candidate, Refusal
from generator.recording import WfdbPlace
from generator.training_set import open_training_set
from tests.generator.recordings import read_table, recording, write_record, write_table

FILES = ("signals.npy", "labels.npy", "splits.npy", "beats.npy", "records.csv", "set.json")


def a_folder(folder, count=30):
    """Records of two rhythms and slightly different rates; one is too short."""
    rows = []
    for number in range(count):
        beats_s = np.arange(0.5, 10, 0.7 + 0.01 * number)
        given = recording(beats_s=beats_s, duration_s=9 if number == 3 else 10)
        write_record(folder, f"r{number}", given)
        row = {"record": f"r{number}", "rhythm": ("SR", "AF")[number % 2]}
        rows.append(row | {"source": "here", "licence": "CC0-1.0", "normal_ecg": "1"})
    write_table(folder / "labels.csv", rows)
    return folder


def some_lost(folder, count=4):
    """Sinus rhythms of which only the shape is left."""
    names = np.array([f"z{number}" for number in range(count)])
    signals = []
    for number in range(count):
        mv_lt = recording(beats_s=np.arange(0.4, 10, 0.8 + 0.05 * number)).signal_mv_lt
        signals.append(((mv_lt.T - mv_lt.mean(axis=1)) / mv_lt.std(axis=1) * 1000).astype(np.int16))
    row = {"rhythm": "SR", "source": "here", "licence": "CC0-1.0"}
    write_table(folder / "labels.csv", [{"record": name} | row for name in names])
    leads = np.array(TWELVE_LEADS)
    np.savez(folder / "some.npz", record=names, leads=leads, fs=500, z_x1000=np.stack(signals))
    return folder


def prepare(folders, out, **options):
    return prepare_set(PrepareJob(selection=select_plain_folders(folders), out=out, **options))


def test_workers_change_nothing(tmp_path):
    folders = [a_folder(tmp_path / "whole"), some_lost(tmp_path / "lost")]
    facts = prepare(folders, tmp_path / "one")
    assert prepare(folders, tmp_path / "two", workers=2) == facts
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert facts["n_records"] == 33
    assert facts["refused"] == {"shorter than 10 s": 1}


def test_voltages_are_borrowed_from_training_records_of_the_same_rhythm(tmp_path):
    prepare([a_folder(tmp_path / "whole"), some_lost(tmp_path / "lost")], tmp_path / "set")
    rows = read_table(tmp_path / "set" / "records.csv")
    by_name = {row["record"]: row for row in rows}
    signals_mv = open_training_set(tmp_path / "set").signals_uv / 1000
    lost = [row for row in rows if row["voltages_from"]]
    assert len(lost) == 4
    for row in lost:
        donor = by_name[row["voltages_from"]]
        assert (donor["split"], donor["rhythm"], row["split"]) == ("train", "SR", "train")
        own, lent = (scales_of("", signals_mv[int(each["index"])]) for each in (row, donor))
        assert own.limb_mv == pytest.approx(lent.limb_mv, rel=0.03)
        assert own.chest_mv == pytest.approx(lent.chest_mv, rel=0.03)


def test_without_a_donor_lost_voltages_are_refused(tmp_path):
    lost = select_plain_folders([some_lost(tmp_path / "lost")])
    of_af = [
        each
        for each in select_plain_folders([a_folder(tmp_path / "whole", count=6)]).candidates
        if isinstance(each, Candidate) and each.rhythm == "AF"
    ]
    chosen = replace(lost, candidates=of_af)
    facts = prepare_set(PrepareJob(selection=chosen, out=tmp_path / "set"))
    assert facts["refused"]["voltages lost, and no record for training has its rhythm"] == 4


def test_what_a_table_refuses_is_counted_too(tmp_path):
    chosen = select_plain_folders([a_folder(tmp_path / "whole", count=5)])
    more = replace(chosen, candidates=(Refusal("doubted", "r9"), *chosen.candidates))
    facts = prepare_set(PrepareJob(selection=more, out=tmp_path / "set"))
    assert facts["refused"] == {"doubted": 1, "shorter than 10 s": 1}


@pytest.fixture(scope="module")
def real_set(shared_data, tmp_path_factory):
    """Thirty real records from end to end, and their rows of the table."""
    folder = tmp_path_factory.mktemp("real")
    with (shared_data / "ecg" / "labels.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["qc"]][::19]
    table = write_table(folder / "labels.csv", rows)
    chosen = select_plain_folders([shared_data / "ecg"], labels=table)
    prepare_set(PrepareJob(selection=chosen, out=folder / "set"))
    return folder / "set", {row["record"]: row for row in rows}


def test_real_records_keep_rhythm_and_patient(real_set):
    folder, stated = real_set
    read = open_training_set(folder)
    rows = read_table(folder / "records.csv")
    assert len(rows) >= 0.9 * len(stated)
    for row, labels in zip(rows, read.labels, strict=True):
        assert row["patient"] == stated[row["record"]]["subject"]
        assert labels[LABELS.index(stated[row["record"]]["rhythm"])] == 1


def test_real_leads_are_each_in_their_place(real_set, shared_data):
    """Each lead of the set is that of the file, and no other lead of it looks as much like it."""
    folder, _ = real_set
    signals = open_training_set(folder).signals_uv
    for row in read_table(folder / "records.csv")[:10]:
        recorded = WfdbPlace(shared_data / "ecg" / row["record"]).read()
        rows_of_file = [recorded.leads.index(name) for name in MODELLED_LEADS]
        from_file = decimate(recorded.signal_mv_lt[rows_of_file, :5000], 5, axis=-1)
        kept = signals[int(row["index"])] / 1000
        distance = np.abs(np.diff(kept)[:, None] - np.diff(from_file)[None]).mean(axis=-1)
        assert np.argmin(distance, axis=1).tolist() == list(range(8))


def test_real_beats_stand_on_steep_signal(real_set):
    read = open_training_set(real_set[0])
    for signal_uv_lt, beats_n in zip(read.signals_uv, read.beats, strict=True):
        at = np.round(beats_n[np.isfinite(beats_n)]).astype(int)
        steep = np.abs(np.gradient(signal_uv_lt.astype(float), axis=1)).sum(axis=0)
        near = [steep[max(beat - 3, 0) : beat + 4].max() for beat in at]
        assert not near or np.median(near) > 5 * np.median(steep)
