"""Which events of the audit trail an auditor may see.

A room of its own, right of studies: the trail is written by every room, so `audit` stands left of
them all and cannot know who is enrolled where.
"""

from django.db.models import Q, QuerySet

from reviewapp.accounts.models import User
from reviewapp.audit.models import AuditEvent
from reviewapp.studies.models import Study


def events_visible_to(user: User) -> "QuerySet[AuditEvent]":
    """Newest first: events of studies that `user` is enrolled in, and of the own site's people.

    The latter only where they belong to no study, such as signing in.
    """
    visible = Q(study_token__in=Study.objects.visible_to(user).values("token"))
    if user.site_id:
        visible |= Q(study_token="", actor__site_id=user.site_id)
    return AuditEvent.objects.filter(visible).order_by("-sequence")
