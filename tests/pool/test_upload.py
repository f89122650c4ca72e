"""An upload on its way into the pool, checked in a process of its own."""

import os
import tempfile
import time
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from reviewapp.ecg.wfdb_files import write_wfdb
from reviewapp.pool import upload
from reviewapp.pool.models import IngestRun, Record
from reviewapp.pool.report import IngestReport
from reviewapp.pool.upload import (
    check_upload,
    receive_upload,
    unpack_evaluation,
    uploads_folder,
)
from tests.ecg.evaluation_reports import change_report
from tests.ecg.simple_ecgs import simple_recording

Status = IngestRun.Status


@pytest.fixture
def wfdb_zip(tmp_path, zip_of_folder):
    (tmp_path / "records").mkdir()
    write_wfdb(tmp_path / "records", [simple_recording(f"r{s}", seed=s) for s in range(3)])
    (tmp_path / "records" / "r1.hea").write_text("r1/2 12 500 5000\n")
    return zip_of_folder(tmp_path / "records")


def test_an_upload_is_checked_reported_and_cleared_away(researcher, wfdb_zip):
    run = receive_upload(by=researcher, upload=wfdb_zip)
    check_upload(run)
    run.refresh_from_db()
    report = IngestReport.from_json(run.report)
    assert (run.status, run.done_count, run.total_count) == (Status.DONE, 3, 3)
    assert report.taken == {("SR", "real"): 2}
    assert [refusal.code for refusal in report.refusals] == ["multi_segment"]
    assert not list(uploads_folder().iterdir())


def test_an_uploaded_batch_may_hold_its_evaluation(
    researcher, three_drawn, report_folder, zip_of_folder
):
    report_folder.rename(three_drawn / "evaluation")
    run = receive_upload(by=researcher, upload=zip_of_folder(three_drawn))
    check_upload(run)
    run.refresh_from_db()
    report = IngestReport.from_json(run.report)
    assert (report.taken_count, report.light) == (2, "red")
    assert [refusal.code for refusal in report.refusals] == ["flagged"]


def test_a_wrong_evaluation_refuses_the_upload(
    researcher, three_drawn, report_folder, zip_of_folder
):
    change_report(report_folder, schema="x").rename(three_drawn / "evaluation")
    run = receive_upload(by=researcher, upload=zip_of_folder(three_drawn))
    check_upload(run)
    run.refresh_from_db()
    assert "report.json: field 'schema'" in run.report["reason"]
    assert not Record.objects.exists()


def test_a_report_is_unpacked_and_leaves_nothing(
    report_folder, zip_of_folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    report = unpack_evaluation(zip_of_folder(report_folder))
    assert report.document.light == "red"
    assert not list(tmp_path.glob("ecg-evaluation-*"))


def test_a_zip_that_is_none_is_refused_with_the_reason(researcher):
    run = receive_upload(by=researcher, upload=SimpleUploadedFile("../../x.zip", b"no zip"))
    check_upload(run)
    run.refresh_from_db()
    assert (run.status, run.file_name) == (Status.FAILED, "x.zip")
    assert "no zip file" in run.report["reason"]
    assert not list(uploads_folder().iterdir())


@pytest.mark.parametrize(
    ("error", "reason"), [(MemoryError(), "more memory"), (KeyError("x"), "unexpected fault")]
)
def test_a_fault_of_the_check_ends_the_run(researcher, wfdb_zip, monkeypatch, error, reason):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(upload, "unpack_zip", fail)
    run = receive_upload(by=researcher, upload=wfdb_zip)
    check_upload(run)
    run.refresh_from_db()
    assert run.status == Status.FAILED
    assert reason in run.report["reason"]


def test_a_run_is_checked_once(researcher, wfdb_zip):
    run = receive_upload(by=researcher, upload=wfdb_zip)
    check_upload(run)
    check_upload(IngestRun.objects.get(pk=run.pk))
    run.refresh_from_db()
    assert IngestReport.from_json(run.report).taken_count == 2


def test_nobody_but_a_researcher_uploads(coordinator, wfdb_zip):
    with pytest.raises(PermissionDenied):
        receive_upload(by=coordinator, upload=wfdb_zip)
    assert not IngestRun.objects.exists()


def test_a_silent_run_counts_as_cut_off(researcher, wfdb_zip):
    run = receive_upload(by=researcher, upload=wfdb_zip)
    assert (run.is_under_way, run.was_cut_off) == (True, False)
    run.alive_at = timezone.now() - timedelta(minutes=4)
    assert (run.is_under_way, run.was_cut_off) == (False, True)
    run.status = Status.DONE
    assert (run.is_under_way, run.was_cut_off) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_the_check_runs_in_a_process_of_its_own(researcher, wfdb_zip, settings, monkeypatch):
    if connection.vendor == "sqlite":
        address = f"sqlite:///{connection.settings_dict['NAME']}"
    else:
        database = connection.settings_dict
        address = (
            f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:"
            f"{database['PORT']}/{database['NAME']}"
        )
    monkeypatch.setitem(os.environ, "DATABASE_URL", address)
    monkeypatch.setitem(os.environ, "DATA_FOLDER", str(settings.DATA_FOLDER))
    monkeypatch.setitem(os.environ, "DJANGO_SETTINGS_MODULE", "tests.settings")
    run = receive_upload(by=researcher, upload=wfdb_zip)
    upload.start_check(run)
    deadline_s = time.monotonic() + 60
    while run.is_under_way and time.monotonic() < deadline_s:
        time.sleep(0.2)  # another process: there is nothing to wait on but the database
        run.refresh_from_db()
    assert run.status == Status.DONE
    assert Record.objects.count() == 2
