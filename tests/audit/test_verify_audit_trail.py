"""`manage.py verify_audit_trail`."""

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from reviewapp.audit.trail import record_event


def test_a_whole_trail_tells_its_last_hash(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    record_event(by=None, deed="first")
    last = record_event(by=None, deed="second")

    call_command("verify_audit_trail")

    said = capsys.readouterr().out
    assert "whole: 2 events" in said
    assert last.hash in said


def test_an_empty_trail_says_so(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_audit_trail")
    assert "empty" in capsys.readouterr().out


def test_a_broken_trail_fails(db: None, settings: Settings) -> None:
    record_event(by=None, deed="first")
    settings.SECRET_KEY = "another key: as if the event had been forged"

    with pytest.raises(CommandError, match="event 1 was changed"):
        call_command("verify_audit_trail")


def test_a_trail_that_lost_its_end_fails(db: None) -> None:
    event = record_event(by=None, deed="first")
    call_command("verify_audit_trail", "--noted", event.hash)

    with pytest.raises(CommandError, match="noted hash is not in it"):
        call_command("verify_audit_trail", "--noted", "f" * 64)
