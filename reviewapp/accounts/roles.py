"""Roles, and what each may do: the one table of permissions."""

from enum import StrEnum
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a user is granted. A researcher knows origins, so is never a reader or coordinator."""

    READER = "reader", _("reader")
    SITE_COORDINATOR = "site_coordinator", _("site coordinator")
    STUDY_COORDINATOR = "study_coordinator", _("study coordinator")
    RESEARCHER = "researcher", _("researcher")
    AUDITOR = "auditor", _("auditor")


class Permission(StrEnum):
    """One thing that a role may do."""

    SEED_POOL = "seed_pool"
    COUNT_POOL = "count_pool"
    DRAFT_STUDY = "draft_study"
    RUN_STUDY = "run_study"
    READ_CASES = "read_cases"
    SEE_PROGRESS = "see_progress"
    SEE_ALL_SITES = "see_all_sites"
    APPROVE_UNBLINDING = "approve_unblinding"
    SEE_RESULTS = "see_results"
    READ_AUDIT_TRAIL = "read_audit_trail"
    INVITE = "invite"
    RUN_SITE = "run_site"


PERMISSIONS: Final[dict[str, frozenset[Permission]]] = {
    Role.READER: frozenset({Permission.READ_CASES}),
    Role.SITE_COORDINATOR: frozenset(
        {Permission.SEE_PROGRESS, Permission.SEE_RESULTS, Permission.RUN_SITE}
    ),
    Role.STUDY_COORDINATOR: frozenset(
        {
            Permission.COUNT_POOL,
            Permission.DRAFT_STUDY,
            Permission.RUN_STUDY,
            Permission.SEE_PROGRESS,
            Permission.SEE_ALL_SITES,
            Permission.APPROVE_UNBLINDING,
            Permission.SEE_RESULTS,
            Permission.INVITE,
            Permission.RUN_SITE,
        }
    ),
    Role.RESEARCHER: frozenset(
        {
            Permission.SEED_POOL,
            Permission.COUNT_POOL,
            Permission.SEE_ALL_SITES,
            Permission.APPROVE_UNBLINDING,
            Permission.SEE_RESULTS,
        }
    ),
    Role.AUDITOR: frozenset({Permission.READ_AUDIT_TRAIL, Permission.APPROVE_UNBLINDING}),
}

EXCLUSIVE: Final = frozenset({Role.READER, Role.STUDY_COORDINATOR, Role.SITE_COORDINATOR})
"""Roles that a researcher, who knows origins, can never have."""

INVITABLE: Final = (Role.READER, Role.SITE_COORDINATOR)
"""Roles given by invitation; every other one is granted at the server, by `add_user`."""
