"""A sign-in ends after half an hour of nothing, and after 12 hours whatever happens."""

import pytest
from django.test import Client

from reviewapp.accounts.models import User

PASSWORD_PAGE = "/password/"


def signed_in_ago(client: Client, *, seen_min: float = 0, signed_in_h: float = 0) -> None:
    client.get(PASSWORD_PAGE)
    session = client.session
    session["seen_at"] -= seen_min * 60
    session["signed_in_at"] -= signed_in_h * 3600
    session.save()


@pytest.mark.parametrize(
    ("seen_min", "signed_in_h", "status"),
    [(0, 0, 200), (29, 0, 200), (31, 0, 302), (0, 11.9, 200), (1, 12.1, 302)],
)
def test_how_long_a_sign_in_lasts(
    sign_in, auditor: User, seen_min: float, signed_in_h: float, status: int
) -> None:
    client = sign_in(auditor)
    signed_in_ago(client, seen_min=seen_min, signed_in_h=signed_in_h)
    assert client.get(PASSWORD_PAGE).status_code == status


def test_work_keeps_a_sign_in_alive(sign_in, auditor: User) -> None:
    client = sign_in(auditor)
    for _ in range(3):
        signed_in_ago(client, seen_min=20)
    assert client.get(PASSWORD_PAGE).status_code == 200


def test_an_ended_sign_in_cannot_be_replayed(sign_in, auditor: User) -> None:
    client = sign_in(auditor)
    signed_in_ago(client, seen_min=31)
    kept = client.cookies["sessionid"].value
    client.get(PASSWORD_PAGE)

    client.cookies["sessionid"] = kept

    assert client.get(PASSWORD_PAGE).status_code == 302


def test_a_partial_sends_the_whole_page_to_sign_in(client: Client, db: None) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/read/abc/"}
    response = client.get(PASSWORD_PAGE, headers=headers)

    assert response.status_code == 401
    assert response["HX-Redirect"] == "/sign-in/?next=/read/abc/"
    assert not response.content


def test_a_forged_page_address_stays_within_the_app(client: Client, db: None) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/read/"}
    response = client.get(PASSWORD_PAGE, headers=headers)
    assert response["HX-Redirect"] == "/sign-in/?next=/read/"


def test_nothing_is_kept_by_the_browser(client: Client, db: None) -> None:
    for address in ("/sign-in/", "/", "/nowhere/"):
        assert client.get(address)["Cache-Control"] == "no-store"
