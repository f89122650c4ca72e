"""The deeds that let people in: sites, users, their roles, and invitations."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from reviewapp.accounts.models import Grant, Invitation, Site, User
from reviewapp.accounts.roles import EXCLUSIVE, INVITABLE, Permission, Role
from reviewapp.audit.trail import record_event

INVITATION_DAYS = 7


class RoleRefusedError(ValueError):
    """A role that this person cannot have; the message says why."""


class InvitationGoneError(LookupError):
    """An invitation that is unknown, used or expired: which of them is not said."""


def people_visible_to(user: User) -> "QuerySet[User]":
    """Who `user` may know of: people of the own site, and whoever accepted their invitation."""
    visible = Q(invitation__invited_by=user)
    if user.site_id:
        visible |= Q(site_id=user.site_id)
    return User.objects.filter(visible).order_by("site__code", "username")


@transaction.atomic
def add_site(*, by: User | None, code: str, name: str, time_zone: str = "UTC") -> Site:
    """Add a site; raises ValidationError for a bad code or time zone, or a code that is taken."""
    site = Site(code=code, name=name, time_zone=time_zone)
    site.full_clean()
    site.save()
    record_event(by=by, deed="add_site", target=site.code, name=name, time_zone=time_zone)
    return site


@transaction.atomic
def set_site_timing(*, by: User | None, site: Site, records_timing: bool) -> None:
    """Let studies record the active time of the site's readers, or not, from now on.

    `by` is None at the server itself. Raises PermissionDenied for people of another site, and for
    whoever does not coordinate this one.
    """
    if by is not None and (by.site_id != site.pk or not by.may(Permission.RUN_SITE)):
        raise PermissionDenied
    changed = Site.objects.filter(pk=site.pk).exclude(records_timing=records_timing)
    if changed.update(records_timing=records_timing):
        record_event(by=by, deed="set_site_timing", target=site.code, records_timing=records_timing)
    site.records_timing = records_timing


@transaction.atomic
def add_user(
    *,
    by: User | None,
    username: str,
    password: str,
    site: Site,
    roles: Iterable[str] = (),
    first_name: str = "",
    last_name: str = "",
) -> User:
    """Add a user with `roles`.

    Raises ValidationError for a bad or taken name or a weak password, RoleRefusedError for roles
    that exclude each other; then nothing is written.
    """
    user = User(
        username=User.normalize_username(username),
        first_name=first_name,
        last_name=last_name,
        site=site,
    )
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    record_event(by=by, deed="add_user", target=user.username, site=site.code)
    for role in roles:
        grant_role(by=by, user=user, role=role)
    return user


@transaction.atomic
def grant_role(*, by: User | None, user: User, role: str) -> Grant:
    """Grant `role`; granting it again changes nothing.

    Raises RoleRefusedError for an unknown role, for a researcher who would become a reader or
    coordinator (or the reverse), and for a reader who has seen origins.
    """
    # Two grants at once must not make together what each alone may not.
    locked = User.objects.select_for_update().get(pk=user.pk)
    held = frozenset(locked.grants.values_list("role", flat=True))
    refusal = _why_not(locked, held, role)
    if refusal:
        raise RoleRefusedError(refusal)
    grant, is_new = Grant.objects.get_or_create(user=locked, role=role)
    user.forget_roles()
    if is_new:
        record_event(by=by, deed="grant_role", target=user.username, role=str(role))
    return grant


def _why_not(user: User, held: frozenset[str], role: str) -> str:
    if role not in Role.values:
        return f"there is no role “{role}”; the roles are {', '.join(Role.values)}"
    if role == Role.RESEARCHER and held & EXCLUSIVE:
        others = ", ".join(sorted(held & EXCLUSIVE))
        return f"{user.username} is {others}, and a researcher, who knows origins, can be neither"
    if role in EXCLUSIVE and Role.RESEARCHER in held:
        return f"{user.username} is a researcher, who knows origins and can never be {role}"
    if role == Role.READER and user.saw_origins_at:
        return f"{user.username} has seen which records are synthetic and can never be a reader"
    return ""


@transaction.atomic
def choose_language(*, by: User, language: str) -> None:
    """Show `by` the app in `language`, on every machine. Raises ValidationError for one that the
    app does not speak."""
    if by.language == language:
        return
    by.language = language
    by.clean_fields(exclude={field.name for field in User._meta.fields} - {"language"})
    by.save(update_fields=["language"])
    record_event(by=by, deed="choose_language", target=by.username, language=language)


def mark_saw_origins(*, by: User) -> None:
    """Note that a page is about to show `by` origins; the first time counts, and it stays."""
    if by.saw_origins_at:
        return
    now = timezone.now()
    with transaction.atomic():
        first = User.objects.filter(pk=by.pk, saw_origins_at__isnull=True)
        if first.update(saw_origins_at=now):
            record_event(by=by, deed="see_origins", target=by.username)
    by.saw_origins_at = now


@transaction.atomic
def change_password(*, by: User, password: str) -> None:
    """Set a new password, which ends every other session of `by`."""
    by.set_password(password)
    by.save(update_fields=["password"])
    record_event(by=by, deed="change_password", target=by.username)


@transaction.atomic
def invite_person(*, by: User, site: Site, role: str, note: str = "") -> tuple[Invitation, str]:
    """Invite somebody to `site` as `role`: the invitation, and its token, which is not kept.

    Raises PermissionDenied when `by` may not invite, RoleRefusedError for a role that is not
    given by invitation.
    """
    if not by.may(Permission.INVITE):
        raise PermissionDenied
    if role not in INVITABLE:
        raise RoleRefusedError(f"nobody becomes {role} by invitation")
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_sha256=_sha256(token),
        site=site,
        role=role,
        note=note,
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    record_event(by=by, deed="invite_person", target=site.code, role=str(role))
    return invitation, token


def find_invitation(token: str) -> Invitation:
    """The invitation that `token` opens now; raises InvitationGoneError."""
    return _open_invitation(Invitation.objects.all(), token)


def open_invitations(*, by: User) -> "QuerySet[Invitation]":
    """The invitations of `by` that somebody may still accept."""
    return by.invitations.filter(accepted_at__isnull=True, expires_at__gt=timezone.now())


@transaction.atomic
def accept_invitation(
    *, token: str, username: str, password: str, first_name: str = "", last_name: str = ""
) -> User:
    """Make the invited person's account; the invitation is used up.

    Raises InvitationGoneError, and what `add_user` raises.
    """
    # The lock makes a second click wait, and then find the invitation used.
    invitation = _open_invitation(Invitation.objects.select_for_update(), token)
    user = add_user(
        by=invitation.invited_by,
        username=username,
        password=password,
        site=invitation.site,
        roles=[invitation.role],
        first_name=first_name,
        last_name=last_name,
    )
    invitation.accepted_by, invitation.accepted_at = user, timezone.now()
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    record_event(by=user, deed="accept_invitation", target=user.username)
    return user


def _open_invitation(invitations: "QuerySet[Invitation]", token: str) -> Invitation:
    try:
        return invitations.get(
            token_sha256=_sha256(token), accepted_at__isnull=True, expires_at__gt=timezone.now()
        )
    except Invitation.DoesNotExist:
        raise InvitationGoneError from None


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
