"""An uploaded zip on its way into the pool.

The web process only stores the file and starts `manage.py ingest_upload TOKEN`: what is in the
zip is opened in a process of its own, whose memory is limited.
"""

import logging
import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.utils import timezone

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Permission
from reviewapp.ecg.archive import unpack_zip
from reviewapp.ecg.evaluation_report import (
    EvaluationReport,
    read_evaluation,
    read_evaluation_within,
)
from reviewapp.ecg.pool_input import InputOptions, count_declared, detect_kind, read_pool_input
from reviewapp.ecg.refusals import PoolInputError
from reviewapp.pool.ingest import ingest_recordings
from reviewapp.pool.models import IngestRun
from reviewapp.pool.report import IngestReport

logger = logging.getLogger(__name__)

UNPACKED_PER_UPLOADED: Final = 8
"""A zip may unpack to so many times the upload limit."""
EVALUATION_LIMIT_MB: Final = 30
"""Of the zip of a report; the limits of its files are in `ecg.evaluation_report`."""
SECONDS_BETWEEN_SIGNS: Final = 1.0
NO_MEMORY: Final = "it needs more memory than the check may use; upload it in smaller parts"
UNKNOWN_FAULT: Final = (
    "an unexpected fault stopped the check; nothing was taken, and the fault is in the server's log"
)


def receive_upload(*, by: User, upload: "UploadedFile[Any]") -> IngestRun:
    """Store an uploaded zip under a generated name; the run that will check it.

    Raises PermissionDenied when `by` may not seed a pool.
    """
    if not by.may(Permission.SEED_POOL) or by.site is None:
        raise PermissionDenied
    run = IngestRun(site=by.site, created_by=by, file_name=Path(upload.name or "").name[:200])
    uploads_folder().mkdir(parents=True, exist_ok=True)
    try:
        with zip_of(run).open("xb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        run.save()
    except BaseException:
        zip_of(run).unlink(missing_ok=True)
        raise
    return run


def start_check(run: IngestRun) -> None:
    """Start the process that checks `run`; it outlives the request and even this process."""
    subprocess.Popen(  # noqa: S603 -- our own command, and a token of our own making
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "ingest_upload", "--", run.token],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        cwd=settings.BASE_DIR,
        # Each thread of the linear algebra library reserves memory that it never needs here.
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )


def check_upload(run: IngestRun) -> None:
    """Unpack, check and store one upload that waits; write its report; remove its files."""
    claimed = IngestRun.objects.filter(pk=run.pk, status=IngestRun.Status.WAITING).update(
        status=IngestRun.Status.RUNNING, alive_at=timezone.now()
    )
    if not claimed:
        return
    folder = uploads_folder() / run.token
    try:
        folder.mkdir()
        _finish(run, _ingest(run, folder))
    except PoolInputError as error:
        _fail(run, str(error))
    except MemoryError:
        _fail(run, NO_MEMORY)
    except Exception:  # the run must not seem to go on for ever, whatever happened
        logger.exception("upload %s failed", run.token)
        _fail(run, UNKNOWN_FAULT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        zip_of(run).unlink(missing_ok=True)


def unpack_evaluation(upload: "UploadedFile[Any]") -> EvaluationReport:
    """The report in an uploaded zip. Raises PoolInputError; nothing of the zip stays."""
    with TemporaryDirectory(prefix="ecg-evaluation-") as held:
        archive, folder = Path(held) / "report.zip", Path(held) / "report"
        with archive.open("xb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        folder.mkdir()
        unpacked = unpack_zip(
            archive, folder, max_unpacked_mb=EVALUATION_LIMIT_MB * UNPACKED_PER_UPLOADED
        )
        return read_evaluation(unpacked)


def uploads_folder() -> Path:
    """Where uploads wait; every name in it is generated."""
    return settings.DATA_FOLDER / "uploads"


def zip_of(run: IngestRun) -> Path:
    """The uploaded file of `run`."""
    return uploads_folder() / f"{run.token}.zip"


def _ingest(run: IngestRun, folder: Path) -> IngestReport:
    unpacked = unpack_zip(
        zip_of(run), folder, max_unpacked_mb=settings.UPLOAD_LIMIT_MB * UNPACKED_PER_UPLOADED
    )
    run.total_count = count_declared(unpacked) or 0
    return ingest_recordings(
        by=run.created_by,
        site=run.site,
        kind=detect_kind(unpacked),
        readings=read_pool_input(unpacked, InputOptions(max_mb=settings.RECORD_LIMIT_MB)),
        evaluation=read_evaluation_within(unpacked),
        progress=_SignsOfLife(run),
    )


class _SignsOfLife:
    """Tells the page, about once a second, how many records are checked."""

    def __init__(self, run: IngestRun) -> None:
        self.run = run
        self.next_s = 0.0

    def __call__(self, done_count: int) -> None:
        if time.monotonic() < self.next_s:
            return
        self.next_s = time.monotonic() + SECONDS_BETWEEN_SIGNS
        with suppress(DatabaseError):  # a missed sign does no harm
            IngestRun.objects.filter(pk=self.run.pk).update(
                done_count=done_count, total_count=self.run.total_count, alive_at=timezone.now()
            )


def _finish(run: IngestRun, report: IngestReport) -> None:
    run.status = IngestRun.Status.DONE
    run.done_count = run.total_count = report.taken_count + len(report.refusals)
    run.report = report.to_json()
    run.save()


def _fail(run: IngestRun, reason: str) -> None:
    run.status = IngestRun.Status.FAILED
    run.report = {"reason": reason}
    run.save()
