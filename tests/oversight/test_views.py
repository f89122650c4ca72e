"""The audit trail as an auditor sees it."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from reviewapp.accounts.models import Site, User
from reviewapp.accounts.roles import Role
from reviewapp.audit.models import AuditEvent
from reviewapp.audit.trail import record_event
from reviewapp.studies.models import Enrolment, Study

TRAIL, CHAIN = "/audit/", "/audit/chain/"


@pytest.fixture
def study(heidelberg: Site, coordinator: User, auditor: User) -> Study:
    study = Study.objects.create(name="Pilot", site=heidelberg, created_by=coordinator)
    Enrolment.objects.create(study=study, user=auditor, site=heidelberg, role=Role.AUDITOR)
    return study


@pytest.fixture
def browser(sign_in, auditor: User) -> Client:
    return sign_in(auditor)


@pytest.mark.parametrize("address", [TRAIL, CHAIN])
def test_the_trail_is_for_auditors(sign_in, coordinator: User, address: str) -> None:
    assert sign_in(coordinator).get(address).status_code == 404


def test_an_event_is_shown_whole(browser: Client, study: Study, bela: User) -> None:
    event = record_event(
        by=bela, deed="lock_step", target="step 1", study_token=study.token, block=3
    )

    page = browser.get(TRAIL).content.decode()

    for shown in ("bela", "GOE", "lock_step", "step 1", "block", event.hash[:12]):
        assert shown in page


def test_a_hostile_name_is_inert(browser: Client, study: Study, bela: User) -> None:
    hostile = "<script>alert(1)</script>"
    record_event(by=bela, deed="x", target=hostile, study_token=study.token, name=hostile)
    assert "<script>alert" not in browser.get(TRAIL).content.decode()


def test_study_and_deed_can_be_chosen(browser: Client, study: Study, auditor: User) -> None:
    record_event(by=auditor, deed="open_study", target="wanted", study_token=study.token)
    record_event(by=auditor, deed="lock_study", target="other deed", study_token=study.token)
    record_event(by=auditor, deed="open_study", target="other study")

    page = browser.get(TRAIL, {"study": study.token, "deed": "open_study"}).content.decode()

    assert "wanted" in page
    assert "other deed" not in page
    assert "other study" not in page


def test_a_study_of_others_cannot_be_chosen(browser: Client, bela: User) -> None:
    record_event(by=bela, deed="open_study", target="secret plan", study_token="unknown")
    assert "secret plan" not in browser.get(TRAIL, {"study": "unknown"}).content.decode()


def test_long_trails_are_paged(browser: Client, auditor: User) -> None:
    for number in range(60):
        record_event(by=auditor, deed="sign_in", target=f"no. {number}.")

    first, second = (browser.get(TRAIL, {"page": n}).content.decode() for n in (1, 2))

    assert "no. 59." in first
    assert "no. 9." not in first
    assert "no. 9." in second
    assert "page=2" in first


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", ""])
def test_a_page_that_is_not_there_shows_one_that_is(browser: Client, page: str) -> None:
    assert browser.get(TRAIL, {"page": page}).status_code == 200


def test_more_events_ask_no_more_of_the_database(
    browser: Client, study: Study, anna: User, bela: User, django_assert_max_num_queries
) -> None:
    browser.get(TRAIL)
    for _ in range(40):
        record_event(by=anna, deed="sign_in")
        record_event(by=bela, deed="lock_step", study_token=study.token)
    with django_assert_max_num_queries(8):
        browser.get(TRAIL)


def test_a_whole_chain_is_said_to_be_whole(browser: Client, auditor: User) -> None:
    record_event(by=auditor, deed="sign_in")
    assert b"was verified just now" in browser.get(CHAIN).content


def test_the_partial_is_the_verdict_alone(browser: Client) -> None:
    partial = browser.get(CHAIN, headers={"HX-Request": "true"}).content.strip()
    assert partial.startswith(b'<div id="chain">')


def test_a_broken_chain_is_said_to_be_broken(
    browser: Client, bela: User, settings: Settings
) -> None:
    """Also where the broken event is one that this auditor may not see."""
    key = settings.SECRET_KEY
    settings.SECRET_KEY = "forged " * 10
    record_event(by=bela, deed="sign_in")
    settings.SECRET_KEY = key

    assert b"event 1 was changed" in browser.get(CHAIN).content


def test_looking_leaves_no_trace(browser: Client) -> None:
    browser.get(TRAIL)
    browser.get(CHAIN)
    assert not AuditEvent.objects.exists()
