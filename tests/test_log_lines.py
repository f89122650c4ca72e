"""What is logged: refusals yes, forged lines and passwords no."""

import logging

import pytest
from django.conf import settings
from django.test import Client

from reviewapp.log_lines import OneLineFormatter

FORGED = "anna\n2026-11-20 ERROR forged line"


def test_a_message_stays_on_its_line() -> None:
    record = logging.makeLogRecord({"msg": "sign-in of %s", "args": (FORGED,)})
    assert OneLineFormatter("{message}", style="{").format(record).count("\n") == 0


def test_a_traceback_keeps_its_lines() -> None:
    try:
        raise ValueError("broken")
    except ValueError as error:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": (ValueError, error, None)})
    assert "failed\nValueError: broken" in OneLineFormatter("{message}", style="{").format(record)


def test_an_invitation_is_logged_without_its_token() -> None:
    record = logging.makeLogRecord({"msg": "Forbidden: %s", "args": ("/invitations/a-B_9/",)})
    formatter = OneLineFormatter("{message}", style="{")
    assert formatter.format(record) == "Forbidden: /invitations/.../"


def test_the_app_logs_that_way() -> None:
    (handler,) = settings.LOGGING["handlers"].values()
    formatter = settings.LOGGING["formatters"][handler["formatter"]]
    assert formatter["class"] == "reviewapp.log_lines.OneLineFormatter"


def test_a_failed_sign_in_is_logged_without_the_password(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        client.post("/sign-in/", {"username": "anna", "password": "the-secret-I-typed"})
    assert "New login failure" in caplog.text
    assert "the-secret-I-typed" not in caplog.text
