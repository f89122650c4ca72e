"""The world, made once; whatever a request changes in it is undone."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.routes.world import World, build_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)
