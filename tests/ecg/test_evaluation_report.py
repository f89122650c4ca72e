"""Reports: what the generator's side writes, the app's side reads."""

import csv

import pytest

from generator.evaluation.report.document import report_from_document
from generator.evaluation.report.folder import write_report_files
from reviewapp.ecg.evaluation_report import (
    MAX_BYTES,
    read_evaluation,
    read_evaluation_of,
    read_evaluation_within,
)
from reviewapp.ecg.refusals import PoolInputError
from tests.ecg.evaluation_reports import EXAMPLE, change_report, example, write_report
from tests.ecg.test_batch_files import batch


@pytest.fixture
def of_batch(tmp_path):
    """A batch of three records."""
    return batch(tmp_path)


@pytest.fixture
def report(tmp_path, of_batch):
    return write_report(tmp_path / "report", of_batch)


def test_the_example_of_the_contract_is_read():
    report = read_evaluation(EXAMPLE)
    assert report.text == (EXAMPLE / "report.json").read_text()
    assert report.page == (EXAMPLE / "report.html").read_bytes()
    assert [(each.name, each.reason) for each in report.barred] == [
        ("Test generator[1]", "a near-copy of training record p17/3"),
        ("Test generator[2]", "clipped at 2.0 mV"),
    ]


def test_what_the_generator_writes_is_read(tmp_path):
    write_report_files(tmp_path, report_from_document(example(), "report.json"))
    written, stated = read_evaluation(tmp_path), read_evaluation(EXAMPLE)
    assert (written.document, written.barred) == (stated.document, stated.barred)


def test_a_report_is_about_its_batch(report, of_batch):
    (barred,) = read_evaluation_of(of_batch, report).barred
    assert barred.reason == "a near-copy, of p17"


def test_a_report_on_another_batch_is_refused(tmp_path, report):
    other = batch(tmp_path / "other", count=2)
    with pytest.raises(PoolInputError, match="report is about another batch"):
        read_evaluation_of(other, report)


def test_a_report_that_counts_otherwise_is_refused(report, of_batch):
    batches = read_evaluation(report).document.batches
    stated = example()["batches"][0] | {"manifest_sha256": batches[0].manifest_sha256}
    change_report(report, batches=[stated | {"records": 4}])
    with pytest.raises(PoolInputError, match=r"states 4 records; manifest.json lists 3"):
        read_evaluation_of(of_batch, report)


def test_a_signal_that_the_batch_does_not_hold_is_refused(report, of_batch):
    (report / "barred.csv").write_text((EXAMPLE / "barred.csv").read_text())
    with pytest.raises(PoolInputError, match=r"sha256 of Test generator\[1\] is of no record"):
        read_evaluation_of(of_batch, report)


def test_of_two_batches_a_report_may_list_the_others_signals(report, of_batch):
    (report / "barred.csv").write_text((EXAMPLE / "barred.csv").read_text())
    own = read_evaluation(report).document.batches[0].manifest_sha256
    stated = example()["batches"][0]
    change_report(report, batches=[stated, stated | {"manifest_sha256": own}])
    assert len(read_evaluation_of(of_batch, report).barred) == 2


def test_only_batches_have_reports(report, tmp_path):
    with pytest.raises(PoolInputError, match="only batches have evaluations"):
        read_evaluation_of(tmp_path, report)


def test_a_batch_may_bring_its_report(of_batch, report):
    assert read_evaluation_within(of_batch) is None
    report.rename(of_batch / "evaluation")
    assert read_evaluation_within(of_batch)


@pytest.mark.parametrize("name", ["report.json", "report.html", "barred.csv"])
def test_a_file_that_is_missing_linked_or_too_large_is_named(report, name, monkeypatch):
    path = report / name
    monkeypatch.setitem(MAX_BYTES, name, path.stat().st_size - 1)
    with pytest.raises(PoolInputError, match=f"{name}: is larger than"):
        read_evaluation(report)
    path.unlink()
    with pytest.raises(PoolInputError, match=f"{name}: is missing"):
        read_evaluation(report)
    path.symlink_to(EXAMPLE / name)
    with pytest.raises(PoolInputError, match="no plain file"):
        read_evaluation(report)


SHA = "ab" * 32


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "its header must be sha256,record,reason"),
        ("sha256,reason,record\n", "its header must be"),
        (f"sha256,record,reason\n{SHA},a\n", "line 2: field 'reason' is missing"),
        (f"sha256,record,reason\n{SHA},a,b\n{SHA},c,d\n", "line 3: sha256 stands twice"),
        ("sha256,record,reason\nABC,a,b\n", "line 2: field 'sha256' must be a SHA-256"),
        (f"sha256,record,reason\n{SHA},{'x' * 1001},b\n", "at most 1000 characters"),
        (f"sha256,record,reason\n{SHA},a,\x1b[2J\n", "none of them for control"),
        (f'sha256,record,reason\n{SHA},a,"b\n', "is no CSV"),
    ],
)
def test_a_fault_of_barred_csv_names_its_line(report, text, message):
    (report / "barred.csv").write_text(text)
    with pytest.raises(PoolInputError, match=message):
        read_evaluation(report)


def test_a_reason_may_hold_what_csv_quotes(report):
    with (report / "barred.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["sha256", "record", "reason"], [SHA, "a", 'says "b", c']])
    assert read_evaluation(report).barred[0].reason == 'says "b", c'


@pytest.mark.parametrize(("page", "message"), [(b"hello", "no HTML"), (b"<html\xff", "not UTF-8")])
def test_a_page_that_is_none_is_refused(report, page, message):
    (report / "report.html").write_bytes(page)
    with pytest.raises(PoolInputError, match=message):
        read_evaluation(report)
