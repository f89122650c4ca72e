"""The CSV files of a report."""

import csv
from dataclasses import replace

import pytest

from generator.evaluation.report.csv_files import file_name, write_barred, write_tables
from tests.generator.evaluation.report.made_up import FIDELITY, PRIVACY, UTILITY


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_all_checks_stand_in_one_file(tmp_path):
    write_tables(tmp_path, (UTILITY, PRIVACY))
    head, first, *_, last = rows_of(tmp_path / "checks.csv")
    found = dict(zip(head, first, strict=True))
    assert (found["name"], found["value"], found["light"]) == ("utility.tstr_f1", "0.93", "green")
    assert (found["green"], found["amber"], found["n"]) == ("0.8", "0.7", "120")
    assert dict(zip(head, last, strict=True))["value"] == ""


def test_each_table_is_a_file_with_all_its_digits(tmp_path):
    write_tables(tmp_path, (UTILITY,))
    assert rows_of(tmp_path / "utility.scores.csv") == [
        ["model", "f1", "n", "rr"],
        ["forest", "0.934", "4000", "812.25"],
        ["network", "", "0", ""],
    ]


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "a\nb"])
def test_a_table_cannot_name_a_file_elsewhere(name):
    with pytest.raises(ValueError, match="can name no file"):
        file_name(replace(UTILITY.tables[0], name=name), ".csv")


def test_a_signal_is_barred_once_with_all_reasons(tmp_path):
    write_barred(tmp_path / "barred.csv", (UTILITY, PRIVACY))
    assert rows_of(tmp_path / "barred.csv") == [
        ["sha256", "record", "reason"],
        ["b" * 64, "drawn[1]", "a copy of A0007; as near as a repeat"],
        ["c" * 64, "=drawn[4]", "a copy of A0009"],
    ]


def test_without_flagged_records_the_head_stands_alone(tmp_path):
    write_barred(tmp_path / "barred.csv", (UTILITY, FIDELITY))
    assert (tmp_path / "barred.csv").read_text() == "sha256,record,reason\n"


def test_one_signal_under_many_names_is_a_row(tmp_path):
    flagged = [replace(PRIVACY.flagged[0], name=f"drawn[{at}]", reason="again") for at in range(9)]
    write_barred(tmp_path / "barred.csv", (replace(PRIVACY, flagged=tuple(flagged)),))
    assert rows_of(tmp_path / "barred.csv")[1:] == [["b" * 64, "drawn[0] and 8 more", "again"]]


def test_what_the_app_would_refuse_is_not_written(tmp_path):
    nameless = replace(PRIVACY.flagged[0], sha256="")
    wordy = replace(PRIVACY.flagged[2], name="a\x00" * 900, reason="x" * 2000)
    write_barred(tmp_path / "barred.csv", (replace(PRIVACY, flagged=(nameless, wordy)),))
    ((sha256, name, reason),) = rows_of(tmp_path / "barred.csv")[1:]
    assert sha256 == "c" * 64
    assert "\x00" not in name
    assert max(len(name), len(reason)) <= 1000
