"""When something goes wrong: constant pages, no trace, and 503 while the database is away."""

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from reviewapp import urls
from reviewapp.accounts.models import User

SECRET = "secret detail of the fault"
FAULTS = {
    "bad": BadRequest,
    "forbidden": PermissionDenied,
    "missing": Http404,
    "broken": RuntimeError,
    "corrupt": DatabaseError,
    "away": OperationalError,
    "closed": InterfaceError,
}


def fail(_request: HttpRequest, fault: str) -> HttpResponse:
    raise FAULTS[fault](SECRET)


def lose_session(request: HttpRequest) -> HttpResponse:
    """As when the database goes away just before the session is saved."""
    request.session["seen_at"] = 0
    Session.objects.all().delete()
    return HttpResponse()


urlpatterns = [
    *urls.urlpatterns,
    path("fail/<str:fault>/", fail),
    path("lose/", lose_session),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def browser(settings: Settings, sign_in, anna: User) -> Client:
    """Anna, on an app with addresses that fail."""
    settings.ROOT_URLCONF = "tests.test_errors"
    client = sign_in(anna)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("bad", 400),
        ("forbidden", 403),
        ("missing", 404),
        ("broken", 500),
        ("corrupt", 500),
        ("away", 503),
        ("closed", 503),
    ],
)
def test_a_fault_shows_a_calm_page(browser: Client, fault: str, status: int) -> None:
    response = browser.get(f"/fail/{fault}/")

    assert response.status_code == status
    page = response.content.decode()
    assert "<h1>" in page
    assert SECRET not in page
    assert "Traceback" not in page
    assert response.has_header("Retry-After") == (status == 503)
    assert response["Cache-Control"] == "no-store"
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_a_session_that_cannot_be_saved_is_worth_another_try(browser: Client) -> None:
    """Else a step that was stored would be called wrong, and its reader's page would give up."""
    response = browser.get("/lose/")
    assert response.status_code == 503
    assert response.has_header("Retry-After")


def test_missing_and_not_yours_look_the_same(browser: Client) -> None:
    addresses = ["/fail/missing/", "/nowhere/at/all/", "/people/"]
    answers = [browser.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_form_without_its_token_is_explained(anna: User) -> None:
    response = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "anna"})
    assert response.status_code == 403
    assert b"load the page again" in response.content


class SessionsAway:
    """Middleware that fails as loading the session does when the database is away."""

    def __init__(self, get_response: object) -> None:
        pass

    def __call__(self, request: HttpRequest) -> HttpResponse:
        raise OperationalError(SECRET)


@pytest.mark.parametrize("place", range(10))
def test_a_database_lost_inside_middleware_is_503(
    client: Client, settings: Settings, place
) -> None:
    others = settings.MIDDLEWARE
    settings.MIDDLEWARE = [*others[:place], "tests.test_errors.SessionsAway", *others[place:]]
    client.raise_request_exception = False

    response = client.get("/sign-in/")

    assert (response.status_code, response["Retry-After"]) == (503, "2")


def test_a_post_that_is_too_large_is_refused(browser: Client) -> None:
    response = browser.post("/password/", {"old_password": "x" * 1_100_000})
    assert response.status_code == 400


def test_a_forged_host_is_refused(browser: Client) -> None:
    assert browser.get("/", headers={"Host": "evil.example"}).status_code == 400
