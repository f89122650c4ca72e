"""Who may come into the pages of the pool that tell a record's origin."""

from django.http import Http404, HttpRequest

from reviewapp.accounts.models import User, as_user
from reviewapp.accounts.roles import Permission


def researcher_of(request: HttpRequest) -> User:
    """The signed-in researcher. Raises Http404: to everybody else these pages do not exist."""
    user = as_user(request.user)
    if not user.may(Permission.SEED_POOL):
        raise Http404
    return user
