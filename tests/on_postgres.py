"""Run the tests that use the database once more, on a PostgreSQL server of their own.

    python -m tests.on_postgres [pytest arguments]

Without PostgreSQL this says so and passes; with CI=true it fails.
"""

import os
import subprocess
import sys

from tests.postgres_server import PostgresMissingError, PostgresServer

# These touch no database, or always their own, so one run of them is enough.
WITHOUT_DATABASE = [
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
            [sys.executable, "-m", "pytest", *ignored, *arguments],
            env={**os.environ, "DATABASE_URL": server.url},
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
