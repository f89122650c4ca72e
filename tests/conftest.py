"""The cast: two sites, two readers, coordinators, a researcher, an outsider; and shared data."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase

from reviewapp.accounts.models import Grant, Site, User
from reviewapp.accounts.roles import Role
from reviewapp.audit import append_only

PASSWORD = "correct-horse-battery-staple"
SHARED = Path(__file__).resolve().parents[2] / "shared"

_flush = TransactionTestCase._fixture_teardown


def _flush_without_triggers(case: TransactionTestCase) -> None:
    """The flush between transactional tests empties append-only tables too."""
    append_only.remove_triggers(connection)
    _flush(case)
    append_only.install_triggers(connection)


TransactionTestCase._fixture_teardown = _flush_without_triggers  # type: ignore[method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow tests first: with two workers none of them is left alone at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_found_when_asked_for() -> None:
    """Else WhiteNoise lists them all for each `Client`, which takes longer than most requests."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real ECGs and known answers that lies beside the project."""
    data = Path(os.environ.get("ECG_SHARED", SHARED)) / "data"
    if not data.is_dir():
        pytest.skip(f"real ECGs and known answers are not here ({data} is missing)")
    return data


@pytest.fixture
def heidelberg(db: None) -> Site:
    return Site.objects.create(code="HD", name="Heidelberg", time_zone="Europe/Berlin")


@pytest.fixture
def goettingen(db: None) -> Site:
    return Site.objects.create(code="GOE", name="Göttingen", time_zone="Europe/Berlin")


@pytest.fixture
def uppsala(db: None) -> Site:
    """A site that takes part in nothing."""
    return Site.objects.create(code="UPP", name="Uppsala", time_zone="Europe/Stockholm")


def make_user(username: str, site: Site, *roles: str) -> User:
    user = User.objects.create_user(
        username, password=PASSWORD, site=site, first_name=username.capitalize()
    )
    Grant.objects.bulk_create([Grant(user=user, role=role) for role in roles])
    return user


@pytest.fixture
def coordinator(heidelberg: Site) -> User:
    return make_user("clara", heidelberg, Role.STUDY_COORDINATOR)


@pytest.fixture
def researcher(heidelberg: Site) -> User:
    return make_user("rasmus", heidelberg, Role.RESEARCHER)


@pytest.fixture
def anna(heidelberg: Site) -> User:
    """A reader at the first site."""
    return make_user("anna", heidelberg, Role.READER)


@pytest.fixture
def bela(goettingen: Site) -> User:
    """A reader at the second site."""
    return make_user("bela", goettingen, Role.READER)


@pytest.fixture
def site_coordinator(goettingen: Site) -> User:
    """Sees the progress of the second site, and of no other."""
    return make_user("sigrid", goettingen, Role.SITE_COORDINATOR)


@pytest.fixture
def auditor(heidelberg: Site) -> User:
    return make_user("aurel", heidelberg, Role.AUDITOR)


@pytest.fixture
def outsider(uppsala: Site) -> User:
    """Has every role that can be had together, at a site that takes part in nothing."""
    return make_user(
        "olof", uppsala, Role.READER, Role.SITE_COORDINATOR, Role.STUDY_COORDINATOR, Role.AUDITOR
    )


@pytest.fixture
def foreign_researcher(uppsala: Site) -> User:
    return make_user("ulla", uppsala, Role.RESEARCHER)


@pytest.fixture
def sign_in():
    """`sign_in(user)` gives a client that is signed in as `user`."""

    def _sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return _sign_in
