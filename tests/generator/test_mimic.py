"""MIMIC-IV-ECG as its publisher lays it out, with its own order of leads."""

import numpy as np
import pytest

pytest.importorskip("sleepecg", reason="the generator is an optional extra")

from generator.mimic import STATEMENTS, select_mimic
from generator.prepare import PrepareJob, prepare_set
from generator.tables import TableError
from generator.training_set import open_training_set
from tests.generator.recordings import read_table, recording, write_record, write_table

ORDER = ("I", "II", "III", "aVR", "aVF", "aVL", "V1", "V2", "V3", "V4", "V5", "V6")
SUBJECT = "10000032"


def a_study(number, *statements, subject=SUBJECT, rr_interval=800):
    said = dict(zip(STATEMENTS, statements, strict=False))
    row = {"subject_id": subject, "study_id": str(40000000 + number), "cart_id": "1"}
    return row | dict.fromkeys(STATEMENTS, "") | said | {"rr_interval": rr_interval}


def path_of(study):
    subject, number = study["subject_id"], study["study_id"]
    return f"files/p{subject[:4]}/p{subject}/s{number}/{number}"


def a_folder(folder, studies, listed=None):
    write_table(folder / "machine_measurements.csv", studies)
    rows = [
        {
            "subject_id": study["subject_id"],
            "study_id": study["study_id"],
            "file_name": study["study_id"],
            "ecg_time": "2180-07-23 08:44:00",
            "path": path_of(study),
        }
        for study in (studies if listed is None else listed)
    ]
    write_table(folder / "record_list.csv", rows)
    return folder


def test_a_whole_set(tmp_path):
    studies = [
        a_study(1, "Sinus rhythm", "Normal ECG"),
        a_study(2, "Atrial fibrillation with rapid ventricular response"),
        a_study(3, "Atrial flutter"),
    ]
    folder = a_folder(tmp_path / "mimic", studies)
    for study in studies:
        path = folder / path_of(study)
        write_record(path.parent, path.name, recording(leads=ORDER))
    prepare_set(PrepareJob(selection=select_mimic(folder), out=tmp_path / "set"))
    read = open_training_set(tmp_path / "set")
    assert read.label_names == ("SR", "AF", "other", "normal")
    assert read.labels.tolist() == [[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0]]
    assert np.isfinite(read.beats[0]).sum() == 12
    # aVF is the fifth lead of the files here, and V4 larger than it
    at_r = round(100 * 3.7)
    avf, v4 = (read.signals_uv[0, read.leads.index(lead), at_r] for lead in ("aVF", "V4"))
    assert 600 < avf < 850 < v4
    rows = read_table(tmp_path / "set" / "records.csv")
    assert {row["patient"] for row in rows} == {SUBJECT}
    assert len({row["split"] for row in rows}) == 1


def test_what_is_not_used_is_counted(tmp_path):
    studies = [
        a_study(1, "Abnormal ECG"),
        a_study(2, "--- Warning: Data quality may affect interpretation ---", "Sinus rhythm"),
        a_study(3, "Sinus rhythm"),
        a_study(4, "Sinus rhythm"),
    ]
    listed = [*studies[:2], studies[3], a_study(5)]
    given = list(select_mimic(a_folder(tmp_path, studies, listed)).candidates)
    assert [each.reason for each in given if hasattr(each, "reason")] == [
        "the machine states no rhythm",
        "the machine doubts the recording",
        "not in record_list.csv",
        "not in machine_measurements.csv",
    ]
    assert [each.record for each in given if hasattr(each, "record")] == ["40000004"]


def test_tables_in_another_order_are_joined_all_the_same(tmp_path):
    studies = [a_study(number, "Sinus rhythm") for number in range(9)]
    given = list(select_mimic(a_folder(tmp_path, studies, studies[::-1])).candidates)
    assert [each.place.path for each in given] == [tmp_path / path_of(study) for study in studies]


@pytest.mark.parametrize(("rr_ms", "heart_rate_bpm"), [(800, 75), (65535, None), ("", None)])
def test_an_interval_that_could_not_be_measured_says_nothing(tmp_path, rr_ms, heart_rate_bpm):
    folder = a_folder(tmp_path, [a_study(1, "Sinus rhythm", rr_interval=rr_ms)])
    (candidate,) = select_mimic(folder).candidates
    assert candidate.heart_rate_bpm == heart_rate_bpm


def test_a_subject_is_in_one_split(tmp_path):
    studies = [
        a_study(number, "Sinus rhythm", subject=str(10000000 + number % 50))
        for number in range(200)
    ]
    split_of = {}
    for candidate in select_mimic(a_folder(tmp_path, studies)).candidates:
        assert split_of.setdefault(candidate.patient, candidate.split) == candidate.split
    assert len(set(split_of.values())) == 3


def test_a_table_without_statements_is_named(tmp_path):
    write_table(tmp_path / "record_list.csv", [{"study_id": 1, "path": "files/1"}])
    write_table(tmp_path / "machine_measurements.csv", [{"subject_id": 1, "study_id": 1}])
    with pytest.raises(
        TableError, match=r"machine_measurements\.csv: column rr_interval, report_0"
    ):
        list(select_mimic(tmp_path).candidates)
