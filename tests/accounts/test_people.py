"""Sites, users, roles and invitations: what is written, what is refused, what is audited."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from reviewapp.accounts import people
from reviewapp.accounts.models import Invitation, Site, User
from reviewapp.accounts.roles import EXCLUSIVE, Permission, Role
from reviewapp.audit.models import AuditEvent
from tests.conftest import PASSWORD


def deeds() -> list[str]:
    return list(AuditEvent.objects.values_list("deed", flat=True))


def test_a_site_is_added_and_audited(db: None) -> None:
    site = people.add_site(by=None, code="HD", name="Heidelberg", time_zone="Europe/Berlin")

    assert Site.objects.get() == site
    assert AuditEvent.objects.get().actor_name == "system"


@pytest.mark.parametrize(
    ("code", "time_zone"), [("hd", "UTC"), ("H D", "UTC"), ("HD", "Mars/Olympus")]
)
def test_a_bad_site_is_refused(db: None, code: str, time_zone: str) -> None:
    with pytest.raises(ValidationError):
        people.add_site(by=None, code=code, name="Heidelberg", time_zone=time_zone)
    assert not Site.objects.exists()


def test_a_site_code_is_taken_once(heidelberg: Site) -> None:
    with pytest.raises(ValidationError, match="already exists"):
        people.add_site(by=None, code=heidelberg.code, name="Another")


def test_who_coordinates_a_site_switches_its_timing_off_once(
    goettingen: Site, site_coordinator: User
) -> None:
    for _ in range(2):
        people.set_site_timing(by=site_coordinator, site=goettingen, records_timing=False)

    assert not Site.objects.get().records_timing
    assert AuditEvent.objects.get().detail == {"records_timing": False}


@pytest.mark.parametrize("who", ["coordinator", "bela"])
def test_nobody_else_switches_the_timing_of_a_site(
    goettingen: Site, who: str, request: pytest.FixtureRequest
) -> None:
    """Neither a coordinator of another site nor a reader of this one."""
    with pytest.raises(PermissionDenied):
        people.set_site_timing(
            by=request.getfixturevalue(who), site=goettingen, records_timing=False
        )
    assert Site.objects.get(pk=goettingen.pk).records_timing


def test_a_user_is_added_with_roles(heidelberg: Site) -> None:
    user = people.add_user(
        by=None,
        username="dora",
        password=PASSWORD,
        site=heidelberg,
        roles=[Role.READER, Role.SITE_COORDINATOR],
    )

    assert user.check_password(PASSWORD)
    assert user.roles() == {Role.READER, Role.SITE_COORDINATOR}
    assert deeds() == ["add_user", "grant_role", "grant_role"]


@pytest.mark.parametrize(
    ("username", "password"),
    [("", PASSWORD), ("two words", PASSWORD), ("anna", PASSWORD), ("dora", "short"), ("dora", "")],
)
def test_a_bad_user_leaves_nothing(
    anna: User, heidelberg: Site, username: str, password: str
) -> None:
    with pytest.raises(ValidationError):
        people.add_user(by=None, username=username, password=password, site=heidelberg)
    assert User.objects.get() == anna
    assert not AuditEvent.objects.exists()


def test_roles_that_exclude_each_other_leave_no_user(heidelberg: Site) -> None:
    with pytest.raises(people.RoleRefusedError, match="knows origins"):
        people.add_user(
            by=None,
            username="dora",
            password=PASSWORD,
            site=heidelberg,
            roles=[Role.READER, Role.RESEARCHER],
        )
    assert not User.objects.exists()


@pytest.mark.parametrize("role", sorted(EXCLUSIVE))
def test_a_researcher_never_becomes(researcher: User, role: str) -> None:
    with pytest.raises(people.RoleRefusedError, match="is a researcher"):
        people.grant_role(by=None, user=researcher, role=role)


def test_a_reader_never_becomes_a_researcher(anna: User) -> None:
    with pytest.raises(people.RoleRefusedError, match="anna is reader"):
        people.grant_role(by=None, user=anna, role=Role.RESEARCHER)


def test_who_saw_origins_never_becomes_a_reader(auditor: User) -> None:
    people.mark_saw_origins(by=auditor)

    with pytest.raises(people.RoleRefusedError, match="synthetic"):
        people.grant_role(by=None, user=auditor, role=Role.READER)


def test_an_unknown_role_is_refused(anna: User) -> None:
    with pytest.raises(people.RoleRefusedError, match="there is no role"):
        people.grant_role(by=None, user=anna, role="admin")


def test_a_grant_counts_at_once_and_only_once(anna: User) -> None:
    assert not anna.may(Permission.SEE_PROGRESS)

    people.grant_role(by=None, user=anna, role=Role.SITE_COORDINATOR)
    people.grant_role(by=None, user=anna, role=Role.SITE_COORDINATOR)

    assert anna.may(Permission.SEE_PROGRESS)
    assert deeds() == ["grant_role"]


def test_the_first_sight_of_origins_is_kept(researcher: User) -> None:
    people.mark_saw_origins(by=researcher)
    first = researcher.saw_origins_at

    people.mark_saw_origins(by=User.objects.get(pk=researcher.pk))

    researcher.refresh_from_db()
    assert researcher.saw_origins_at == first
    assert deeds() == ["see_origins"]


def test_an_invitation_is_kept_as_a_hash_only(coordinator: User, goettingen: Site) -> None:
    invitation, token = people.invite_person(
        by=coordinator, site=goettingen, role=Role.READER, note="Dr Dora"
    )

    assert token not in str(Invitation.objects.values().get())
    assert token not in str(AuditEvent.objects.values().get())
    assert "Dora" not in str(AuditEvent.objects.values().get())  # the note is for its writer
    assert people.find_invitation(token) == invitation


def test_who_may_not_invite_cannot(anna: User, heidelberg: Site) -> None:
    with pytest.raises(PermissionDenied):
        people.invite_person(by=anna, site=heidelberg, role=Role.READER)


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.AUDITOR, Role.STUDY_COORDINATOR, "king"])
def test_powerful_roles_are_not_given_by_invitation(coordinator: User, role: str) -> None:
    with pytest.raises(people.RoleRefusedError):
        people.invite_person(by=coordinator, site=coordinator.site, role=role)


def accept(token: str, username: str = "dora", password: str = PASSWORD) -> User:
    return people.accept_invitation(token=token, username=username, password=password)


def test_an_accepted_invitation_makes_the_account(coordinator: User, goettingen: Site) -> None:
    invitation, token = people.invite_person(by=coordinator, site=goettingen, role=Role.READER)

    dora = accept(token)

    assert (dora.site, dora.roles()) == (goettingen, {Role.READER})
    invitation.refresh_from_db()
    assert invitation.accepted_by == dora
    assert deeds() == ["invite_person", "add_user", "grant_role", "accept_invitation"]


def test_an_invitation_works_once(coordinator: User, goettingen: Site) -> None:
    _, token = people.invite_person(by=coordinator, site=goettingen, role=Role.READER)
    accept(token)

    with pytest.raises(people.InvitationGoneError):
        accept(token, username="second")


def test_an_invitation_expires(coordinator: User, goettingen: Site) -> None:
    invitation, token = people.invite_person(by=coordinator, site=goettingen, role=Role.READER)
    assert invitation.expires_at > timezone.now() + timedelta(days=6, hours=23)
    Invitation.objects.update(expires_at=timezone.now())

    with pytest.raises(people.InvitationGoneError):
        accept(token)


def test_an_unknown_invitation_is_gone(db: None) -> None:
    with pytest.raises(people.InvitationGoneError):
        people.find_invitation("x" * 43)


def test_a_bad_account_leaves_the_invitation_open(coordinator: User, goettingen: Site) -> None:
    _, token = people.invite_person(by=coordinator, site=goettingen, role=Role.READER)

    with pytest.raises(ValidationError):
        accept(token, password="short")

    assert people.find_invitation(token).accepted_by is None
    assert accept(token).username == "dora"


def test_a_coordinator_knows_the_own_site_and_the_invited(
    coordinator: User, anna: User, bela: User, goettingen: Site
) -> None:
    _, token = people.invite_person(by=coordinator, site=goettingen, role=Role.READER)
    dora = accept(token)

    assert set(people.people_visible_to(coordinator)) == {coordinator, anna, dora}


def test_invitations_of_others_show_nobody(
    coordinator: User, outsider: User, goettingen: Site
) -> None:
    _, token = people.invite_person(by=coordinator, site=goettingen, role=Role.READER)
    accept(token)

    assert list(people.people_visible_to(outsider)) == [outsider]


def test_a_user_without_a_site_knows_nobody(anna: User) -> None:
    nowhere = User.objects.create_user("nowhere")
    User.objects.create_user("nowhere-either")

    assert not people.people_visible_to(nowhere).exists()
