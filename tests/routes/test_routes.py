"""The matrix: every route, every method, everybody; generated from the URL configuration."""

import pytest
from django.test import Client

from tests.routes.rules import PEOPLE, RULES, Rule
from tests.routes.walk import all_routes, knock, send
from tests.routes.world import World

pytestmark = pytest.mark.django_db

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
WITHOUT_SIGN_IN = {"livez", "readyz", "accounts:login", "accounts:accept", "accounts:language"}


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_everybody_gets_what_the_table_says(world: World, rule: Rule) -> None:
    found = {person: knock(world, rule, person).response.status_code for person in PEOPLE}
    assert found == rule.statuses


def test_every_route_has_a_rule_and_every_rule_a_route() -> None:
    assert {rule.route for rule in RULES} == set(all_routes())


@pytest.mark.parametrize("route", [route for route, parts in all_routes().items() if parts])
def test_every_route_to_something_has_a_rule_for_what_is_not_yours(route: str) -> None:
    assert {"other", "unknown"} & {rule.of for rule in RULES if rule.route == route}


def test_another_site_finds_nothing() -> None:
    """Whatever has an address of its own is 404 to those whose site takes no part."""
    for rule in RULES:
        if rule.of not in ("-", "invited"):
            assert {rule.statuses["olof"], rule.statuses["ulla"]} == {404}, rule


def test_one_site_finds_nothing_of_a_study_of_another() -> None:
    for rule in RULES:
        if rule.of == "other":
            heidelberg = {rule.statuses[p] for p in ("anna", "clara", "rasmus", "aurel")}
            assert heidelberg == {404}, rule


def ruled_out() -> list[Rule]:
    """Every method that the table does not allow, each once for a route."""
    out = []
    for route in all_routes():
        own = next(rule for rule in RULES if rule.route == route)
        allowed = {rule.method for rule in RULES if rule.route == route}
        allowed |= {"HEAD"} if "GET" in allowed else set()
        out += [Rule(route, own.of, m, {}) for m in METHODS if m not in allowed]
    return out


def refusals(rule: Rule, person: str) -> set[int]:
    if person == "anonymous" and rule.route.startswith("results:api"):
        return {403}
    if person == "anonymous" and rule.route not in WITHOUT_SIGN_IN:
        return {302}
    if person != "anonymous" and rule.route == "accounts:login":
        return {302}
    return {404, 405}


@pytest.mark.parametrize("rule", ruled_out(), ids=str)
def test_every_other_method_is_refused(world: World, rule: Rule) -> None:
    for person in ("anonymous", "anna", "clara", "olof"):
        answer = knock(world, rule, person)
        assert answer.response.status_code in refusals(rule, person), person
        assert not answer.written


def welcomed(rule: Rule) -> list[str]:
    return [person for person, status in rule.statuses.items() if status == 200]


SHOWN = {r.route: r for r in RULES if r.method == "GET" and "api" not in r.route and welcomed(r)}


@pytest.mark.parametrize("rule", SHOWN.values(), ids=str)
def test_head_answers_as_get_does(world: World, rule: Rule) -> None:
    response = knock(world, rule._replace(method="HEAD"), welcomed(rule)[0]).response
    assert response.status_code == 200
    assert response.getvalue() == b""


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.method == "POST"], ids=str)
def test_a_post_without_its_token_does_nothing(world: World, rule: Rule) -> None:
    for person in PEOPLE:
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = world.browsers[person].cookies
        answer = send(world, rule, browser)
        # The upload looks at who comes, and how much, before it looks for the token
        refused_first = {302, 404} if rule.route == "pool:upload" and person != "rasmus" else set()
        assert answer.response.status_code in {403} | refused_first, person
        assert not answer.written
