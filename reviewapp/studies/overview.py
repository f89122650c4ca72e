"""What a study's own page shows to whom: where it stands, and what this viewer may do next."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from reviewapp.accounts.roles import Permission, Role
from reviewapp.studies.models import Enrolment, Status, Study
from reviewapp.studies.progress import Progress, read_progress
from reviewapp.studies.viewing import Viewing

STEPS = ((Status.DRAFT, "Draft"), (Status.OPEN, "Open"), (Status.LOCKED, "Locked"),
         (Status.UNBLINDED, "Unblinded"))  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody who takes part, as the study coordinators know them."""

    code: str
    name: str
    username: str
    site: str
    role: str


@dataclass(frozen=True)
class Overview:
    """Everything that the template of the study's page gets."""

    study: Study
    viewer_role: str
    people: tuple[Person, ...]
    progress: Progress | None
    may_edit: bool
    may_see_leaks: bool
    may_lock: bool
    may_ask: bool
    may_approve: bool
    waits_for_another: bool
    may_see_protocol: bool
    may_see_results: bool

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The four stages of a study's life, each "done", "now" or "ahead"."""
        current = [status for status, _ in STEPS].index(Status(self.study.status))
        return [
            (label, "done" if index < current else "now" if index == current else "ahead")
            for index, (_, label) in enumerate(STEPS)
        ]


def overview_of(viewer: Enrolment) -> Overview:
    """The study as `viewer` may see it; a site coordinator learns of no other site."""
    study = viewer.study
    is_draft, is_locked = study.status == Status.DRAFT, study.status == Status.LOCKED
    may_run, sees_all = viewer.may(Permission.RUN_STUDY), viewer.may(Permission.SEE_ALL_SITES)
    is_asked = study.unblinding_asked_by_id is not None
    may_approve = is_locked and is_asked and viewer.may(Permission.APPROVE_UNBLINDING)
    asked_this = study.unblinding_asked_by_id == viewer.user_id
    shows_progress = viewer.may(Permission.SEE_PROGRESS) and not is_draft
    return Overview(
        study=study,
        viewer_role=str(Role(viewer.role).label),
        people=people_of(study) if may_run else (),
        progress=read_progress(viewer) if shows_progress else None,
        may_see_leaks=may_run,
        may_edit=is_draft and viewer.may(Permission.DRAFT_STUDY),
        may_lock=study.status == Status.OPEN and may_run,
        may_ask=is_locked and not is_asked and may_run,
        may_approve=may_approve and not asked_this,
        waits_for_another=is_locked and is_asked and asked_this,
        may_see_protocol=sees_all and not is_draft,
        may_see_results=study.status == Status.UNBLINDED and viewer.may(Permission.SEE_RESULTS),
    )


def people_of(study: Study) -> tuple[Person, ...]:
    """Who takes part, by site and role; for study coordinators alone. One query."""
    enrolments = study.enrolments.select_related("user", "site").order_by(
        "role", "site__code", "user__username"
    )
    return tuple(
        Person(
            code=enrolment.reader_code,
            name=enrolment.user.get_full_name(),
            username=enrolment.user.username,
            site=enrolment.site.name,
            role=str(Role(enrolment.role).label),
        )
        for enrolment in enrolments
    )


def show_protocol(protocol: dict[str, Any]) -> dict[str, Any]:
    """A protocol as the template of its facts takes it: settings, switches and tools by name."""
    viewing = Viewing.from_json(protocol.get("display", {}))
    language = get_language() or "en"
    switch_names, tool_names = viewing.names(language)
    return {
        "protocol": protocol,
        "start_names": viewing.start_names(language),
        "switch_names": switch_names,
        "tool_names": tool_names,
    }
