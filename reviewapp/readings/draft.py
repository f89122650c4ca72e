"""Drafts: answers that are not locked yet, and when a case was first shown."""

from collections.abc import Mapping
from typing import Final

from django.db import transaction

from reviewapp.accounts.models import User
from reviewapp.readings.models import Draft
from reviewapp.readings.place import find_due
from reviewapp.readings.refusals import NotYours
from reviewapp.studies.models import Presentation, Status, Study

DRAFT_TEXT_LENGTH: Final = 4000
DRAFT_TEXTS: Final = 40
"""Longer text and more ticks are cut in a draft; locking the step checks the real limits."""


def begin_draft(*, by: User, presentation: Presentation) -> None:
    """Note that a case is before its reader now; the first time stands.

    Not audited: a draft is no answer yet, and the reading keeps this time.
    """
    if presentation.reader.user_id != by.pk:
        raise NotYours
    Draft.objects.get_or_create(presentation=presentation)


@transaction.atomic
def save_draft(
    *, by: User, presentation: Presentation, step: int, answers: Mapping[str, list[str]]
) -> bool:
    """Keep unlocked `answers` of the open step; False when there is nothing to keep them for.

    A late draft of a step that was locked meanwhile, or of a study that closed, is dropped: it
    must not show up in the next step. Raises NotYours for another reader's presentation.
    """
    if presentation.reader.user_id != by.pk:
        raise NotYours
    # The same row that locking a step takes, so that a draft never overtakes a lock.
    study = Study.objects.select_for_update().only("status").get(pk=presentation.reader.study_id)
    due = find_due(presentation.reader)
    is_open_step = (
        due is not None and due.presentation == presentation and due.locked_count + 1 == step
    )
    if study.status != Status.OPEN or not is_open_step:
        return False
    Draft.objects.update_or_create(
        presentation=presentation,
        defaults={"answers": {code: _keepable(texts) for code, texts in answers.items()}},
    )
    return True


def empty_draft(*, presentation: Presentation) -> None:
    """Forget the answers of a step that was locked; the time of first showing stays."""
    draft, _ = Draft.objects.get_or_create(presentation=presentation)
    draft.answers = {}
    draft.save(update_fields=["answers", "updated_at"])


def _keepable(texts: list[str]) -> list[str]:
    # PostgreSQL keeps no NUL in JSON.
    return [text.replace("\0", "")[:DRAFT_TEXT_LENGTH] for text in texts[:DRAFT_TEXTS]]
