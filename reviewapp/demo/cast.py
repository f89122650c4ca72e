"""The people of the demo, with passwords made anew for each demo folder."""

import json
import secrets
from pathlib import Path
from typing import Final, NamedTuple

from reviewapp.accounts.models import Site, User
from reviewapp.accounts.people import add_site, add_user
from reviewapp.accounts.roles import Role

ACCOUNTS_FILE: Final = "accounts.json"

SITES: Final = (
    ("HD", "Heidelberg (demo)", "Europe/Berlin"),
    ("GOE", "Göttingen (demo)", "Europe/Berlin"),
)


class Person(NamedTuple):
    username: str
    first_name: str
    last_name: str
    site: str
    role: str


PEOPLE: Final = (
    Person("clara", "Clara", "Coordinator", "HD", Role.STUDY_COORDINATOR),
    Person("rasmus", "Rasmus", "Researcher", "HD", Role.RESEARCHER),
    Person("anna", "Anna", "Reader", "HD", Role.READER),
    Person("dora", "Dora", "Reader", "HD", Role.READER),
    Person("bela", "Béla", "Reader", "GOE", Role.READER),
    Person("emil", "Emil", "Reader", "GOE", Role.READER),
    Person("sigrid", "Sigrid", "Site", "GOE", Role.SITE_COORDINATOR),
    Person("aurel", "Aurel", "Auditor", "HD", Role.AUDITOR),
)


def make_passwords(folder: Path) -> dict[str, str]:
    """A random password for each person, kept in the demo folder for its owner alone."""
    passwords = {person.username: secrets.token_urlsafe(9) for person in PEOPLE}
    accounts = folder / ACCOUNTS_FILE
    accounts.touch(mode=0o600)
    accounts.write_text(json.dumps(passwords, indent=1))
    return passwords


def read_passwords(folder: Path) -> dict[str, str]:
    """The passwords that `make_passwords` kept in `folder`."""
    kept: dict[str, str] = json.loads((folder / ACCOUNTS_FILE).read_text())
    return kept


def add_cast(passwords: dict[str, str]) -> dict[str, User]:
    """Add the sites and people; users by name."""
    sites: dict[str, Site] = {
        code: add_site(by=None, code=code, name=name, time_zone=zone) for code, name, zone in SITES
    }
    return {
        person.username: add_user(
            by=None,
            username=person.username,
            password=passwords[person.username],
            first_name=person.first_name,
            last_name=person.last_name,
            site=sites[person.site],
            roles=[person.role],
        )
        for person in PEOPLE
    }
