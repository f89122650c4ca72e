"""Check that a study's stored allocation follows from its seed, and was presented as stored."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reviewapp.studies.models import Status, Study
from reviewapp.studies.verification import find_misallocation


class Command(BaseCommand):
    help = "Recompute a study's allocation from its seed, and compare it with what is stored."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("token", help="the study's token, as in its address")

    def handle(self, *_: Any, token: str, **__: Any) -> None:
        study = Study.objects.filter(token=token).exclude(status=Status.DRAFT).first()
        if study is None:
            raise CommandError(f"There is no opened study with the token {token}.")
        fault = find_misallocation(study)
        if fault:
            raise CommandError(fault)
        self.stdout.write(f"The allocation follows from the seed: SHA-256 {study.plan_sha256}")
