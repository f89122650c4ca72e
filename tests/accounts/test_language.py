"""In which language a page is: the user's own, else the browser's; never by what is on the page."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from reviewapp.accounts import people
from reviewapp.accounts.models import User
from reviewapp.audit.models import AuditEvent

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}


def choose(client: Client, language: str, page: str = "/password/"):
    headers = {"Referer": f"http://testserver{page}"}
    return client.post("/language/", {"language": language}, headers=headers)


def language_of(client: Client, page: str, **headers: str) -> str:
    response = client.get(page, headers=headers)
    language = response["Content-Language"]
    assert f'<html lang="{language}"' in response.content.decode()
    return language


def test_the_browser_decides_until_somebody_chooses(client: Client, db: None) -> None:
    assert language_of(client, "/sign-in/") == "en"
    assert language_of(client, "/sign-in/", **GERMAN) == "de"
    assert language_of(client, "/sign-in/", **{"Accept-Language": "fr"}) == "en"


def test_a_choice_before_signing_in_stays_with_the_browser(client: Client, db: None) -> None:
    response = choose(client, "de", "/sign-in/?next=/read/")

    assert response["Location"] == "http://testserver/sign-in/?next=/read/"
    assert language_of(client, "/sign-in/") == "de"
    assert client.cookies["language"]["httponly"]
    assert not AuditEvent.objects.exists()


def test_the_choice_of_a_user_goes_along_to_every_machine(sign_in, anna: User) -> None:
    choose(sign_in(anna), "de")
    anna.refresh_from_db()
    another = sign_in(anna)
    assert language_of(another, "/password/") == "de"
    assert language_of(another, "/password/", **{"Accept-Language": "en"}) == "de"


def test_a_choice_is_audited_once(anna: User) -> None:
    for _ in range(2):
        people.choose_language(by=anna, language="de")
    event = AuditEvent.objects.get()
    assert (event.deed, event.target) == ("choose_language", "anna")


def test_a_language_that_the_app_does_not_speak_is_refused(sign_in, anna: User) -> None:
    assert choose(sign_in(anna), "fr").status_code == 400
    with pytest.raises(ValidationError):
        people.choose_language(by=anna, language="fr")
    anna.refresh_from_db()
    assert anna.language == ""


@pytest.mark.parametrize("page", ["https://evil.example/read/", "//evil.example/", ""])
def test_choosing_leads_nowhere_else(client: Client, db: None, page: str) -> None:
    response = client.post("/language/", {"language": "de"}, headers={"Referer": page})
    assert response["Location"] == "/"


def test_rooms_that_no_reader_enters_are_english_as_a_whole(sign_in, coordinator: User) -> None:
    client = sign_in(coordinator)
    choose(client, "de")
    assert language_of(client, "/people/") == "de"
    assert language_of(client, "/studies/") == "en"
    page = client.get("/studies/").content.decode()
    assert "Abmelden" not in page
    assert "/language/" not in page


def test_a_refusal_is_in_the_askers_language_in_every_room(sign_in, anna: User) -> None:
    client = sign_in(anna)
    choose(client, "de")
    pages = {client.get(page).content for page in ("/studies/", "/studies/x/", "/nowhere/")}
    assert len(pages) == 1
    assert "Hier ist nichts für Sie" in pages.pop().decode()


def test_an_answer_leaves_no_language_behind_on_its_thread(client: Client, db: None) -> None:
    client.get("/sign-in/", headers=GERMAN)
    assert translation.get_language() == "en"
