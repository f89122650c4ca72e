"""Where a reader stands in a study: what has been read, and which presentation is due."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from reviewapp.accounts.models import User
from reviewapp.studies.models import Enrolment, Presentation, Status

# Kilobytes that no page of a reader needs, and a seed that none may hold.
HEAVY_STUDY_FIELDS = ("study__plan", "study__seed", "study__questionnaire")


@dataclass(frozen=True)
class Place:
    """One reader's place: `presentation` is the one that is due, None when all are read.

    `step` is the open step, from 1. `draft_answers` are those saved for it; None when this
    presentation was never shown.
    """

    reader: Enrolment
    presentation: Presentation | None
    practice_count: int
    total_count: int
    step: int = 1
    draft_answers: dict[str, Any] | None = None
    opens_block: bool = False


def reader_enrolments(user: User) -> QuerySet[Enrolment]:
    """The user's enrolments as a reader, each with its study."""
    enrolments = Enrolment.objects.readers().filter(user=user).select_related("study", "site")
    return enrolments.defer(*HEAVY_STUDY_FIELDS)


def studies_of(user: User) -> QuerySet[Enrolment]:
    """The user's enrolments as a reader with `total_count` and `read_count`, open ones first."""
    return (
        reader_enrolments(user)
        .annotate(
            total_count=Count("presentations"),
            read_count=Count("presentations__reading"),
            is_closed=~Q(study__status=Status.OPEN),
        )
        .order_by("is_closed", "study__name")
    )


def place_of(reader: Enrolment) -> Place:
    """The reader's place; two queries however many cases, readers and readings there are."""
    own = Presentation.objects.filter(reader=reader)
    counts = own.aggregate(total=Count("pk"), practice=Count("pk", filter=Q(is_practice=True)))
    due = find_due(reader)
    if due is None:
        return Place(reader, None, counts["practice"], counts["total"])
    draft = getattr(due.presentation, "draft", None)
    return Place(
        reader,
        due.presentation,
        counts["practice"],
        counts["total"],
        step=due.locked_count + 1,
        draft_answers=draft.answers if draft else None,
        opens_block=due.opens_block,
    )


@dataclass(frozen=True)
class Due:
    """The presentation to be read now, how many of its steps are locked, and whether a block
    begins with it."""

    presentation: Presentation
    locked_count: int
    opens_block: bool


def find_due(reader: Enrolment) -> Due | None:
    """What the reader has to read now, with its draft; None when everything is read."""
    same_block_before = Presentation.objects.filter(
        reader=OuterRef("reader"), block=OuterRef("block"), position__lt=OuterRef("position")
    )
    unread = Presentation.objects.filter(reader=reader, reading__isnull=True)
    first = (
        unread.select_related("draft")
        .annotate(locked_count=Count("steps"), opens_block=~Exists(same_block_before))
        .order_by("position")
        .first()
    )
    return Due(first, first.locked_count, first.opens_block) if first else None


def is_due(presentation: Presentation) -> bool:
    """Is this the presentation that its reader has to read now?"""
    unread = Presentation.objects.filter(reader_id=presentation.reader_id, reading__isnull=True)
    first = unread.order_by("position").values_list("pk", flat=True).first()
    return first == presentation.pk
