"""PTB-XL as its publisher lays it out: 71 statements, folds by patient, rhythm by the codes."""

import pytest

pytest.importorskip("sleepecg", reason="the generator is an optional extra")

from generator.leads import MODELLED_LEADS
from generator.prepare import PrepareJob, prepare_set
from generator.ptbxl import select_ptbxl
from generator.tables import TableError
from generator.training_set import open_training_set
from tests.generator.recordings import read_table, recording, write_record, write_table

STATEMENTS = {"SR": 1, "NORM": "", "AFIB": 1, "AFLT": 1, "1AVB": "", "LAO/LAE": "", "_AVB": ""}


def a_row(number, **changed):
    row = {
        "ecg_id": number,
        "patient_id": f"{15000 + number}.0",
        "age": "56.0",
        "sex": "1",
        "scp_codes": "{'NORM': 100.0, 'SR': 0.0}",
        "strat_fold": number,
        "filename_lr": f"records100/00000/{number:05}_lr",
        "filename_hr": f"records500/00000/{number:05}_hr",
    }
    return row | changed


def a_folder(folder, rows, *rates_hz):
    write_table(
        folder / "scp_statements.csv",
        [
            {"": code, "description": "", "rhythm": is_rhythm}
            for code, is_rhythm in STATEMENTS.items()
        ],
    )
    write_table(folder / "ptbxl_database.csv", rows)
    for rate_hz in rates_hz:
        column = {100: "filename_lr", 500: "filename_hr"}[rate_hz]
        for row in rows:
            path = folder / row[column]
            write_record(path.parent, path.name, recording(rate_hz=rate_hz))
    return folder


def test_labels_are_the_codes_in_alphabetical_order(tmp_path):
    chosen = select_ptbxl(a_folder(tmp_path, [a_row(1)]))
    assert chosen.label_names == ("1AVB", "AFIB", "AFLT", "LAO/LAE", "NORM", "SR", "_AVB")
    (candidate,) = chosen.candidates
    assert [chosen.label_names[index] for index in candidate.labels] == ["NORM", "SR"]
    assert (candidate.patient, candidate.sex) == ("15001", "F")


def test_folds_are_the_publishers(tmp_path):
    chosen = select_ptbxl(a_folder(tmp_path, [a_row(fold) for fold in range(1, 11)]))
    assert [candidate.split for candidate in chosen.candidates] == [0] * 8 + [1, 2]
    assert chosen.total == 10


@pytest.mark.parametrize(
    ("codes", "rhythm"),
    [
        ("{'NORM': 100.0, 'SR': 0.0}", "SR"),
        ("{'AFIB': 0.0, 'LAO/LAE': 50.0}", "AF"),
        ("{'AFIB': 0.0, 'AFLT': 100.0}", "other"),
        ("{'SR': 0.0, 'AFIB': 0.0}", "other"),
        ("{'AFLT': 100.0}", "other"),
        ("{'NORM': 100.0}", "unstated"),
    ],
)
def test_rhythm_by_the_codes(tmp_path, codes, rhythm):
    (candidate,) = select_ptbxl(a_folder(tmp_path, [a_row(1, scp_codes=codes)])).candidates
    assert candidate.rhythm == rhythm


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"scp_codes": "{'NEW': 100.0}"}, r"line 2: scp_codes has NEW, which scp_statements\.csv"),
        ({"scp_codes": "NORM"}, r"line 2: scp_codes is 'NORM', which is no dictionary"),
        ({"strat_fold": "11"}, r"line 2: strat_fold is 11; it must be 1 to 10"),
        ({"patient_id": ""}, r"line 2: patient_id is ''"),
    ],
)
def test_a_row_that_cannot_be_is_named(tmp_path, changed, message):
    with pytest.raises(TableError, match=message):
        list(select_ptbxl(a_folder(tmp_path, [a_row(1, **changed)])).candidates)


def test_a_patient_in_two_splits_is_refused(tmp_path):
    folder = a_folder(tmp_path, [a_row(8), a_row(9, patient_id="15008")])
    with pytest.raises(TableError, match=r"line 3: strat_fold puts patient 15008 into two splits"):
        list(select_ptbxl(folder).candidates)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(TableError, match=r"scp_statements\.csv"):
        select_ptbxl(tmp_path)


@pytest.mark.parametrize(("rates_hz", "signals"), [((100, 500), "hr"), ((100,), "lr")])
def test_500_hz_where_it_is_there_else_100(tmp_path, rates_hz, signals):
    folder = a_folder(tmp_path / "ptbxl", [a_row(fold) for fold in (1, 9, 10)], *rates_hz)
    facts = prepare_set(PrepareJob(selection=select_ptbxl(folder), out=tmp_path / "set"))
    assert facts["counts"] == {"train": {"SR": 1}, "valid": {"SR": 1}, "test": {"SR": 1}}
    assert read_table(tmp_path / "set" / "records.csv")[0]["record"] == f"00001_{signals}"
    read = open_training_set(tmp_path / "set")
    assert read.leads == MODELLED_LEADS
    assert read.labels.tolist() == [[0, 0, 0, 0, 1, 1, 0]] * 3
