"""The links at the top of each page, by what the user may do."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Permission

LINKS = [
    ("Studies", "studies:list", (Permission.DRAFT_STUDY, Permission.SEE_PROGRESS,
                                 Permission.SEE_RESULTS)),
    ("Reading", "readings:list", (Permission.READ_CASES,)),
    ("Pools", "pool:list", (Permission.SEED_POOL, Permission.COUNT_POOL)),
    ("People", "accounts:people", (Permission.INVITE,)),
    ("Audit trail", "audit:list", (Permission.READ_AUDIT_TRAIL,)),
]  # fmt: skip


def navigation(request: HttpRequest) -> dict[str, object]:
    """Template context: `navigation` (label, address, is current) and `is_demo`."""
    user = getattr(request, "user", None)
    links = []
    if isinstance(user, User):
        for label, name, permissions in LINKS:
            if any(user.may(permission) for permission in permissions):
                address = reverse(name)
                links.append((label, address, request.path.startswith(address)))
    return {"navigation": links, "is_demo": settings.DEMO}
