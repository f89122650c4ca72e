"""`manage.py ingest` on the three kinds of input."""

from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from reviewapp.ecg.wfdb_files import write_wfdb
from reviewapp.pool.models import Record, Source
from reviewapp.pool.queries import count_by_cell
from tests.ecg.simple_ecgs import simple_recording
from tests.ecg.test_array_files import signals_mv, write_array
from tests.ecg.test_batch_files import batch

PUBLISHED = "I,II,V1,V2,V3,V4,V5,V6,III,aVR,aVL,aVF"


@pytest.fixture
def ingest(researcher):
    """`ingest(path, *options)` runs the command and gives what it prints."""

    def _ingest(path, *options) -> str:
        out = StringIO()
        who = ("--site", "HD", "--by", "rasmus", "--verbosity", "0")
        call_command("ingest", str(path), *who, *options, stdout=out)
        return out.getvalue()

    return _ingest


def test_a_wfdb_folder(ingest, tmp_path):
    write_wfdb(tmp_path, [simple_recording("a"), simple_recording("b", seed=2, rhythm="AF")])
    printed = ingest(tmp_path)
    rows = [line.split() for line in printed.splitlines()]
    assert ["sinus", "rhythm", "1", "0", "1"] in rows
    assert ["atrial", "fibrillation", "1", "0", "1"] in rows
    assert Record.objects.count() == 2


def test_a_declared_array(ingest, tmp_path):
    ingest(write_array(tmp_path, origin="synthetic"))
    assert count_by_cell(Source.objects.all()) == {("SR", "synthetic"): 3}


def test_an_array_declared_by_options(ingest, tmp_path):
    np.save(tmp_path / "a.npy", signals_mv())
    leads = "I,II,III,aVR,aVL,aVF,V1,V2,V3,V4,V5,V6"
    ingest(
        tmp_path / "a.npy", "--leads", leads, "--rate", "100", "--unit", "mV", "--rhythm", "SR",
        "--origin", "real", "--source", "s", "--licence", "l",
    )  # fmt: skip
    assert Record.objects.count() == 3


def test_a_batch_marked_as_simulated(ingest, tmp_path):
    ingest(batch(tmp_path), "--simulated")
    source = Source.objects.get()
    assert (source.kind, source.is_simulated, source.name) == ("batch", True, "Test generator")


def test_a_batch_with_its_evaluation(ingest, three_drawn, report_folder):
    printed = ingest(three_drawn, "--evaluation", str(report_folder))
    assert "evaluation: red, fails" in printed
    assert "refused: Flagged by the evaluation: 1\n  batch[1]: a near-copy, of p17" in printed
    assert Record.objects.count() == 2
    assert "barred from studies by the evaluation: 1" in ingest(three_drawn, "--keep-flagged")


def test_a_batch_that_brings_its_evaluation(ingest, three_drawn, report_folder):
    report_folder.rename(three_drawn / "evaluation")
    assert "evaluation: red, fails" in ingest(three_drawn)


def test_a_wrong_evaluation_takes_nothing(ingest, tmp_path, three_drawn, report_folder):
    (report_folder / "report.html").unlink()
    with pytest.raises(CommandError, match=r"report.html: is missing.*Nothing was taken"):
        ingest(three_drawn, "--evaluation", str(report_folder))
    with pytest.raises(CommandError, match=r"report.json: is missing"):
        ingest(three_drawn, "--evaluation", str(tmp_path))
    assert not Record.objects.exists()


def test_refused_records_are_listed_by_reason(ingest, tmp_path):
    array = signals_mv(14)
    array[:12, 3, 3] = np.nan
    printed = ingest(write_array(tmp_path, array))
    assert "refused: Holds NaN or infinity: 12" in printed
    assert "ecgs[9]: lead aVR holds NaN or infinity" in printed
    assert "ecgs[11]" not in printed
    assert "and 2 more (--all-refusals lists them)" in printed


def test_a_second_run_adds_nothing_and_is_no_error(ingest, tmp_path):
    write_array(tmp_path)
    ingest(tmp_path)
    assert "refused: Already in the pool: 3" in ingest(tmp_path)
    assert Record.objects.count() == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--site", "XX"), "no site 'XX'; sites are: HD"),
        (("--by", "nobody"), "no user 'nobody'"),
        (("--origin", "real"), "leave the options out"),
    ],
)
def test_wrong_options_are_told(ingest, tmp_path, options, message):
    with pytest.raises(CommandError, match=message):
        ingest(write_array(tmp_path), *options)


def test_only_a_researcher_may(ingest, tmp_path, coordinator):
    with pytest.raises(CommandError, match="takes the role researcher"):
        ingest(write_array(tmp_path), "--by", "clara")


def test_a_missing_path_and_an_all_refused_input_fail(ingest, tmp_path):
    with pytest.raises(CommandError, match="is not there"):
        ingest(tmp_path / "nothing")
    with pytest.raises(CommandError, match="No record was taken"):
        ingest(write_array(tmp_path, signals_mv() * 0))


def test_the_published_turing_test_is_taken_whole(ingest, shared_data):
    for origin in ("real", "synthetic"):
        ingest(
            shared_data / "turing-test-2023" / f"samples_{origin}_22.npy", "--leads", PUBLISHED,
            "--rate", "100", "--unit", "mV", "--rhythm", "SR", "--origin", origin,
            "--source", f"Turing test 2023, {origin}", "--licence", "MIT",
        )  # fmt: skip
    assert count_by_cell(Source.objects.all()) == {("SR", "real"): 22, ("SR", "synthetic"): 22}


def test_all_shared_real_records_are_taken_and_a_second_run_adds_none(ingest, shared_data):
    first = ingest(shared_data / "ecg")
    assert ["all", "637", "0", "637"] in [line.split() for line in first.splitlines()]
    assert "refused" not in first
    assert "refused: Already in the pool: 637" in ingest(shared_data / "ecg")
    assert Record.objects.count() == 637
    assert Source.objects.count() == 6
