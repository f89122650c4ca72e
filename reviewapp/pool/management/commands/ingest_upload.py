"""`manage.py ingest_upload TOKEN`: check one upload; the upload page starts this by itself."""

import resource
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviewapp.pool.models import IngestRun
from reviewapp.pool.upload import check_upload

MEMORY_LIMIT_BYTES = 3 * 1024**3


class Command(BaseCommand):
    help = "Check one uploaded zip and take its records into the pool (the upload page's own)."
    requires_system_checks = []  # the web process passed them; this one is to start soon

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("token", help="the upload's token")

    def handle(self, *_args: Any, **options: Any) -> None:
        # What is uploaded may be hostile: this process may fail, the machine may not.
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
        run = IngestRun.objects.filter(token=options["token"]).first()
        if run is None:
            raise CommandError("there is no such upload")
        check_upload(run)
