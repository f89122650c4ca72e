"""No page that a reader or a coordinator waits for asks more of the database as a study grows."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviewapp.accounts.models import User
from tests.journeys.open_study import open_study_of
from tests.journeys.seeding import Seeded
from tests.journeys.submitting import find_form

STEPS = ("first step", "second step", "last step")
SignIn = Callable[[User], Client]


@pytest.mark.django_db
def test_queries_do_not_grow_with_readers_cases_or_readings(sign_in: SignIn) -> None:
    with a_study_of(readers=2, cases=4) as small:
        few = count_queries(small, sign_in, readings_each=1)
    with a_study_of(readers=6, cases=12) as large:
        many = count_queries(large, sign_in, readings_each=4)
    assert many == few


@contextmanager
def a_study_of(readers: int, cases: int) -> Iterator[Seeded]:
    """An open study that is gone afterwards, so that the next one meets the same database."""
    with transaction.atomic():
        yield open_study_of(readers, cases)
        transaction.set_rollback(True)


def count_queries(study: Seeded, sign_in: SignIn, *, readings_each: int) -> dict[str, int]:
    """Queries of each page, once every reader has stored `readings_each` readings."""
    clients = [sign_in(User.objects.get(username=name)) for name in study.readers]
    for client in clients:
        read(client, study, readings_each)
    last = read(clients[0], study, 1)
    picture = picture_of(clients[0], study)
    return {
        **last,
        "case page": count(lambda: clients[0].get(study.address)),
        "picture": count(lambda: clients[0].get(picture)),
        "my studies": count(lambda: clients[0].get(reverse("readings:list"))),
        **count_coordinators(study, sign_in(User.objects.get(username=study.coordinator))),
    }


def picture_of(client: Client, study: Seeded) -> str:
    """Address of the ECG that the reader is shown."""
    form = find_form(client.get(study.address).content.decode(), "presentation")
    assert form
    return reverse("readings:picture", args=[dict(form.hidden)["presentation"]])


def count_coordinators(study: Seeded, client: Client) -> dict[str, int]:
    """Queries of the pages by which a coordinator follows the study."""
    return {
        page: count(lambda page=page: client.get(reverse(page, args=[study.study])))
        for page in ("studies:study", "studies:progress", "studies:protocol")
    }


def read(client: Client, study: Seeded, readings: int) -> dict[str, int]:
    """Answer the steps of `readings` cases; queries of the last one's submissions."""
    page = client.get(study.address).content.decode()
    counts = {}
    for step in STEPS * readings:
        form = find_form(page, "submission_id")
        assert form
        fields = defaultdict(list)
        for name, text in form.fill_in(random.Random(1)):
            fields[name].append(text)
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(study.address, fields, headers={"HX-Request": "true"})
        counts[step] = len(queries)
        page = answer.content.decode()
    return counts


def count(ask: Callable[[], HttpResponse]) -> int:
    """Queries of one answer, which must be a page."""
    with CaptureQueriesContext(connection) as queries:
        assert ask().status_code == 200
    return len(queries)
