"""`manage.py probe_leaks STUDY`: does anything but the ECG tell a reader its origin?"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from reviewapp.accounts.models import User
from reviewapp.studies.drafting import NotADraftError
from reviewapp.studies.leaks.report import Figure, LeakReport
from reviewapp.studies.models import LeakProbe, Study
from reviewapp.studies.opening import OpeningRefusedError
from reviewapp.studies.probing import probe_study
from reviewapp.studies.visiting import VisitFailedError


class Command(BaseCommand):
    help = (
        "Fit classifiers to everything a reader's browser gets except the drawn shape, print each "
        "feature's AUC with its interval, and keep the report; exits with 1 when the draft leaks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("token", help="the study's token, as in its address")
        parser.add_argument("--by", default="", help="username of a coordinator, for the trail")

    def handle(self, *_: Any, token: str, by: str, verbosity: int, **__: Any) -> None:
        study = Study.objects.filter(token=token).first()
        user = User.objects.filter(username=by).first()
        if study is None or (by and user is None):
            raise CommandError(f"There is no {'user ' + by if study else 'study ' + token}.")
        report = LeakReport.from_json(self._probe(study, user, verbosity).report)
        for line in lines_of(report):
            self.stdout.write(line)
        if not report.is_clean:
            raise CommandError("The study cannot be opened unless a coordinator waives this.")

    def _probe(self, study: Study, user: User | None, verbosity: int) -> LeakProbe:
        bar = tqdm(unit=" visits", file=sys.stderr, disable=verbosity == 0)

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        with bar:
            try:
                return probe_study(study=study, by=user, report_progress=show)
            except (NotADraftError, OpeningRefusedError, VisitFailedError) as refusal:
                raise CommandError(str(refusal)) from refusal
            except PermissionDenied as refusal:
                raise CommandError("Only a coordinator of the study may probe it.") from refusal


def lines_of(report: LeakReport) -> list[str]:
    """The report as lines for a terminal."""
    lines = [f"{report.real} real and {report.synthetic} synthetic cases, {report.rounds} rounds"]
    if report.refusal:
        return [*lines, f"Nothing was tested: {report.refusal}."]
    lines += ["", *map(_line, report.figures), ""]
    lines.append(f"A feature had to reach an AUC of {report.smallest_caught:.2f} to be found.")
    if report.best_canary:
        sang = "found, as it should be" if report.canary_sang else "NOT found"
        lines.append(f"Canary, before the signal chain ({sang}):{_line(report.best_canary)}")
    if report.picture:
        lines.append(f"No leak, but the generator's realism:{_line(report.picture)}")
    return lines


def _line(figure: Figure) -> str:
    if figure.is_constant:
        return f"  {figure.name:42} 0.50  the same for all"
    mark = "  LEAK" if figure.is_leak else ""
    interval = f"({figure.low:.2f} to {figure.high:.2f})"
    return f"  {figure.name:42} {figure.auc:.2f}  {interval}  p = {figure.p:.3f}{mark}"
