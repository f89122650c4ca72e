"""The deeds that shape a study while it is a draft: its words, numbers, pools and cells."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Permission, Role
from reviewapp.audit.trail import record_event
from reviewapp.pool.models import Source
from reviewapp.studies.allocation import Design
from reviewapp.studies.membership import require
from reviewapp.studies.models import Cell, Enrolment, Status, Study
from reviewapp.studies.questionnaire import DEFAULT, Questionnaire
from reviewapp.studies.viewing import Viewing

CHANGEABLE = (
    "name",
    "description",
    "registration_id",
    "ethics_id",
    "practice_count",
    "repeat_percent",
    "block_size",
    "margin_percent",
    "records_timing",
)
MARGIN_PERCENT = (1, 30)
MOST_CASES_A_CELL = 1000


class NotADraftError(ValueError):
    """The study was opened: its protocol is frozen."""

    def __init__(self) -> None:
        super().__init__("This study is open already, and its protocol is frozen.")


class DraftRefusedError(ValueError):
    """A change that a draft cannot take; the message says why."""


def lock_draft(study: Study, by: User) -> Study:
    """The draft, fresh and with its row locked; call inside a transaction.

    Raises PermissionDenied when `by` may not draft this study, NotADraftError once it is open.
    """
    require(by, study, Permission.DRAFT_STUDY)
    draft = Study.objects.select_for_update().get(pk=study.pk)
    if draft.status != Status.DRAFT:
        raise NotADraftError
    return draft


@transaction.atomic
def draft_study(*, by: User, name: str, **words: Any) -> Study:
    """Begin a study at the site of `by`, who becomes its first study coordinator.

    `words` are further fields of CHANGEABLE. Raises PermissionDenied, ValidationError,
    AllocationError.
    """
    if not by.may(Permission.DRAFT_STUDY) or by.site is None:
        raise PermissionDenied
    study = Study(name=name, site=by.site, created_by=by)
    _set_fields(study, words)
    study.save()
    study.sites.add(by.site)
    Enrolment.objects.create(study=study, user=by, site=by.site, role=Role.STUDY_COORDINATOR)
    record_event(by=by, deed="draft_study", target=study.name, study_token=study.token)
    return study


@transaction.atomic
def change_draft(*, by: User, study: Study, **changes: Any) -> Study:
    """Change fields of CHANGEABLE; the event keeps old and new.

    Raises what `lock_draft` raises, ValidationError for a bad value, AllocationError for numbers
    that no allocation allows.
    """
    draft = lock_draft(study, by)
    before = {name: getattr(draft, name) for name in changes}
    _set_fields(draft, changes)
    draft.save(update_fields=list(changes))
    changed = {name: [before[name], new] for name, new in changes.items() if before[name] != new}
    if changed:
        record_event(
            by=by, deed="change_draft", target=draft.name, study_token=draft.token, changed=changed
        )
    return draft


def _set_fields(study: Study, fields: Mapping[str, Any]) -> None:
    """Set and check; raises TypeError for a field that nobody may set."""
    for name, value in fields.items():
        if name not in CHANGEABLE:
            raise TypeError(f"{name} is no field of a draft")
        setattr(study, name, value)
    study.clean_fields(exclude={field.name for field in study._meta.fields} - {*CHANGEABLE})
    design_of(study)
    least, most = MARGIN_PERCENT
    if not least <= study.margin_percent <= most:
        raise DraftRefusedError(f"The margin lies between {least} and {most} percentage points.")


def design_of(study: Study) -> Design:
    """The rules of the study's allocation. Raises AllocationError outside their limits."""
    return Design(
        practice=study.practice_count,
        repeat_percent=study.repeat_percent,
        block_size=study.block_size,
    )


@transaction.atomic
def choose_sources(*, by: User, study: Study, sources: Iterable[Source]) -> None:
    """Draw cases from these sources and no other.

    Raises what `lock_draft` raises, and DraftRefusedError for a source of another site, or when
    `by` is a coordinator of another site, who does not even see this one's pools.
    """
    draft = lock_draft(study, by)
    chosen = list(sources)
    if any(site_id != draft.site_id for site_id in (by.site_id, *(s.site_id for s in chosen))):
        raise DraftRefusedError("A study draws its cases from the pools of its own site.")
    draft.sources.set(chosen)
    record_event(
        by=by,
        deed="choose_sources",
        target=draft.name,
        study_token=draft.token,
        sources=sorted(source.name for source in chosen),
    )


@transaction.atomic
def set_cells(*, by: User, study: Study, counts: Mapping[tuple[str, str], int]) -> None:
    """Draw so many cases of each (rhythm, origin), and none of any other.

    Raises what `lock_draft` raises, ValidationError for an unknown rhythm or origin, and
    DraftRefusedError for a count out of bounds.
    """
    draft = lock_draft(study, by)
    if any(not 0 <= count <= MOST_CASES_A_CELL for count in counts.values()):
        raise DraftRefusedError(f"A cell holds 0 to {MOST_CASES_A_CELL} cases.")
    cells = [
        Cell(study=draft, rhythm=rhythm, origin=origin, case_count=count)
        for (rhythm, origin), count in sorted(counts.items())
        if count
    ]
    for cell in cells:
        cell.clean_fields()
    draft.cells.all().delete()
    Cell.objects.bulk_create(cells)
    record_event(
        by=by,
        deed="set_cells",
        target=draft.name,
        study_token=draft.token,
        cells={f"{cell.rhythm}/{cell.origin}": cell.case_count for cell in cells},
    )


@transaction.atomic
def set_questionnaire(*, by: User, study: Study, document: object) -> Questionnaire:
    """Ask the questions of `document` (its JSON values); None brings the default back.

    Raises what `lock_draft` raises, and QuestionnaireError naming every fault.
    """
    draft = lock_draft(study, by)
    questionnaire = questionnaire_of({} if document is None else document)
    draft.questionnaire = {} if document is None else questionnaire.to_json()
    draft.save(update_fields=["questionnaire"])
    record_event(
        by=by,
        deed="set_questionnaire",
        target=draft.name,
        study_token=draft.token,
        version=questionnaire.version,
        sha256=questionnaire.sha256,
    )
    return questionnaire


@transaction.atomic
def set_viewing(*, by: User, study: Study, viewing: Viewing) -> None:
    """Show cases this way, and let readers switch and use no more than this.

    Raises what `lock_draft` raises.
    """
    draft = lock_draft(study, by)
    draft.viewing = viewing.to_json()
    draft.save(update_fields=["viewing"])
    record_event(
        by=by,
        deed="set_viewing",
        target=draft.name,
        study_token=draft.token,
        viewing=draft.viewing,
    )


def questionnaire_of(document: object) -> Questionnaire:
    """The questionnaire that a draft keeps: {} stands for the default."""
    return DEFAULT if document == {} else Questionnaire.from_json(document)
