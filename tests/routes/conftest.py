"""The world, made once; whatever a request changes in it is undone."""

from collections.abc import Iterator
from functools import partial

import pytest
from django.db import transaction

from reviewapp.results.analysis import analyse
from tests.results.analysed import REPLICATES
from tests.routes.world import World, build_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _few_replicates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may see results does not hang on how exact they are."""
    monkeypatch.setattr(
        "reviewapp.results.analysing.analyse", partial(analyse, replicates=REPLICATES)
    )
