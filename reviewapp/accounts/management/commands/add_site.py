"""`manage.py add_site CODE NAME --time-zone Europe/Berlin`."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from reviewapp.accounts.people import add_site


class Command(BaseCommand):
    help = "Add a site: a hospital or centre that takes part in studies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="short code, such as HD: capitals, digits, hyphens")
        parser.add_argument("name", help="name that people know it by")
        parser.add_argument("--time-zone", default="UTC", help="such as Europe/Berlin")

    def handle(self, *_: Any, code: str, name: str, time_zone: str, **__: Any) -> None:
        try:
            site = add_site(by=None, code=code, name=name, time_zone=time_zone)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"Added site {site}.")
