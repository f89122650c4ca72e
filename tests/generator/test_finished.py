"""Finished records are kept, whole, and never mixed with another job's."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.finished import FinishedRecords, OtherJobError

JOB = {"seed": 7, "rhythm": "AF"}


def signal(value):
    return np.full((12, 4), value, dtype=np.int16)


def test_a_later_run_finds_what_an_earlier_one_finished(tmp_path):
    FinishedRecords(tmp_path / "w", JOB).save(3, signal(-5))
    later = FinishedRecords(tmp_path / "w", JOB)
    assert later.missing([1, 3, 5]) == [1, 5]
    assert np.array_equal(later.assemble([3], 4), signal(-5)[None])


def test_records_are_assembled_in_the_order_asked(tmp_path):
    finished = FinishedRecords(tmp_path / "w", JOB)
    for index in (0, 1, 2):
        finished.save(index, signal(index))
    assert finished.assemble([2, 0], 4)[:, 0, 0].tolist() == [2, 0]


def test_another_job_is_refused_by_the_field_that_differs(tmp_path):
    FinishedRecords(tmp_path / "w", JOB).save(0, signal(1))
    with pytest.raises(OtherJobError, match=r"another job \(seed\)"):
        FinishedRecords(tmp_path / "w", {**JOB, "seed": 8})


def test_a_record_that_could_not_be_written_whole_is_not_finished(tmp_path, monkeypatch):
    finished = FinishedRecords(tmp_path / "w", JOB)

    def full_disk(_fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        finished.save(0, signal(1))
    assert finished.missing([0]) == [0]
    assert [path.name for path in finished.folder.iterdir()] == ["job.json"]
