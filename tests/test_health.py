"""Alive and ready, for those who balance load: yes or no, and nothing to learn from it."""

import re

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from reviewapp.audit import append_only


def test_alive_asks_nothing_of_the_database(client: Client) -> None:
    assert client.get("/livez").status_code == 200


def test_ready(client: Client, db: None) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert set(response.json().values()) == {True}


def test_a_pending_migration_is_not_ready(client: Client, db: None) -> None:
    MigrationRecorder.Migration.objects.filter(app="readings").delete()
    response = client.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (503, False)


@pytest.mark.django_db(transaction=True)
def test_missing_triggers_are_not_ready(client: Client) -> None:
    append_only.remove_triggers(connection)
    try:
        response = client.get("/readyz")
    finally:
        append_only.install_triggers(connection)
    assert (response.status_code, response.json()["append_only_triggers"]) == (503, False)


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_health_tells_no_version(client: Client, db: None, address: str) -> None:
    response = client.get(address)
    said = f"{response.content.decode()} {dict(response.headers)}"
    assert not re.search(r"\d+\.\d+|django|python|sqlite|postgres", said, re.IGNORECASE)


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_health_is_only_read(client: Client, db: None, address: str) -> None:
    assert client.post(address).status_code == 405
