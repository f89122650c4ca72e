"""Run the tests that use the database once more, on a PostgreSQL server of their own.

    python -m tests.on_postgres [pytest arguments]

Without PostgreSQL this says so and passes; with CI=true it fails.
"""

import os
import subprocess
import sys

import pytest

from tests.postgres_server import PostgresMissingError, PostgresServer

# Not even imported, to save time; each touches no database, or always its own.
WITHOUT_DATABASE = [
    "tests/benchmarks",
    "tests/ecg",
    "tests/generator",
    "tests/results/statistics",
    "tests/demo",
    "tests/fixtures",
    "tests/test_architecture.py",
    "tests/test_settings.py",
    "tests/test_postgres_server.py",
    "tests/journeys/test_faults.py",  # both databases at once
]
# By one of these a test or its fixtures reach the database.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def asks_for_database(test: pytest.Item) -> bool:
    """Whether `test` may use the database; to every other one pytest-django refuses it."""
    fixtures = set(getattr(test, "fixturenames", ()))
    marked = test.get_closest_marker("django_db") is not None
    return marked or not fixtures.isdisjoint(DATABASE_FIXTURES)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what asks for no database: the run on SQLite has proven it."""
    left_out = [test for test in items if not asks_for_database(test)]
    items[:] = [test for test in items if asks_for_database(test)]
    config.hook.pytest_deselected(items=left_out)


def main(arguments: list[str]) -> int:
    """Run pytest against a fresh server and pass its exit code on."""
    try:
        server = PostgresServer()
    except PostgresMissingError as missing:
        sys.stderr.write(f"SKIPPED: the suite did not run on PostgreSQL. {missing}\n")
        return 1 if os.environ.get("CI") == "true" else 0
    with server:
        ignored = [f"--ignore={folder}" for folder in WITHOUT_DATABASE]
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "tests.on_postgres", *ignored, *arguments],
            env={**os.environ, "DATABASE_URL": server.url},
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
