"""Who takes part in a study, and what a deed or a page asks of them first."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Permission, Role
from reviewapp.studies.models import Enrolment, Study


def find_enrolment(user: User, study_token: str, *permissions: Permission) -> Enrolment | None:
    """The user's enrolment, with its study and site, if its role carries one of `permissions`.

    A role that was taken from the user since counts no more. Two queries.
    """
    enrolment = (
        Enrolment.objects.filter(user=user, study__token=study_token)
        .select_related("study", "study__site", "site")
        .defer("study__plan")
        .first()
    )
    if enrolment is None or enrolment.role not in user.roles():
        return None
    return enrolment if any(enrolment.may(permission) for permission in permissions) else None


def require(user: User, study: Study, permission: Permission) -> Enrolment:
    """The same, for deeds. Raises PermissionDenied when there is none."""
    enrolment = find_enrolment(user, study.token, permission)
    if enrolment is None or not user.is_active:
        raise PermissionDenied
    return enrolment


def enrolments_beyond_reading(user: User) -> list[Enrolment]:
    """Where the user takes part otherwise than as a reader, newest study first; three queries."""
    enrolments = (
        Enrolment.objects.filter(user=user, role__in=user.roles())
        .exclude(role=Role.READER)
        .select_related("study", "study__site")
        .defer("study__plan", "study__protocol", "study__questionnaire")
        .annotate(
            reader_count=Count("study__enrolments", filter=Q(study__enrolments__role=Role.READER))
        )
        .order_by("-study__created_at")
    )
    return list(enrolments)
