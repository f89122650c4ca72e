"""An open study in the database of a server under test, made in a process of its own.

    python -m tests.journeys.seeding READERS CASES

migrates the database that DATABASE_URL names and prints what it made there as JSON.
"""

import json
import sys
from dataclasses import asdict, dataclass

import django
from django.core.management import call_command

from tests.journeys.server import run_python

PASSWORD = "correct-horse-battery-staple"  # of everyone in it


@dataclass(frozen=True)
class Seeded:
    """An open study: its address part, and the usernames of those who matter."""

    study: str
    readers: list[str]
    coordinator: str

    @property
    def address(self) -> str:
        """Where its readers read."""
        return f"/read/{self.study}/"


def seed(reader_count: int, case_count: int, environment: dict[str, str]) -> Seeded:
    """Migrate the database of `environment` and open a study in it."""
    module = ["-m", "tests.journeys.seeding", str(reader_count), str(case_count)]
    return Seeded(**json.loads(run_python(module, environment)))


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    from tests.journeys.open_study import open_study_of

    made = open_study_of(int(sys.argv[1]), int(sys.argv[2]), repeat_percent=10)
    print(json.dumps(asdict(made)))  # noqa: T201


if __name__ == "__main__":
    main()
