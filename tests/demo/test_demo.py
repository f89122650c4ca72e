"""`make demo` as a newcomer runs it: an empty folder in, a served study out."""

import json
import re
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
PEOPLE = {"clara", "rasmus", "anna", "dora", "bela", "emil", "sigrid", "aurel"}


def demo(folder: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "reviewapp.demo", "--folder", str(folder), *options]


def run_demo(folder: Path, *options: str) -> str:
    return subprocess.run(
        demo(folder, "--offline", "--seed-only", *options),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=240,
    ).stdout


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A fresh demo without a network, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, run_demo(folder)


def ask(folder: Path, query: str) -> list[tuple]:
    with sqlite3.connect(folder / "demo.sqlite3") as database:
        return database.execute(query).fetchall()


def test_every_account_is_printed_with_its_password(seeded):
    folder, printed = seeded
    passwords = json.loads((folder / "accounts.json").read_text())
    assert set(passwords) == PEOPLE
    for username, password in passwords.items():
        assert re.search(rf"{username}\s+{re.escape(password)}\s", printed)


def test_keys_and_passwords_are_for_their_owner_alone(seeded):
    folder, _ = seeded
    for name in ("secret-key", "accounts.json"):
        assert (folder / name).stat().st_mode & 0o077 == 0


def test_one_study_is_open_and_one_was_read_whole_and_unblinded(seeded):
    folder, _ = seeded
    statuses = ask(folder, "SELECT status, count(*) FROM studies_study GROUP BY status")
    assert sorted(statuses) == [("open", 1), ("unblinded", 1)]
    assert ask(folder, "SELECT count(*) FROM readings_reading") == [(4 * 28,)]


def test_simulated_ecgs_are_named_as_such(seeded):
    folder, printed = seeded
    assert "Simulated ones stand in" in printed
    sources = ask(folder, "SELECT name, is_simulated FROM pool_source ORDER BY name")
    assert sources == [
        ("SSSD-ECG compact-cpu, generated", 0),
        ("Simulated ECG (ECGSYN), standing in for real records", 1),
    ]


def test_a_second_start_changes_nothing(seeded):
    folder, _ = seeded
    before = ask(folder, "SELECT count(*), max(sequence) FROM audit_auditevent")
    printed = run_demo(folder)
    assert "here already" in printed
    assert ask(folder, "SELECT count(*), max(sequence) FROM audit_auditevent") == before


@pytest.fixture
def address(seeded: tuple[Path, str]) -> Iterator[str]:
    """Where the demo says that it is served, once its server listens."""
    command = demo(seeded[0], "--offline", "--port", "8460")
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdout
        printed = ""
        for line in server.stdout:
            printed += line
            if "Listening at" in line:
                break
        found = re.search(r"Open (http://127\.0\.0\.1:\d+/) in a browser", printed)
        assert found, printed
        yield found[1]
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)


def test_it_is_served_where_it_says(address):
    with urllib.request.urlopen(address, timeout=60) as page:
        assert "ECG Blind Review" in page.read().decode()
