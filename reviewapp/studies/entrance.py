"""The door of every page about one study: enrolled with the right role, or 404."""

from django.http import Http404, HttpRequest

from reviewapp.accounts.models import as_user
from reviewapp.accounts.roles import Permission
from reviewapp.studies.membership import find_enrolment
from reviewapp.studies.models import Enrolment


def enter(
    request: HttpRequest, token: str, *permissions: Permission, status: str | None = None
) -> Enrolment:
    """The enrolment that lets the user in, by any of `permissions`.

    Raises Http404 otherwise, so that nobody learns that there is such a study; also when a page
    belongs to a `status` in which the study is not.
    """
    enrolment = find_enrolment(as_user(request.user), token, *permissions)
    if enrolment is None or (status is not None and enrolment.study.status != status):
        raise Http404
    return enrolment
