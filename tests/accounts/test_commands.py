"""`add_site`, `set_site_timing` and `add_user`, from the command line."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from reviewapp.accounts.models import Site, User
from reviewapp.accounts.roles import Role
from tests.conftest import PASSWORD


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """`typed(password)` puts a password on standard input."""

    def _typed(password: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))

    return _typed


def test_add_site(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("add_site", "HD", "Heidelberg", "--time-zone", "Europe/Berlin")

    assert Site.objects.get().time_zone == "Europe/Berlin"
    assert "HD Heidelberg" in capsys.readouterr().out


def test_add_site_says_what_is_wrong(db: None) -> None:
    with pytest.raises(CommandError, match="no time zone"):
        call_command("add_site", "HD", "Heidelberg", "--time-zone", "Heidelberg")


def test_set_site_timing(heidelberg: Site, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("set_site_timing", "HD", "off")
    assert not Site.objects.get().records_timing
    assert "HD Heidelberg: off" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no site GOE"):
        call_command("set_site_timing", "GOE", "off")


def test_add_user(heidelberg: Site, typed) -> None:
    typed(PASSWORD)
    call_command("add_user", "dora", "--site", "HD", "--role", "reader", "--role", "auditor")

    dora = User.objects.get()
    assert dora.check_password(PASSWORD)
    assert dora.roles() == {Role.READER, Role.AUDITOR}


@pytest.mark.parametrize(
    ("arguments", "password", "complaint"),
    [
        (["dora", "--site", "XX"], PASSWORD, "no site XX; the sites are: HD"),
        (["dora", "--site", "HD"], "short", "too short"),
        (["do ra", "--site", "HD"], PASSWORD, "valid username"),
        (["dora", "--site", "HD", "--role", "king"], PASSWORD, "invalid choice"),
        (
            ["dora", "--site", "HD", "--role", "reader", "--role", "researcher"],
            PASSWORD,
            "Nobody was added",
        ),
    ],
)
def test_add_user_says_what_is_wrong(
    heidelberg: Site, typed, arguments: list[str], password: str, complaint: str
) -> None:
    typed(password)
    with pytest.raises(CommandError, match=complaint):
        call_command("add_user", *arguments)
    assert not User.objects.exists()
