"""`manage.py set_site_timing CODE off`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviewapp.accounts.models import Site
from reviewapp.accounts.people import set_site_timing


class Command(BaseCommand):
    help = "Let studies record the active time of a site's readers, or not, from now on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="code of the site, such as HD")
        parser.add_argument("timing", choices=["on", "off"])

    def handle(self, *_: Any, code: str, timing: str, **__: Any) -> None:
        site = Site.objects.filter(code=code).first()
        if site is None:
            raise CommandError(f"There is no site {code}.")
        set_site_timing(by=None, site=site, records_timing=timing == "on")
        self.stdout.write(f"Active time of the readers of {site}: {timing}.")
