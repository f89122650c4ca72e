"""`manage.py ingest PATH`: a WFDB folder, a declared array or a generated batch into the pool."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from reviewapp.accounts.models import Site, User
from reviewapp.ecg.evaluation_report import (
    EvaluationReport,
    read_evaluation_of,
    read_evaluation_within,
)
from reviewapp.ecg.pool_input import InputOptions, count_declared, detect_kind, read_pool_input
from reviewapp.ecg.record import ORIGINS, RHYTHMS
from reviewapp.ecg.refusals import PoolInputError
from reviewapp.pool.ingest import ingest_recordings
from reviewapp.pool.models import Light
from reviewapp.pool.report import IngestReport

SHOWN_REFUSALS = 10


class Command(BaseCommand):
    help = (
        "Take the ECGs at PATH into a site's pool: a folder of WFDB records with labels.csv, a "
        ".npy array (declared by the options or by ecgs.json), or a batch with manifest.json."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="folder, or .npy file")
        parser.add_argument("--site", required=True, help="code of the site that owns the pool")
        parser.add_argument("--by", required=True, help="username of a researcher of that site")
        parser.add_argument("--source", default="", help="database or batch the records come from")
        parser.add_argument("--licence", default="", help="licence of the records")
        parser.add_argument("--origin", default="", choices=ORIGINS, help="WFDB: real if not given")
        parser.add_argument("--rhythm", default="", choices=list(RHYTHMS), help="of a whole array")
        parser.add_argument("--leads", default="", help="the array's lead order: I,II,V1,...")
        parser.add_argument("--rate", type=float, default=0.0, help="the array's rate in Hz")
        parser.add_argument("--unit", default="", choices=["mV", "uV"], help="the array's unit")
        parser.add_argument("--max-mb", type=float, help="refuse WFDB records larger than this")
        parser.add_argument(
            "--simulated", action="store_true", help="mark the sources as simulated, on pages too"
        )
        parser.add_argument(
            "--evaluation", type=Path, help="folder of the report on this batch, to keep with it"
        )
        parser.add_argument(
            "--keep-flagged",
            action="store_true",
            help="take what the evaluation lists too, but barred from studies",
        )
        parser.add_argument("--all-refusals", action="store_true", help="list each one")

    def handle(self, *_args: Any, **options: Any) -> None:
        site, by = _site_and_user(options["site"], options["by"])
        try:
            report = self._ingest(site, by, options)
        except PoolInputError as error:
            raise CommandError(f"{error}. Nothing was taken.") from error
        except PermissionDenied as error:
            raise CommandError(
                f"{by.username} may not seed the pool of {site.code}: that takes the role "
                "researcher at that site"
            ) from error
        self._print(report, options["all_refusals"])
        if not report.taken and not report.took_nothing_new:
            raise CommandError("No record was taken.")

    def _ingest(self, site: Site, by: User, options: dict[str, Any]) -> IngestReport:
        path: Path = options["path"]
        if not path.exists():
            raise PoolInputError(f"{path}: is not there")
        evaluation = _evaluation(path, options["evaluation"])
        is_quiet = options["verbosity"] == 0
        with tqdm(
            total=count_declared(path), unit=" records", file=sys.stderr, disable=is_quiet
        ) as bar:
            return ingest_recordings(
                by=by,
                site=site,
                kind=detect_kind(path),
                readings=read_pool_input(path, _input_options(options)),
                evaluation=evaluation,
                keep_flagged=options["keep_flagged"],
                is_simulated=options["simulated"],
                progress=lambda done: _show(bar, done),
            )

    def _print(self, report: IngestReport, all_refusals: bool) -> None:
        line = "{:<30} {:>10} {:>10} {:>10}".format
        self.stdout.write(line("taken", *ORIGINS, "all"))
        for rhythm, counts, total in report.rows():
            self.stdout.write(line(rhythm, *counts, total))
        self.stdout.write(line("all", *report.totals(), report.taken_count))
        if report.light:
            self.stdout.write(f"\nevaluation: {report.light}, {Light(report.light).label}")
        if report.barred:
            self.stdout.write(f"barred from studies by the evaluation: {report.barred}")
        for group in report.groups():
            self.stdout.write(f"\nrefused: {group.title}: {len(group.refusals)}")
            shown = group.refusals if all_refusals else group.refusals[:SHOWN_REFUSALS]
            for refusal in shown:
                self.stdout.write(f"  {refusal.name}: {refusal.reason}")
            if len(shown) < len(group.refusals):
                more = len(group.refusals) - len(shown)
                self.stdout.write(f"  and {more} more (--all-refusals lists them)")


def _evaluation(path: Path, folder: Path | None) -> EvaluationReport | None:
    """The report that was named, else the one within the batch."""
    return read_evaluation_of(path, folder) if folder else read_evaluation_within(path)


def _show(bar: "tqdm[NoReturn]", done: int) -> None:
    bar.update(done - bar.n)


def _site_and_user(code: str, username: str) -> tuple[Site, User]:
    site = Site.objects.filter(code=code).first()
    if site is None:
        known = ", ".join(Site.objects.values_list("code", flat=True)) or "none yet"
        raise CommandError(f"there is no site {code!r}; sites are: {known}")
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"there is no user {username!r}")
    return site, user


def _input_options(options: dict[str, Any]) -> InputOptions:
    limit_mb = options["max_mb"]
    return InputOptions(
        origin=options["origin"],
        source=options["source"],
        licence=options["licence"],
        rhythm=options["rhythm"],
        lead_order=tuple(lead.strip() for lead in options["leads"].split(",") if lead.strip()),
        rate_hz=options["rate"],
        unit=options["unit"],
        max_mb=settings.RECORD_LIMIT_MB if limit_mb is None else limit_mb,
    )
