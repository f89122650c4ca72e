"""`manage.py add_user USERNAME --site CODE --role ROLE [--role ...]`; asks for the password."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from reviewapp.accounts.models import Site
from reviewapp.accounts.people import RoleRefusedError, add_user
from reviewapp.accounts.roles import Role


class Command(BaseCommand):
    help = "Add a user. The password is asked for, or read as one line from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--site", required=True, metavar="CODE", help="code of the user's site")
        parser.add_argument(
            "--role",
            action="append",
            dest="roles",
            default=[],
            choices=Role.values,
            help="may be given several times",
        )
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")

    def handle(self, *_: Any, username: str, site: str, roles: list[str], **options: Any) -> None:
        try:
            user = add_user(
                by=None,
                username=username,
                password=_read_password(),
                site=Site.objects.get(code=site),
                roles=roles,
                first_name=options["first_name"],
                last_name=options["last_name"],
            )
        except Site.DoesNotExist:
            known = ", ".join(Site.objects.values_list("code", flat=True)) or "none yet"
            raise CommandError(f"There is no site {site}; the sites are: {known}.") from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except RoleRefusedError as error:
            raise CommandError(f"Nobody was added: {error}.") from None
        self.stdout.write(f"Added {user.username} at {user.site}: {', '.join(roles) or 'no role'}.")


def _read_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Password again: "):
        raise CommandError("The two passwords differ; nobody was added.")
    return password
