"""The doors of the accounts, as each of the cast meets them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from reviewapp.accounts import people
from reviewapp.accounts.models import Invitation, Site, User
from reviewapp.accounts.navigation import places_of
from reviewapp.accounts.roles import Role
from reviewapp.audit.models import AuditEvent
from tests.conftest import PASSWORD, make_user

SIGN_IN = "/sign-in/"


def try_password(client: Client, username: str, password: str, **extra: str):
    return client.post(SIGN_IN, {"username": username, "password": password}, **extra)


def test_signing_in_leads_to_the_start_and_is_audited(client: Client, anna: User) -> None:
    response = try_password(client, "anna", PASSWORD)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert AuditEvent.objects.get().deed == "sign_in"


def test_signing_in_changes_the_session_key(client: Client, anna: User) -> None:
    client.get(SIGN_IN)
    session = client.session
    session["visited"] = True
    session.save()
    before = client.session.session_key

    try_password(client, "anna", PASSWORD)

    assert client.session.session_key != before


def test_unknown_wrong_and_closed_look_the_same(client: Client, anna: User, bela: User) -> None:
    User.objects.filter(pk=bela.pk).update(is_active=False)
    tries = [("nobody", PASSWORD), ("anna", "wrong"), ("bela", PASSWORD)]

    pages = [try_password(client, *attempt).content.decode() for attempt in tries]

    for page in pages:
        assert "Please enter a correct username and password" in page
    plain = {re.sub(r'value="[^"]*"|csrftoken|"X-CSRFToken": "\w+"', "", page) for page in pages}
    assert len(plain) == 1


def test_the_sixth_failure_is_locked_out(client: Client, anna: User) -> None:
    statuses = [try_password(client, "anna", "wrong").status_code for _ in range(6)]
    assert statuses[:4] == [200] * 4
    assert statuses[5] == 429

    response = try_password(client, "anna", PASSWORD)

    assert response.status_code == 429
    assert b"Try again in 15 minutes" in response.content


def test_a_lock_out_holds_for_one_address(client: Client, anna: User, bela: User) -> None:
    for _ in range(6):
        try_password(client, "anna", "wrong", REMOTE_ADDR="10.0.0.66")

    assert try_password(client, "anna", PASSWORD, REMOTE_ADDR="10.0.0.1").status_code == 302
    assert try_password(client, "bela", PASSWORD, REMOTE_ADDR="10.0.0.66").status_code == 302


def test_a_forged_forwarding_header_does_not_help(client: Client, anna: User) -> None:
    statuses = [
        try_password(client, "anna", "wrong", HTTP_X_FORWARDED_FOR=f"1.2.3.{i}").status_code
        for i in range(6)
    ]
    assert statuses[5] == 429


def test_signing_in_never_leads_elsewhere(client: Client, anna: User) -> None:
    credentials = {"username": "anna", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(SIGN_IN, credentials)["Location"] == "/"


def test_signing_out_ends_the_session(sign_in, anna: User) -> None:
    client = sign_in(anna)
    kept = client.cookies["sessionid"].value

    assert client.post("/sign-out/")["Location"] == SIGN_IN

    client.cookies["sessionid"] = kept
    assert client.get("/password/").status_code == 302
    assert AuditEvent.objects.get().deed == "sign_out"


def test_a_link_cannot_sign_anybody_out(sign_in, anna: User) -> None:
    client = sign_in(anna)
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/password/").status_code == 200


def test_closing_an_account_ends_its_sessions(sign_in, anna: User) -> None:
    client = sign_in(anna)
    User.objects.update(is_active=False)
    assert client.get("/password/").status_code == 302


def test_a_reader_starts_at_the_readings(sign_in, anna: User) -> None:
    assert sign_in(anna).get("/")["Location"] == reverse("readings:list")


def test_a_coordinator_starts_with_cards(sign_in, coordinator: User) -> None:
    page = sign_in(coordinator).get("/").content.decode()
    for place in ("studies:list", "pool:list", "accounts:people"):
        assert f'<h2><a href="{reverse(place)}">' in page
    assert reverse("oversight:trail") not in page


@pytest.mark.parametrize("role", list(Role))
def test_nobody_is_led_to_a_closed_door(sign_in, heidelberg: Site, role: Role) -> None:
    """Every place that the start and the navigation offer opens, also before any study."""
    client = sign_in(make_user("new", heidelberg, role))
    for place in places_of(User.objects.get(username="new")):
        assert client.get(place.address).status_code == 200, place


def test_a_site_coordinator_switches_the_own_sites_timing_off_and_on(
    sign_in, site_coordinator: User
) -> None:
    client = sign_in(site_coordinator)
    client.post("/site/", {"site": "HD"})  # as a browser sends an empty tick
    assert not Site.objects.get(code="GOE").records_timing
    assert "checked" not in client.get("/site/").content.decode()
    client.post("/site/", {"records_timing": "on"})
    assert Site.objects.get(code="GOE").records_timing


def test_without_a_role_the_start_says_so(sign_in, heidelberg: Site) -> None:
    page = sign_in(make_user("norole", heidelberg)).get("/").content.decode()
    assert "no role yet" in page


def new_password(old: str = PASSWORD, new: str = "another-long-phrase-here") -> dict[str, str]:
    return {"old_password": old, "new_password1": new, "new_password2": new}


def test_a_new_password_ends_other_sign_ins(sign_in, anna: User) -> None:
    here, elsewhere = sign_in(anna), sign_in(anna)

    assert here.post("/password/", new_password()).status_code == 302

    assert here.get("/password/").status_code == 200
    assert elsewhere.get("/password/").status_code == 302
    assert AuditEvent.objects.get().deed == "change_password"


@pytest.mark.parametrize(
    "bad", [{"old": "wrong"}, {"new": "short"}, {"new": "qwerty123456"}, {"new": "anna-anna-1"}]
)
def test_a_bad_new_password_changes_nothing(sign_in, anna: User, bad: dict[str, str]) -> None:
    response = sign_in(anna).post("/password/", new_password(**bad))

    assert response.status_code == 422
    assert b"errorlist" in response.content
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_the_people_page_shows_own_and_invited(
    sign_in, coordinator: User, anna: User, bela: User
) -> None:
    page = sign_in(coordinator).get("/people/").content.decode()
    assert "anna" in page
    assert "bela" not in page


@pytest.mark.parametrize("address", ["/people/", "/people/invite/"])
def test_people_are_for_those_who_may_invite(sign_in, anna: User, address: str) -> None:
    assert sign_in(anna).get(address).status_code == 404


def test_the_people_page_asks_no_more_for_more_people(
    sign_in, coordinator: User, heidelberg: Site, django_assert_max_num_queries
) -> None:
    client = sign_in(coordinator)
    for i in range(30):
        make_user(f"reader{i}", heidelberg, Role.READER)
        people.invite_person(by=coordinator, site=heidelberg, role=Role.READER)
    client.get("/people/")
    with django_assert_max_num_queries(7):
        client.get("/people/")


def invite(client: Client, site: Site, role: str = Role.READER, note: str = "Dr Dora") -> str:
    form = {"site": site.pk, "role": role, "note": note}
    page = client.post("/people/invite/", form).content.decode()
    link = re.search(r'value="http://testserver(/invitations/[^"]+)"', page)
    assert link
    return link[1]


ACCOUNT = {
    "username": "dora",
    "first_name": "Dora",
    "last_name": "Doe",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def test_an_invited_reader_signs_in(
    sign_in, client: Client, coordinator: User, goettingen: Site
) -> None:
    link = invite(sign_in(coordinator), goettingen)
    assert "Göttingen" in client.get(link).content.decode()

    assert client.post(link, ACCOUNT)["Location"] == SIGN_IN

    assert try_password(client, "dora", PASSWORD).status_code == 302
    assert User.objects.get(username="dora").get_full_name() == "Dora Doe"


def test_used_expired_and_unknown_links_look_the_same(
    sign_in, client: Client, coordinator: User, goettingen: Site
) -> None:
    used, expired = (invite(sign_in(coordinator), goettingen) for _ in range(2))
    client.post(used, ACCOUNT)
    Invitation.objects.filter(accepted_by=None).update(expires_at="2020-01-01T00:00Z")

    answers = [Client().get(link) for link in (used, expired, "/invitations/unknown/")]

    assert {answer.status_code for answer in answers} == {404}
    token = r'"X-CSRFToken": "\w+"|name="csrfmiddlewaretoken" value="\w+"'
    assert len({re.sub(token, "", a.content.decode()) for a in answers}) == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"username": "clara"},
        {"username": "a b"},
        {"password2": "different-from-the-first"},
        {"password1": "short", "password2": "short"},
        {"first_name": ""},
    ],
)
def test_a_bad_account_form_is_explained(
    sign_in, client: Client, coordinator: User, goettingen: Site, bad: dict[str, str]
) -> None:
    link = invite(sign_in(coordinator), goettingen)

    response = client.post(link, ACCOUNT | bad)

    assert response.status_code == 422
    assert b"errorlist" in response.content
    assert not User.objects.filter(username="dora").exists()


def test_extra_fields_give_nothing(
    sign_in, client: Client, coordinator: User, goettingen: Site, heidelberg: Site
) -> None:
    link = invite(sign_in(coordinator), goettingen)
    client.post(link, ACCOUNT | {"site": heidelberg.pk, "role": "auditor", "is_superuser": "on"})

    dora = User.objects.get(username="dora")
    assert (dora.site, dora.roles(), dora.is_superuser) == (goettingen, {Role.READER}, False)


@pytest.mark.parametrize("role", ["researcher", "auditor", "study_coordinator", ""])
def test_an_invitation_form_gives_no_powerful_role(sign_in, coordinator: User, role: str) -> None:
    form = {"site": coordinator.site_id, "role": role}
    assert sign_in(coordinator).post("/people/invite/", form).status_code == 422
    assert not Invitation.objects.exists()
