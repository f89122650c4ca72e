"""Over a thousand submissions while the server, its workers and the database die at random.

Half of them on each database. Every acknowledged submission is stored exactly once with the answers
that were acknowledged; nothing is stored that nobody sent; the audit trail names each reading once
and is whole. FAULTS_READERS=10 has twice as many readers at it, and so twice as many faults.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.faults import Havoc, read_under_faults
from tests.journeys.reading import FAULTS, Ledger, Submission
from tests.journeys.seeding import seed
from tests.journeys.server import ReviewServer, server_environment
from tests.journeys.stored import fetch_stored
from tests.postgres_server import PostgresMissingError, PostgresServer

READERS = int(os.environ.get("FAULTS_READERS", "5"))
CASES = 28  # with practice and repeats 35 presentations for each reader
STEPS = 3
SUBMISSIONS = 100  # of each reader, at least; many of its 105 steps are sent more than once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        os.environ.get("DATABASE_URL", "sqlite").startswith("postgres"),
        reason="brings its own PostgreSQL server, and ran on both databases already",
    ),
]


def test_no_submission_is_lost_or_doubled_on_sqlite(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'review.sqlite3'}"
    ledger, stored = read_study_under_faults(url, tmp_path, {})
    compare(ledger, stored)


@pytest.mark.postgres
def test_no_submission_is_lost_or_doubled_on_postgres(tmp_path: Path) -> None:
    try:
        postgres = PostgresServer()
    except PostgresMissingError as missing:
        pytest.skip(str(missing))
    with postgres:
        crashes = {
            "database restarted": lambda: postgres.restart("fast"),
            "database crashed": lambda: postgres.restart("immediate"),
        }
        ledger, stored = read_study_under_faults(postgres.url, tmp_path, crashes)
    compare(ledger, stored)


def read_study_under_faults(
    url: str, folder: Path, crashes: Mapping[str, Callable[[], None]]
) -> tuple[Ledger, dict[str, Any]]:
    """What was sent and acknowledged, and what the database holds when all is read."""
    environment = server_environment(url, folder)
    study = seed(READERS, CASES, environment)
    with ReviewServer(environment, folder / "gunicorn.log") as server:
        havoc = Havoc(crashes={"server crashed": server.restart, **crashes})
        ledger = read_under_faults(server, study, havoc)
    refuse_mercy(ledger, havoc)
    return ledger, fetch_stored(study.study, environment)


def refuse_mercy(ledger: Ledger, havoc: Havoc) -> None:
    """Whatever can go wrong did, among submissions enough."""
    assert {*FAULTS, *havoc.crashes} <= ledger.counts.keys()
    assert ledger.counts["worker killed"] >= READERS, ledger.counts
    assert ledger.counts["POST"] >= SUBMISSIONS * READERS, ledger.counts


def compare(ledger: Ledger, stored: dict[str, Any]) -> None:
    """Hold what the database has against what readers sent and were told."""
    refuse_lost_or_altered(ledger, stored["steps"])
    refuse_doubled(stored)
    refuse_unaudited(stored)
    assert ledger.surprises == []


def refuse_lost_or_altered(ledger: Ledger, steps: list[dict[str, Any]]) -> None:
    stored = {step["submission_id"]: as_submission(step) for step in steps}
    assert ledger.acknowledged.keys() <= stored.keys() <= ledger.sent.keys()
    for submission_id, submission in stored.items():
        assert submission in ledger.sent[submission_id]
        assert submission == ledger.acknowledged.get(submission_id, submission)


def as_submission(step: dict[str, Any]) -> Submission:
    """A stored step as the submission that it must have been."""
    texts = {code: as_sent(answer) for code, answer in step["answers"].items()}
    answers = {code: sent for code, sent in texts.items() if sent}
    return Submission(step["submission_id"], step["presentation"], step["step"], answers)


def as_sent(value: object) -> list[str]:
    """A stored answer as the texts that a form sends."""
    if isinstance(value, list):
        return [str(each) for each in value]
    return ["na" if value is None else str(value)]


def refuse_doubled(stored: dict[str, Any]) -> None:
    """One row for each step of each presentation, and one reading made of them."""
    steps = {(step["presentation"], step["step"]): step for step in stored["steps"]}
    readings = {reading["presentation"]: reading for reading in stored["readings"]}
    assert len(readings) == len(stored["readings"]) == stored["presentations"]
    assert len(steps) == len(stored["steps"]) == STEPS * stored["presentations"]
    for presentation, reading in readings.items():
        first, second, last = (steps[presentation, step] for step in range(1, STEPS + 1))
        assert reading["submission_id"] == last["submission_id"]
        assert reading["answers"] == first["answers"] | last["answers"]
        assert sorted(reading["scores"]) == sorted(map(list, second["answers"].items()))


def refuse_unaudited(stored: dict[str, Any]) -> None:
    assert stored["events"]["store_reading"] == len(stored["readings"])
    assert stored["chain"] == ""
