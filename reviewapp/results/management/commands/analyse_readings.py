"""`manage.py analyse_readings FILE [--json]`: the statistics of a study, of any readings."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.opening import read_reading_file
from reviewapp.results.reading_files.reading_file import Options
from reviewapp.results.reading_files.report.document import as_document
from reviewapp.results.reading_files.report.file_report import Settings, report_on
from reviewapp.results.reading_files.report.text import as_text
from reviewapp.results.statistics.bootstrap import REPLICATES
from reviewapp.results.statistics.discrimination.equivalence import CHANCE, MARGIN, Band

SEED = 20230607
"""That of a study's own bootstraps."""


class Command(BaseCommand):
    help = (
        "The statistics of a study, of readings from elsewhere: a CSV of reader, case, value "
        "(agreement) or reader, case, truth and verdict or rating (accuracy, area under the "
        "curve), the published test, an iMRMC file, or readings.csv of an export. See "
        "docs/reader-data.md. Needs neither database nor server."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, metavar="FILE")
        add("--json", action="store_true", help="print one JSON document")
        categories = "all categories of the scale, lowest first, used or not"
        add("--categories", type=_categories, default=(), metavar="A,B,C", help=categories)
        positive = "which label of truth and verdict is the positive one"
        add("--positive", default="", metavar="LABEL", help=positive)
        margin = f"margin of equivalence, a share of 1 (default {MARGIN})"
        add("--margin", type=float, default=MARGIN, help=margin)
        chance = f"what guessing gives, a share of 1 (default {CHANCE})"
        add("--chance", type=float, default=CHANCE, help=chance)
        add("--seed", type=int, default=SEED, help=f"of every bootstrap (default {SEED})")
        replicates = f"of every bootstrap (default {REPLICATES})"
        add("--replicates", type=int, default=REPLICATES, help=replicates)

    def handle(self, *_: Any, **options: Any) -> None:
        settings = _settings(options)
        declared = Options(categories=options["categories"], positive=options["positive"])
        try:
            file = read_reading_file(options["file"], declared)
        except ReadingFileError as error:
            raise CommandError(str(error)) from None
        report = report_on(file, settings, progress=_progress if sys.stderr.isatty() else None)
        if options["json"]:
            document = json.dumps(as_document(report), indent=1, allow_nan=False)
            self.stdout.write(document)
            return
        for line in as_text(report):
            self.stdout.write(line)


def _settings(options: dict[str, Any]) -> Settings:
    chance, margin = options["chance"], options["margin"]
    if not (0 < chance < 1 and 0 < margin < 1):
        raise CommandError("--chance and --margin are shares between 0 and 1, such as 0.1.")
    if options["replicates"] < 2 or options["seed"] < 0:
        raise CommandError("--replicates is 2 or more, and --seed 0 or more.")
    return Settings(
        band=Band(chance=chance, margin=margin),
        seed=options["seed"],
        replicates=options["replicates"],
    )


def _categories(text: str) -> tuple[str, ...]:
    labels = tuple(label.strip() for label in text.split(","))
    if len(labels) < 2 or not all(labels) or len(set(labels)) < len(labels):
        raise ArgumentTypeError("give two categories or more, each once, separated by commas")
    return labels


def _progress(section: str, done: int, every: int) -> None:
    sys.stderr.write(f"\r{done}/{every} {section}\033[K" + ("\n" if done == every else ""))
    sys.stderr.flush()
