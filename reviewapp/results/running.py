"""Analyses that take longer than a page may: run by a process of their own, and followed.

The web process starts `manage.py analyse_study`, which says as it goes how far it is.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from reviewapp.accounts.models import User
from reviewapp.results.findings import SECTIONS, Progress
from reviewapp.results.models import AnalysisRun
from reviewapp.studies.models import Study

SILENCE: Final = timedelta(minutes=5)
"""A run that wasn't heard of for so long has died; no section of a large study takes as long."""
UNKNOWN_FAULT: Final = "an unexpected fault stopped the analysis; it is in the server's log"


class AlreadyRunningError(ValueError):
    """The same analysis is being computed already."""


def find_run(study: Study, site: str) -> AnalysisRun | None:
    """The run of this study and site, if one is under way or failed."""
    return AnalysisRun.objects.filter(study=study, site=site).first()


def is_under_way(run: AnalysisRun | None) -> bool:
    """Is it still being computed, as far as anybody knows?"""
    return run is not None and not run.failure and run.told_at > timezone.now() - SILENCE


@transaction.atomic
def claim_run(*, study: Study, site: str) -> AnalysisRun:
    """Take the place of the one run of this study and site; a dead or failed one makes way.

    Raises AlreadyRunningError.
    """
    Study.objects.select_for_update().only("pk").get(pk=study.pk)
    if is_under_way(find_run(study, site)):
        raise AlreadyRunningError("this study is being analysed already")
    AnalysisRun.objects.filter(study=study, site=site).delete()
    return AnalysisRun.objects.create(study=study, site=site, total=len(SECTIONS))


def start_process(*, study: Study, by: User) -> None:
    """Start the process that analyses what `by` may see; it outlives the request."""
    subprocess.Popen(  # noqa: S603 -- our own command, a token and a user name of our own
        [
            sys.executable, str(settings.BASE_DIR / "manage.py"), "analyse_study",
            "--claimed", "--verbosity", "0", f"--by={by.username}", "--", study.token,
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        cwd=settings.BASE_DIR,
        # The matrices are small: a second thread would cost more than it gains, and readers wait.
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )  # fmt: skip


@contextmanager
def told(run: AnalysisRun) -> Iterator[Progress]:
    """Something to tell the run's progress to; the run is gone afterwards, or says why not."""

    def tell(section: str, done: int, total: int) -> None:
        with suppress(DatabaseError):  # a missed sign does no harm
            AnalysisRun.objects.filter(pk=run.pk).update(
                section=section, done=done, total=total, told_at=timezone.now()
            )

    try:
        yield tell
    except BaseException:
        AnalysisRun.objects.filter(pk=run.pk).update(failure=UNKNOWN_FAULT)
        raise
    AnalysisRun.objects.filter(pk=run.pk).delete()
