import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[3]
READINGS = "reader,case,truth,verdict\na,1,SR,AF\na,2,AF,AF\nb,1,SR,SR\nb,2,AF,AF\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "readings.csv"
    file.write_text(READINGS)
    return file


def output(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("analyse_readings", str(path), "--replicates", "20", *options, stdout=out)
    return out.getvalue()


def test_text_and_json_print_the_same_figures(path: Path):
    document = json.loads(output(path, "--json", "--positive", "AF"))
    assert document["figures"]["accuracy"]["value"] == 0.75
    assert "Accuracy" in output(path, "--positive", "AF")
    assert "0.750" in output(path, "--positive", "AF")


def test_what_is_declared_stands_in_the_document(path: Path):
    given = ("--json", "--positive", "AF", "--seed", "7", "--margin", "0.2", "--chance", "0.4")
    document = json.loads(output(path, *given))
    tested = document["figures"]["tost_balanced_accuracy"]
    assert (document["seed"], document["replicates"]) == (7, 20)
    assert (tested["margin"], tested["chance"]) == (0.2, 0.4)


def test_a_file_that_cannot_be_read_is_an_error_with_its_place(path: Path):
    with pytest.raises(CommandError, match=r"readings\.csv, line 2, column 'truth'.*--positive"):
        output(path)


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (("--margin", "10"), "shares between 0 and 1"),
        (("--replicates", "1"), "2 or more"),
        (("--categories", "1,1"), "two categories or more"),
    ],
)
def test_options_that_make_no_sense_are_refused(path: Path, options: tuple[str, ...], fault: str):
    with pytest.raises(CommandError, match=fault):
        output(path, *options)


def test_the_published_test_shows_no_discrimination_at_all(shared_data: Path):
    """22 of 44 right, Wilson 36 to 64 %, d' 0: the reader called little synthetic."""
    figures: dict[str, Any] = json.loads(
        output(shared_data / "turing-test-2023" / "metadata_results.csv", "--json")
    )["figures"]
    assert figures["accuracy"]["n_correct"] == 22
    assert figures["accuracy"]["n"] == 44
    assert round(figures["wilson"]["low"], 2) == 0.36
    assert round(figures["wilson"]["high"], 2) == 0.64
    assert figures["dprime_loglin"]["value"] == pytest.approx(0, abs=1e-12)
    assert figures["c_loglin"]["low"] > 0


def test_a_bare_checkout_runs_it_without_a_key_or_a_database(path: Path, tmp_path: Path):
    bare = {"PATH": os.environ["PATH"], "DATA_FOLDER": str(tmp_path)}
    bare["DATABASE_URL"] = "postgres://nobody:x@127.0.0.1:1/nothing"
    command = [sys.executable, "manage.py", "analyse_readings", str(path), "--json"]
    done = subprocess.run(
        [*command, "--positive", "AF"], cwd=ROOT, env=bare, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["figures"]["accuracy"]["value"] == 0.75
    wrong = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, check=False)
    assert wrong.returncode == 1
    assert wrong.stdout == b""
    assert b"--positive" in wrong.stderr
