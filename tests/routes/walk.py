"""Knock at every door as everybody, and note what came back and what it changed."""

import re
from collections.abc import Iterator
from functools import cache

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from reviewapp.studies.models import Presentation
from tests.routes.rules import Rule
from tests.routes.world import Answer, World

# A form that nobody filled in; a browser always sends the token at least.
FORM, FORM_TYPE = "csrfmiddlewaretoken=none", "application/x-www-form-urlencoded"
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


@cache
def all_routes() -> dict[str, list[str]]:
    """Every route of the URL configuration, by name, with the names of its address parts."""
    return dict(_routes(get_resolver(), ""))


def _routes(resolver: URLResolver, room: str) -> Iterator[tuple[str, list[str]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _routes(entry, f"{entry.namespace}:" if entry.namespace else room)
        else:
            assert isinstance(entry, URLPattern)
            assert entry.name, f"the route {entry.pattern} has no name"
            yield f"{room}{entry.name}", list(entry.pattern.converters)


def knock(world: World, rule: Rule, person: str) -> Answer:
    """Send the rule's request as `person`, once for all tests; what it changes is undone."""
    key = (rule.route, rule.of, rule.method, person)
    if key not in world.answers:
        world.answers[key] = send(world, rule, world.browsers[person])
    return world.answers[key]


def send(world: World, rule: Rule, browser: Client) -> Answer:
    """Send the rule's request with `browser`; what it changes is undone at once."""
    address = address_of(world, rule)
    browser.raise_request_exception = False
    cookies = browser.cookies.copy()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = browser.generic(rule.method, address, FORM, content_type=FORM_TYPE)
        transaction.set_rollback(True)
    browser.cookies = cookies
    written = set(WRITES.findall(" ".join(query["sql"] for query in queries)))
    # The session notes once a minute that its user is still there
    return Answer(response, frozenset(written - {"django_session"}))


def address_of(world: World, rule: Rule) -> str:
    """The rule's route, with the parts that lead to what the rule is of."""
    return reverse(rule.route, kwargs=_address_parts(world, rule))


def _address_parts(world: World, rule: Rule) -> dict[str, str]:
    room, _, route = rule.route.rpartition(":")
    values = {
        "pool": lambda: {"token": _pool_token(world, route, rule.of)},
        "studies": lambda: {"token": world.studies[rule.of].token},
        "results": lambda: {
            "token": world.studies[rule.of].token,
            "name": "roc",
            "kind": "svg",
        },
        "readings": lambda: _reading_parts(world, rule.of),
        "accounts": lambda: {"token": world.invitation if rule.of == "invited" else "x" * 43},
    }
    wanted = all_routes()[rule.route]
    known = values[room]() if wanted else {}
    return {name: known[name] for name in wanted}


def _pool_token(world: World, route: str, of: str) -> str:
    if route == "run":
        return world.runs[of].token
    source = world.sources[of]
    if route == "evaluation":
        return source.evaluations.all()[0].token
    return source.token if route in ("source", "add_evaluation") else source.records.all()[0].token


def _reading_parts(world: World, of: str) -> dict[str, str]:
    """The first case of anna, or, in the study that she is not in, of bela."""
    study = world.studies[of]
    reader = "bela" if of == "other" else "anna"
    own = Presentation.objects.filter(reader__study=study, reader__user=world.users[reader])
    first = own.order_by("position").first()
    return {
        "study_token": study.token,
        "presentation_token": first.token if first else "none",
    }
