"""The deeds that bring people into a draft, and who can be brought in at all."""

from collections.abc import Collection

from django.db import transaction

from reviewapp.accounts.models import User
from reviewapp.accounts.people import people_visible_to
from reviewapp.accounts.roles import EXCLUSIVE, Role
from reviewapp.audit.trail import record_event
from reviewapp.studies.drafting import lock_draft
from reviewapp.studies.models import Enrolment, Study

NOBODY_SUCH = "Nobody of that username can be enrolled in that role."


class EnrolmentRefusedError(ValueError):
    """A person who cannot take part in that role; the message says why."""


def unsuitable_because(user: User, role: str, granted: Collection[str]) -> str:
    """Why `user`, who is `granted` these roles, cannot take part as `role`; "" if they can."""
    if not user.is_active:
        return "This account is closed."
    if user.site_id is None:
        return "This account belongs to no site."
    if role in EXCLUSIVE and Role.RESEARCHER in granted:
        return f"A researcher knows origins, and so can never be a {Role(role).label}."
    if role not in granted:
        return f"This account does not have the role {Role(role).label}."
    if role == Role.READER and user.saw_origins_at is not None:
        return "This person has seen which records are real, and so can never be a reader."
    return ""


@transaction.atomic
def enrol(*, by: User, study: Study, username: str, role: str) -> Enrolment:
    """Let the person of that username take part in the draft as `role`, at their own site.

    Raises what `lock_draft` raises, and EnrolmentRefusedError. About people of other sites the
    message tells nothing: not even whether there is such an account.
    """
    draft = lock_draft(study, by)
    user = User.objects.filter(username=username).first()
    reason = unsuitable_because(user, role, user.roles()) if user else NOBODY_SUCH
    is_known = user is not None and people_visible_to(by).filter(pk=user.pk).exists()
    if user is None or user.site is None or reason:
        raise EnrolmentRefusedError(reason if is_known else NOBODY_SUCH)
    if draft.enrolments.filter(user=user).exists():
        raise EnrolmentRefusedError("This person takes part already, in one role.")
    enrolment = Enrolment.objects.create(study=draft, user=user, site=user.site, role=role)
    draft.sites.add(user.site)
    _record(by, draft, "enrol", enrolment)
    return enrolment


@transaction.atomic
def withdraw(*, by: User, study: Study, reader_code: str) -> None:
    """Take a person out of the draft again. Raises what `lock_draft` raises.

    Raises EnrolmentRefusedError for the last study coordinator, or when nobody has that code.
    """
    draft = lock_draft(study, by)
    enrolment = draft.enrolments.filter(reader_code=reader_code).select_related("user").first()
    if enrolment is None:
        raise EnrolmentRefusedError("This person takes no part in the study.")
    coordinators = draft.enrolments.filter(role=Role.STUDY_COORDINATOR)
    if enrolment.role == Role.STUDY_COORDINATOR and coordinators.count() == 1:
        raise EnrolmentRefusedError("A study keeps at least one study coordinator.")
    _record(by, draft, "withdraw", enrolment)
    enrolment.delete()
    if not draft.enrolments.filter(site=enrolment.site).exists():
        draft.sites.remove(enrolment.site)


def _record(by: User, study: Study, deed: str, enrolment: Enrolment) -> None:
    record_event(
        by=by,
        deed=deed,
        target=enrolment.user.username,
        study_token=study.token,
        role=enrolment.role,
        site=enrolment.site.code,
        code=enrolment.reader_code,
    )
