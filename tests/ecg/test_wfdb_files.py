"""Folders of WFDB records: what is taken, what is refused, and why."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from reviewapp.ecg.record import Recording, Refusal
from reviewapp.ecg.refusals import PoolInputError, RecordRefusedError
from reviewapp.ecg.wfdb_files import read_signal_mv, read_wfdb_folder, write_wfdb
from tests.ecg.simple_ecgs import simple_ecg_mv, simple_recording, write_labels, write_record

ROW = "r1,SR,Test hospital,CC0-1.0"


def read_one(folder: Path, row: str = ROW, **options) -> Recording | Refusal:
    write_labels(folder, row)
    (reading,) = read_wfdb_folder(folder, **options)
    return reading


def code_of(reading: Recording | Refusal) -> str:
    return reading.code if isinstance(reading, Refusal) else "taken"


def edit(header: Path, old: str, new: str) -> None:
    text = header.read_text()
    assert old in text
    header.write_text(text.replace(old, new))


def test_a_record_is_taken_as_recorded(tmp_path):
    signal_mv = simple_ecg_mv()
    write_record(tmp_path, signal_mv=signal_mv)
    reading = read_one(tmp_path)
    assert isinstance(reading, Recording)
    assert reading.signal_uv.dtype == np.int16
    assert np.abs(reading.signal_uv - signal_mv * 1000).max() <= 0.5
    assert (reading.rate_hz, reading.rhythm, reading.origin) == (500.0, "SR", "real")
    assert (reading.source, reading.licence, reading.cut) == ("Test hospital", "CC0-1.0", "")


def test_what_is_written_reads_back_the_same(tmp_path):
    written = [
        simple_recording("a", age=90, sex="F", patient="p-1", note="noisy"),
        simple_recording("b-2", seed=2, rhythm="AF"),
    ]
    write_wfdb(tmp_path, written)
    read = list(read_wfdb_folder(tmp_path))
    assert [(r.sha256, r.name, r.rhythm, r.age, r.sex, r.patient, r.note) for r in read] == [
        (r.sha256, r.name, r.rhythm, r.age, r.sex, r.patient, r.note) for r in written
    ]


@pytest.mark.parametrize("unit", ["mV", "uV", "V"])
def test_the_unit_is_honoured(tmp_path, unit):
    write_record(tmp_path, unit=unit)
    reading = read_one(tmp_path)
    assert np.abs(reading.signal_uv - simple_ecg_mv() * 1000).max() <= 1


def test_leads_are_found_by_name_in_any_order_and_case(tmp_path):
    leads = ("V6", "V5", "V4", "V3", "V2", "V1", "AVF", "avl", "AVR", "III", "II", "I")
    write_record(tmp_path, signal_mv=simple_ecg_mv()[::-1], leads=leads)
    assert np.abs(read_one(tmp_path).signal_uv - simple_ecg_mv() * 1000).max() <= 0.5


def test_a_longer_record_is_cut_by_the_declared_rule(tmp_path):
    write_record(tmp_path, signal_mv=simple_ecg_mv(duration_s=14))
    reading = read_one(tmp_path)
    assert reading.signal_uv.shape == (12, 5000)
    assert reading.cut == "first 10 s of 14 s"


def test_a_record_in_a_folder_below_is_found(tmp_path):
    (tmp_path / "records500").mkdir()
    write_record(tmp_path / "records500")
    assert code_of(read_one(tmp_path, "records500/r1,SR,PTB-XL,CC-BY-4.0")) == "taken"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (" mV", " mmHg", None),
        ("/mV", "/mmHg", "unit"),
        ("r1.dat", "../r1.dat", "outside_folder"),
        ("r1.dat", "/etc/passwd", "outside_folder"),
        ("r1.dat", "c:\\r1.dat", "outside_folder"),
        ("r1 12", "r1/2 12", "multi_segment"),
        ("r1 12", "r2 12", "header"),
        ("500 5000", "0 5000", "rate"),
        ("500 5000", "-500 5000", "rate"),
        ("500 5000", "99 5000", "rate"),
        ("500 5000", "500 9000000000", "size"),
        ("500 5000", "500 4999", "length"),
        ("500 5000", "500", "header"),
        (" 1000.0(0)", " 0(0)", "gain"),
        (" 16 1000", " 8 1000", "format"),
        (" 16 1000", " 16x2 1000", "format"),
        (" V6", " V7", "missing_lead"),
        (" V6", " V6\n# Name: Ada Lovelace", "identity"),
        (" V6", " V6\n# Age: 81", "taken"),
        (" V5", " V6", "missing_lead"),
        (" V6", " V6\x01", "header"),
        (" V6", " V6é", "header"),
        ("r1 12", "r1 900", "header"),
    ],
)
def test_a_header_that_is_not_safe_refuses_the_record(tmp_path, old, new, code):
    header = write_record(tmp_path)
    if code is None:
        assert old not in header.read_text()
        return
    edit(header, old, new)
    assert code_of(read_one(tmp_path)) == code


def test_a_lead_given_twice_is_refused(tmp_path):
    signal_mv = np.vstack([simple_ecg_mv(), simple_ecg_mv()[:1]])
    leads = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6", "i")
    write_record(tmp_path, signal_mv=signal_mv, leads=leads)
    assert code_of(read_one(tmp_path)) == "duplicate_lead"


def test_a_changed_sample_fails_the_checksum(tmp_path):
    write_record(tmp_path)
    data = bytearray((tmp_path / "r1.dat").read_bytes())
    data[200] ^= 4
    (tmp_path / "r1.dat").write_bytes(data)
    assert code_of(read_one(tmp_path)) == "checksum"


def test_links_and_missing_files_are_refused(tmp_path):
    header = write_record(tmp_path)
    (tmp_path / "r1.dat").rename(tmp_path / "elsewhere")
    assert code_of(read_one(tmp_path)) == "missing_file"
    (tmp_path / "r1.dat").symlink_to(tmp_path / "elsewhere")
    assert code_of(read_one(tmp_path)) == "symlink"
    header.unlink()
    assert code_of(read_one(tmp_path)) == "missing_file"


def test_a_record_beyond_the_limit_is_refused(tmp_path):
    write_record(tmp_path)
    assert code_of(read_one(tmp_path, max_mb=0.1)) == "size"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda mv: mv[:, :4900], "too_short"),
        (lambda mv: np.where(np.arange(12)[:, None] == 3, 0.25, mv), "flat_lead"),
        (lambda mv: np.where(np.arange(5000) == 77, np.nan, mv), "nan"),
        (lambda mv: mv * 25, "amplitude"),
        (lambda mv: mv / 100, "amplitude"),
    ],
)
def test_a_signal_that_is_no_ecg_is_refused(tmp_path, change, code):
    write_record(tmp_path, signal_mv=change(simple_ecg_mv()))
    assert code_of(read_one(tmp_path)) == code


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("../r1,SR,x,y", "outside_folder"),
        ("/etc/r1,SR,x,y", "outside_folder"),
        ("a\\r1,SR,x,y", "outside_folder"),
        ("r 1,SR,x,y", "name"),
        (",SR,x,y", "name"),
        ("r1,XX,x,y", "label"),
        ("r1,SR,,y", "label"),
        ("r1,SR,x,", "label"),
    ],
)
def test_a_row_that_is_not_understood_refuses_the_record(tmp_path, row, code):
    write_labels(tmp_path, row)
    write_record(tmp_path)
    assert code_of(next(iter(read_wfdb_folder(tmp_path)))) == code


def test_a_bad_record_does_not_stop_the_rest(tmp_path):
    for seed, name in enumerate(("a", "b", "c")):
        write_record(tmp_path, name, simple_ecg_mv(seed=seed))
    edit(tmp_path / "b.hea", "/mV", "/mmHg")
    write_labels(tmp_path, "a,SR,x,y", "b,SR,x,y", "a,SR,x,y")
    readings = list(read_wfdb_folder(tmp_path))
    assert [(r.name, code_of(r)) for r in readings] == [
        ("a", "taken"),
        ("b", "unit"),
        ("a", "duplicate_label"),
        ("c", "no_label"),
    ]


def test_the_report_of_an_identifying_comment_does_not_repeat_it(tmp_path):
    write_record(tmp_path, comments=("Ada Lovelace, 10.12.1815",))
    refusal = read_one(tmp_path)
    assert isinstance(refusal, Refusal)
    assert "Lovelace" not in refusal.reason


def test_a_folder_without_a_labels_table_is_refused_whole(tmp_path):
    write_record(tmp_path)
    with pytest.raises(PoolInputError, match=r"labels\.csv: is missing"):
        list(read_wfdb_folder(tmp_path))


def test_all_shared_real_records_are_taken(shared_data):
    """None is refused: each has its 12 leads, its checksum, 10 s, and no clipped or flat lead."""
    readings = list(read_wfdb_folder(shared_data / "ecg"))
    assert Counter(code_of(reading) for reading in readings) == {"taken": 637}
    assert Counter(reading.rhythm for reading in readings) == {"SR": 592, "AF": 45}
    assert len({reading.sha256 for reading in readings}) == 637
    assert sum(bool(reading.cut) for reading in readings) == 25


def test_a_shared_real_record_keeps_its_samples(shared_data):
    """The samples of these records are microvolts already, so they must survive bit for bit."""
    stored = np.fromfile(shared_data / "ecg" / "CPSC_A0003.dat", dtype="<i2").reshape(-1, 12).T
    signal_mv, rate_hz = read_signal_mv(shared_data / "ecg" / "CPSC_A0003")
    assert rate_hz == 500
    assert np.array_equal(np.rint(signal_mv * 1000), stored)


def test_a_name_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(RecordRefusedError, match="missing"):
        read_signal_mv(tmp_path / "nobody")
