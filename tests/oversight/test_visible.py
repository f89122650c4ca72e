"""An auditor sees the studies they are enrolled in, and the doings of their own site's people."""

import pytest

from reviewapp.accounts.models import Site, User
from reviewapp.accounts.roles import Role
from reviewapp.audit.trail import record_event
from reviewapp.oversight.visible import events_visible_to
from reviewapp.studies.models import Enrolment, Study


@pytest.fixture
def study(heidelberg: Site, coordinator: User) -> Study:
    return Study.objects.create(name="Pilot", site=heidelberg, created_by=coordinator)


def seen_by(user: User) -> list[str]:
    return [event.target for event in events_visible_to(user)]


def test_a_study_is_seen_by_its_auditor(study: Study, auditor: User, bela: User) -> None:
    Enrolment.objects.create(study=study, user=auditor, site=auditor.site, role=Role.AUDITOR)
    record_event(by=bela, deed="lock_step", target="of this study", study_token=study.token)
    record_event(by=bela, deed="lock_step", target="of another", study_token="another")

    assert seen_by(auditor) == ["of this study"]


def test_who_is_not_enrolled_sees_nothing_of_a_study(study: Study, auditor: User) -> None:
    record_event(by=auditor, deed="lock_step", target="of a study", study_token=study.token)
    assert seen_by(auditor) == []


def test_signing_in_is_seen_at_the_own_site(auditor: User, anna: User, bela: User) -> None:
    record_event(by=anna, deed="sign_in", target="at the own site")
    record_event(by=bela, deed="sign_in", target="at another site")
    record_event(by=None, deed="add_site", target="by the server")

    assert seen_by(auditor) == ["at the own site"]


def test_without_a_site_nothing_is_seen(anna: User) -> None:
    record_event(by=anna, deed="sign_in")
    record_event(by=None, deed="add_site")
    assert seen_by(User.objects.create_user("nowhere")) == []


def test_the_newest_comes_first(auditor: User) -> None:
    record_event(by=auditor, deed="sign_in", target="earlier")
    record_event(by=auditor, deed="sign_in", target="later")
    assert seen_by(auditor) == ["later", "earlier"]
