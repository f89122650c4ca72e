import secrets

from reviewapp.pool.models import new_token


def test_a_token_can_be_told_to_a_command(monkeypatch):
    drawn = iter(["-like-an-option", "--help", "an-address"])
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _: next(drawn))
    assert new_token() == "an-address"
