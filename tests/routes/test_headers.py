"""What every answer carries, whoever asks, and what looking leaves behind."""

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.routes.rules import PEOPLE, RULES, Rule
from tests.routes.walk import knock
from tests.routes.world import World

pytestmark = pytest.mark.django_db

STRICT = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# A figure opened by itself brings its own styles; in return it may load and run nothing.
FIGURE_POLICY = POLICY | {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "script-src": "'none'",
}
# A stranger's page: as a figure, and not even of this site.
REPORT_POLICY = FIGURE_POLICY | {"sandbox": "", "img-src": "data:", "form-action": "'none'"}
OWN_POLICIES = {
    ("results:figure", 200): FIGURE_POLICY,
    ("results:figure", 403): FIGURE_POLICY,
    ("pool:evaluation", 200): REPORT_POLICY,
}
# What a GET may write: the time of a first look is itself a fact of the study.
LOOKING_WRITES = {
    "readings:case": {"readings_draft"},  # when the case was first shown
    "results:readings": {"audit_auditevent", "accounts_user"},  # the truth left the house
    "results:scores": {"audit_auditevent", "accounts_user"},
    "results:archive": {"accounts_user", "audit_auditevent", "results_storedanalysis"},
    "results:blind": {"audit_auditevent"},
    # The first who looks at a small study's results has them computed, and stored for good.
    "results:analysis": {"accounts_user", "audit_auditevent", "results_storedanalysis"},
    "results:api_analysis": {"accounts_user", "audit_auditevent", "results_storedanalysis"},
    "results:figure": {"accounts_user", "audit_auditevent", "results_storedanalysis"},
    "results:study": {"accounts_user", "audit_auditevent", "results_storedanalysis"},
}


def policy_of(header: str) -> dict[str, str]:
    directives = (part.strip().partition(" ") for part in header.split(";"))
    return {name: values for name, _, values in directives}


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_every_answer_is_private_and_framed_by_nobody(world: World, rule: Rule) -> None:
    for person in PEOPLE:
        response = knock(world, rule, person).response
        assert {name: response[name] for name in STRICT} == STRICT, person
        policy = policy_of(response["Content-Security-Policy"])
        own = OWN_POLICIES.get((rule.route, response.status_code), POLICY)
        assert policy.items() >= own.items(), person
        assert not {"Server", "X-Powered-By", "ETag", "Last-Modified"} & set(response.headers)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.method == "GET"], ids=str)
def test_looking_changes_nothing(world: World, rule: Rule) -> None:
    for person in PEOPLE:
        written = knock(world, rule, person).written
        assert written <= LOOKING_WRITES.get(rule.route, set()), person


def test_https_is_demanded_and_remembered(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True

    plain, secure = (Client().get("/sign-in/", secure=secure) for secure in (False, True))

    assert plain["Location"] == "https://testserver/sign-in/"
    assert re.match(r"max-age=31536000; includeSubDomains", secure["Strict-Transport-Security"])


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_health_is_asked_without_tls(settings: Settings, address: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get(address).status_code == 200
