"""``python -m generator prepare`` from the command line: what it writes, says and refuses."""

import json

import pytest

pytest.importorskip("torch", reason="PyTorch is an optional extra, and other commands need it")

from generator.__main__ import main
from generator.training_set import open_training_set
from tests.generator.recordings import recording, write_record, write_table


@pytest.fixture
def folder(tmp_path):
    rows = []
    for number in range(4):
        duration_s = 9 if number == 3 else 10
        write_record(tmp_path / "ecg", f"r{number}", recording(duration_s=duration_s))
        row = {"record": f"r{number}", "rhythm": "SR", "source": "here", "licence": "CC0-1.0"}
        rows.append(row)
    write_table(tmp_path / "ecg" / "labels.csv", rows)
    return tmp_path / "ecg"


def run(*arguments):
    return main(["prepare", *map(str, arguments)])


def test_a_set_is_written_and_counted(folder, tmp_path, capsys):
    assert run(folder, "--kind", "plain", "--out", tmp_path / "set", "--seed", 3) == 0
    said = capsys.readouterr().out
    assert f"{tmp_path / 'set'}: 3 records" in said
    assert "shorter than 10 s; first r3" in said
    assert len(open_training_set(tmp_path / "set").splits) == 3
    assert json.loads((tmp_path / "set" / "set.json").read_text())["seed"] == 3


def test_a_set_that_exists_is_not_touched(folder, tmp_path, capsys):
    (tmp_path / "set").mkdir()
    assert run(folder, "--kind", "plain", "--out", tmp_path / "set") == 2
    assert "never overwritten" in capsys.readouterr().err


@pytest.mark.parametrize(("kind", "table"), [("ptbxl", "scp_statements"), ("mimic", "record_list")])
def test_a_folder_of_another_data_set_is_named(folder, tmp_path, capsys, kind, table):
    assert run(folder, "--kind", kind, "--out", tmp_path / "set") == 2
    assert f"{table}.csv" in capsys.readouterr().err


@pytest.mark.parametrize("extra", [["--labels", "some.csv"], ["another"]])
def test_published_data_sets_take_one_folder_and_their_own_tables(folder, tmp_path, capsys, extra):
    assert run(folder, *extra, "--kind", "mimic", "--out", tmp_path / "set") == 2
    assert "takes one FOLDER and no --labels" in capsys.readouterr().err


def test_no_workers_are_refused(folder, tmp_path, capsys):
    assert run(folder, "--kind", "plain", "--out", tmp_path / "set", "--workers", 0) == 2
    assert "give 1 or more" in capsys.readouterr().err
    assert not (tmp_path / "set").exists()
