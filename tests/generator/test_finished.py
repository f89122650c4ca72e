"""Finished records are kept, whole, and never mixed with another job's."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.finished import DamagedRecordsError, FinishedRecords, OtherJobError

JOB = {"seed": 7, "rhythm": "AF"}


def signals(*values):
    return np.stack([np.full((12, 4), value, dtype=np.int16) for value in values])


def first_samples(finished, indices):
    return [int(signal_uv[0, 0]) for signal_uv in finished.signals(indices)]


def test_a_later_run_finds_what_an_earlier_one_finished(tmp_path):
    FinishedRecords(tmp_path / "w", JOB).save([3, 4], signals(-5, 6))
    later = FinishedRecords(tmp_path / "w", JOB)
    assert later.missing([1, 3, 4, 5]) == [1, 5]
    assert first_samples(later, [3, 4]) == [-5, 6]


def test_records_come_in_the_order_asked_whatever_was_drawn_together(tmp_path):
    finished = FinishedRecords(tmp_path / "w", JOB)
    finished.save([4, 0], signals(40, 0))
    finished.save([2], signals(20))
    assert first_samples(finished, [0, 2, 4]) == [0, 20, 40]


def test_another_job_is_refused_by_the_field_that_differs(tmp_path):
    FinishedRecords(tmp_path / "w", JOB).save([0], signals(1))
    with pytest.raises(OtherJobError, match=r"another job \(seed\)"):
        FinishedRecords(tmp_path / "w", {**JOB, "seed": 8})


def test_records_that_could_not_be_written_whole_are_not_finished(tmp_path, monkeypatch):
    finished = FinishedRecords(tmp_path / "w", JOB)

    def full_disk(_fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        finished.save([0, 1], signals(1, 2))
    assert finished.missing([0, 1]) == [0, 1]
    assert [path.name for path in finished.folder.iterdir()] == ["job.json"]


@pytest.mark.parametrize("kept_bytes", [0, 50, 150])
def test_a_damaged_file_is_named_with_the_cure(tmp_path, kept_bytes):
    FinishedRecords(tmp_path / "w", JOB).save([0, 1], signals(1, 2))
    (path,) = (tmp_path / "w").glob("*.records")
    path.write_bytes(path.read_bytes()[:kept_bytes])
    with pytest.raises(DamagedRecordsError, match=rf"{path.name} is damaged.*remove it"):
        list(FinishedRecords(tmp_path / "w", JOB).signals([0]))


def test_signals_that_do_not_fit_the_records_are_refused(tmp_path):
    finished = FinishedRecords(tmp_path / "w", JOB)
    with pytest.raises(ValueError, match="2 records do not fit"):
        finished.save([0, 1], signals(1))
