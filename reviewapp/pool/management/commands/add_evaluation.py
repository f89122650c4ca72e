"""`manage.py add_evaluation SOURCE REPORT`: a report beside a source that the pool has already."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from reviewapp.accounts.models import User
from reviewapp.ecg.evaluation_report import read_evaluation
from reviewapp.ecg.refusals import PoolInputError
from reviewapp.pool.evaluating import add_evaluation
from reviewapp.pool.models import Light, Source


class Command(BaseCommand):
    help = (
        "Keep the report of `python -m generator evaluate` in the folder REPORT with a source of "
        "the pool, and bar the records that its barred.csv lists from future studies."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="name of the source, or the token in its address")
        parser.add_argument("report", type=Path, help="folder of the report")
        parser.add_argument("--by", required=True, help="username of a researcher of that site")

    def handle(self, *_args: Any, **options: Any) -> None:
        by, source = _user_and_source(options["by"], options["source"])
        try:
            report = read_evaluation(options["report"])
            barred = add_evaluation(source=source, report=report, by=by)
        except PoolInputError as error:
            raise CommandError(f"{error}. Nothing was kept.") from error
        except PermissionDenied as error:
            raise CommandError(
                f"{by.username} may not add to {source.name}: that takes the role researcher at "
                "its site"
            ) from error
        light = Light(report.document.light)
        self.stdout.write(f"{source.name}: {light}, {light.label}")
        self.stdout.write(f"listed: {len(report.barred)}; barred from studies now: {barred}")


def _user_and_source(username: str, name: str) -> tuple[User, Source]:
    by = User.objects.filter(username=username).first()
    if by is None:
        raise CommandError(f"there is no user {username!r}")
    sources = Source.objects.visible_to(by)
    source = sources.filter(Q(name=name) | Q(token=name)).first()
    if source is None:
        known = ", ".join(sources.values_list("name", flat=True)) or "none yet"
        raise CommandError(f"there is no source {name!r}; those of {username}'s site: {known}")
    return by, source
