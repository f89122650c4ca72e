"""What runs on PostgreSQL too: every test that asks for the database, however it asks."""

import pytest
from pytest_django.live_server_helper import LiveServer

from reviewapp.accounts.models import Site
from tests.on_postgres import asks_for_database


def test_one_that_asks_for_nothing_runs_once(request: pytest.FixtureRequest) -> None:
    assert not asks_for_database(request.node)


@pytest.mark.django_db
def test_one_that_is_marked_runs_twice(request: pytest.FixtureRequest) -> None:
    assert asks_for_database(request.node)


def test_one_whose_fixtures_need_it_runs_twice(
    request: pytest.FixtureRequest, heidelberg: Site
) -> None:
    assert asks_for_database(request.node)


def test_one_with_a_live_server_runs_twice(
    request: pytest.FixtureRequest, live_server: LiveServer
) -> None:
    assert asks_for_database(request.node)
