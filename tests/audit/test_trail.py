"""The chain of the audit trail: what is written, and that no tampering goes unseen."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from reviewapp.accounts.models import User
from reviewapp.audit.models import AuditEvent
from reviewapp.audit.trail import GENESIS, record_event, verify_chain


@pytest.fixture
def chain(anna: User) -> list[AuditEvent]:
    """Four events, in order."""
    for number in range(4):
        record_event(by=anna, deed="read", target=f"case {number}", study_token="s", step=number)
    return list(AuditEvent.objects.all())


def test_an_event_says_who_did_what_when(anna: User) -> None:
    before = datetime.now(UTC)

    record_event(by=anna, deed="open_study", target="Pilot", study_token="abc", readers=2)

    event = AuditEvent.objects.get()
    assert (event.actor, event.actor_name) == (anna, "anna")
    assert (event.deed, event.target, event.study_token) == ("open_study", "Pilot", "abc")
    assert event.detail == {"readers": 2}
    assert before <= event.at <= datetime.now(UTC)


def test_the_server_itself_acts_as_system(db: None) -> None:
    event = record_event(by=None, deed="add_site")
    assert (event.actor, event.actor_name) == (None, "system")


def test_events_are_linked(chain: list[AuditEvent]) -> None:
    assert [event.sequence for event in chain] == [1, 2, 3, 4]
    assert chain[0].previous_hash == GENESIS
    assert chain[2].previous_hash == chain[1].hash
    assert verify_chain(chain) == ""


def test_an_empty_chain_is_whole() -> None:
    assert verify_chain([]) == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("actor_id", None),
        ("actor_name", "bela"),
        ("deed", "lock_study"),
        ("target", "case 9"),
        ("study_token", "t"),
        ("detail", {"step": 9}),
        ("hash", "0" * 64),
        ("previous_hash", "0" * 64),
    ],
)
def test_a_changed_event_is_named(chain: list[AuditEvent], field: str, value: object) -> None:
    setattr(chain[1], field, value)
    assert verify_chain(chain) == "event 2 was changed"


TAMPERINGS: list[tuple[Callable[[list[AuditEvent]], object], str]] = [
    (lambda chain: chain.pop(0), "event 1 is missing"),
    (lambda chain: chain.pop(2), "event 3 is missing"),
    (lambda chain: chain.insert(1, chain.pop(2)), "event 2 is missing"),
    (lambda chain: chain.insert(1, chain[0]), "event 2 is missing"),
]


@pytest.mark.parametrize(("tamper", "fault"), TAMPERINGS)
def test_a_missing_or_moved_event_is_named(
    chain: list[AuditEvent], tamper: Callable[[list[AuditEvent]], object], fault: str
) -> None:
    tamper(chain)
    assert verify_chain(chain) == fault


def test_an_event_forged_without_the_key_is_named(
    chain: list[AuditEvent], settings: Settings
) -> None:
    settings.SECRET_KEY = "the forger does not know the key"
    record_event(by=None, deed="forged")
    settings.SECRET_KEY = "only-for-tests-" + "0123456789" * 5

    assert verify_chain(AuditEvent.objects.all()) == "event 5 was changed"


def test_a_chain_outlives_a_change_of_the_key(chain: list[AuditEvent], settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key"
    record_event(by=None, deed="after the change")

    assert verify_chain(AuditEvent.objects.all()) == ""

    settings.SECRET_KEY_FALLBACKS = []
    assert verify_chain(AuditEvent.objects.all()) == "event 1 was changed"


@pytest.mark.parametrize(
    "detail",
    [
        {"a": {2: "x", 10: "y"}},
        {"sites": ("HD", "GOE")},
        {"name": "Göttingen ↑ “quoted” \\ \n"},
        {"share": 0.1, "n": 10**12, "none": None, "yes": True},
    ],
)
def test_any_detail_comes_back_verifiable(db: None, detail: dict[str, object]) -> None:
    record_event(by=None, deed="test", **detail)
    assert verify_chain(AuditEvent.objects.all()) == ""


@pytest.mark.parametrize("detail", [{"share": float("nan")}, {"when": timedelta(1)}])
def test_what_is_not_json_is_refused(db: None, detail: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        record_event(by=None, deed="test", **detail)
    assert not AuditEvent.objects.exists()


def test_an_event_goes_with_its_deed(db: None) -> None:
    def failing_deed() -> None:
        with transaction.atomic():
            record_event(by=None, deed="undone")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - raised two lines above
        failing_deed()

    assert not AuditEvent.objects.exists()
    assert record_event(by=None, deed="done").sequence == 1


def test_recording_asks_little(anna: User, django_assert_max_num_queries) -> None:
    for _ in range(20):
        record_event(by=anna, deed="read")
    with django_assert_max_num_queries(5):  # savepoint, lock, last event, insert, release
        record_event(by=anna, deed="read")
