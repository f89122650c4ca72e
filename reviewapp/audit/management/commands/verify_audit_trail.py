"""`manage.py verify_audit_trail`: is the chain whole, and does it hold the hash noted earlier?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviewapp.audit.models import AuditEvent
from reviewapp.audit.trail import verify_chain


class Command(BaseCommand):
    help = (
        "Verify every event of the audit trail, and print the last hash. Note that hash elsewhere: "
        "with --noted, a trail whose newest events were cut off is found out too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--noted", metavar="HASH", default="", help="a last hash noted earlier")

    def handle(self, *_: Any, noted: str, **__: Any) -> None:
        events = AuditEvent.objects.order_by("sequence")
        fault = verify_chain(events.iterator(chunk_size=2000))
        if fault:
            raise CommandError(f"The audit trail is broken: {fault}.")
        if noted and not events.filter(hash=noted).exists():
            raise CommandError("The audit trail is broken: the noted hash is not in it.")
        last = events.last()
        if not last:
            self.stdout.write("The audit trail is empty.")
            return
        self.stdout.write(
            f"The audit trail is whole: {last.sequence} events, last hash\n{last.hash}"
        )
