"""The server that the tests start themselves: it answers, restarts in place, and leaves nothing."""

from collections.abc import Iterator

import psycopg
import pytest

from tests import on_postgres
from tests.postgres_server import PostgresMissingError, PostgresServer, find_programs

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    try:
        find_programs()
    except PostgresMissingError as missing:
        pytest.skip(str(missing))
    with PostgresServer() as server:
        yield server


def ask(server: PostgresServer, query: str) -> list[tuple]:
    with psycopg.connect(server.url, autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


def test_the_server_answers(server: PostgresServer) -> None:
    assert ask(server, "SELECT 1") == [(1,)]


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_what_was_committed_survives_a_restart(server: PostgresServer, mode: str) -> None:
    ask(server, f"CREATE TABLE kept_{mode} AS SELECT 7 AS number")

    server.restart(mode)

    assert ask(server, f"SELECT number FROM kept_{mode}") == [(7,)]


def test_a_stopped_server_refuses_connections(server: PostgresServer) -> None:
    server.stop()
    try:
        with pytest.raises(psycopg.OperationalError):
            ask(server, "SELECT 1")
    finally:
        server.start()


def test_the_folder_is_gone_afterwards() -> None:
    with PostgresServer() as short_lived:
        assert short_lived.folder.exists()
    assert not short_lived.folder.exists()


@pytest.fixture
def no_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("tests.postgres_server.DEBIAN", "/nowhere")


def test_missing_programs_are_named(no_postgres: None) -> None:
    with pytest.raises(PostgresMissingError, match="apt install postgresql"):
        find_programs()


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_suite_without_postgres_says_so_and_fails_only_in_ci(
    no_postgres: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ci: str,
    code: int,
) -> None:
    monkeypatch.setenv("CI", ci)
    assert on_postgres.main([]) == code
    assert "SKIPPED" in capsys.readouterr().err
