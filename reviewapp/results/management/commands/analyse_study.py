"""`manage.py analyse_study TOKEN --by USER`: analyse a study, and store what it found."""

import sys
from argparse import SUPPRESS, ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Permission
from reviewapp.results.analysing import analyse_again, find_stored, scope_of
from reviewapp.results.findings import SECTIONS
from reviewapp.results.fingerprint import code_version
from reviewapp.results.models import AnalysisRun, StoredAnalysis
from reviewapp.results.running import AlreadyRunningError, claim_run, find_run, told
from reviewapp.studies.blinding import StillBlind
from reviewapp.studies.membership import find_enrolment
from reviewapp.studies.models import Enrolment, Study


class Command(BaseCommand):
    help = (
        "Analyse what USER may see of an unblinded study, and store the analysis; an analysis "
        "that there is stays, unless --again asks for another one beside it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("token", help="the study's token, as in its address")
        parser.add_argument("--by", required=True, help="username of who may see the results")
        parser.add_argument("--again", action="store_true", help="although there is one already")
        # For the page, which made the run, so that nobody starts a second one meanwhile.
        parser.add_argument("--claimed", action="store_true", help=SUPPRESS)

    def handle(
        self, *_: Any, token: str, by: str, again: bool, claimed: bool, verbosity: int, **__: Any
    ) -> None:
        user = User.objects.filter(username=by).first()
        enrolment = find_enrolment(user, token, Permission.SEE_RESULTS) if user else None
        if user is None or enrolment is None:
            raise CommandError(f"There is no study {token} whose results {by} may see.")
        try:
            found = find_stored(study=enrolment.study, enrolment=enrolment)
            if found is None or again or claimed:
                run = self._run_of(enrolment, claimed)
                found = self._analyse(enrolment.study, user, run, verbosity)
        except StillBlind as refusal:
            raise CommandError("The study is not unblinded yet.") from refusal
        except PermissionDenied as refusal:
            raise CommandError(f"{by} may not see the results.") from refusal
        self._tell(found)

    def _run_of(self, enrolment: Enrolment, claimed: bool) -> AnalysisRun:
        site = scope_of(enrolment)
        run = find_run(enrolment.study, site) if claimed else None
        try:
            return run or claim_run(study=enrolment.study, site=site)
        except AlreadyRunningError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _analyse(
        self, study: Study, user: User, run: AnalysisRun, verbosity: int
    ) -> StoredAnalysis:
        bar = tqdm(total=len(SECTIONS), file=sys.stderr, disable=verbosity == 0)
        with told(run) as tell, bar:

            def progress(section: str, done: int, total: int) -> None:
                bar.set_description(section)
                bar.update(done - bar.n)
                tell(section, done, total)

            return analyse_again(study=study, by=user, progress=progress)

    def _tell(self, found: StoredAnalysis) -> None:
        self.stdout.write(
            f"Analysis {found.number} of {found.study.name}"
            f"{', site ' + found.site if found.site else ''}, {found.at:%Y-%m-%d %H:%M} UTC, "
            f"computed in {found.seconds:.1f} s"
        )
        self.stdout.write(f"  code {found.code_version}, data {found.data_sha256}")
        if found.code_version != code_version():
            self.stdout.write("  The code has changed since; --again analyses with that of today.")
