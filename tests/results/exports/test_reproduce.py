"""The scripts of the archive find the figures of the study again, from the CSV alone."""

import csv
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from reviewapp.results.dataset_table import table_of
from reviewapp.results.exports.bundle import SCRIPTS
from reviewapp.results.exports.headline import headline_figures, headline_table
from reviewapp.results.exports.tables import readings_table
from reviewapp.results.findings.accuracy import find_accuracy
from reviewapp.results.findings.between import find_agreement
from reviewapp.results.findings.roc import find_roc
from tests.results.datasets import (
    R,
    S,
    make_dataset,
    make_reading,
    published_study,
    repeat_of,
    with_presentations,
)
from tests.results.exports import files

ORIGINS = ("synthetic",) * 8 + ("real",) * 8
SURE, UNSURE, SURE_REAL = "definitely_synthetic", "possibly_synthetic", "definitely_real"
CALLS = {
    ("R-A", "HD"): (S, S, R, R, S, S, SURE, R, R, R, S, R, UNSURE, R, S, R),
    ("R-B", "HD"): (S, R, R, S, S, UNSURE, R, R, R, S, S, R, R, R, R, SURE_REAL),
    ("R-C", "GOE"): (S, S, S, R, S, R, S, S, R, S, R, R, S, R, S, R),
}
COMPLETE = make_dataset(ORIGINS, CALLS)
GAPS = make_dataset(ORIGINS, CALLS | {("R-B", "HD"): (None, *CALLS["R-B", "HD"][1:15], None)})
SET_ASIDE = with_presentations(
    COMPLETE,
    replace(COMPLETE.presentations[0], token="x", reading=make_reading(outcome="abstained")),
    repeat_of(COMPLETE.presentations[1], R),
)
STUDIES = {
    "complete": COMPLETE,
    "gaps": GAPS,
    "repeats": SET_ASIDE,
    "one reader": published_study(),
    "one answer": make_dataset(ORIGINS, {("R-A", "HD"): (S,) * 16, ("R-B", "HD"): (S,) * 16}),
    "nobody": make_dataset(ORIGINS, {("R-A", "HD"): (None,) * 16}),
}


@pytest.fixture(params=STUDIES)
def folder(request, tmp_path):
    dataset = STUDIES[request.param]
    table = table_of(dataset, replicates=20).in_order()
    figures = headline_figures(
        accuracy=find_accuracy(table), roc=find_roc(table), agreement=find_agreement(table)
    )
    for one in (files.table_of(readings_table, dataset), headline_table(figures)):
        (tmp_path / f"{one.name}.csv").write_bytes(b"".join(one.csv()))
    return tmp_path


def run(program, script, folder):
    command = [program, str(SCRIPTS / script), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def agreed(output):
    """The figures that a script printed as agreeing, by name, group and what was compared."""
    return {tuple(line.split("here")[0].split()[1:]) for line in output.splitlines()
            if line.startswith("ok")}  # fmt: skip


def expected(folder):
    rows = csv.DictReader((folder / "headline.csv").open(encoding="utf-8"))
    return {(row["figure"], *row["group"].split(), "value") for row in rows if row["value"]}


def test_python_finds_every_figure_again(folder):
    done = run(sys.executable, "reproduce.py", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("PASS: every figure agrees\n")
    assert expected(folder) <= agreed(done.stdout)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_finds_every_figure_again(folder):
    done = run("Rscript", "reproduce.R", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("PASS: every figure agrees\n")
    assert expected(folder) <= agreed(done.stdout)


def spoil(folder):
    path = folder / "readings.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"{S},5,synthetic,1", f"{R},2,real,0", 1), "utf-8")


@pytest.mark.parametrize("folder", ["complete"], indirect=True)
def test_a_table_that_was_changed_is_noticed(folder):
    spoil(folder)
    done = run(sys.executable, "reproduce.py", folder)
    assert done.returncode == 1
    assert "FAIL" in done.stdout
    if shutil.which("Rscript"):
        assert run("Rscript", "reproduce.R", folder).returncode == 1
