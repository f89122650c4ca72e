"""The time that each step of a case took: recorded where the study and the reader's site allow it.

A reading never depends on it: what is not recorded, did not arrive or makes no sense is stored as
no timing, with the reason.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from reviewapp.readings.attention import Attention, UnreadableError, spend
from reviewapp.readings.models import Timing
from reviewapp.studies.models import Enrolment, Presentation, Study

Missing = Timing.Missing
CLOCK_TOLERANCE: Final = timedelta(seconds=5)
"""By so much a browser may count longer than the server."""


def records_timing(study: Study, reader: Enrolment) -> bool:
    """Is the active time of this reader recorded in this study?"""
    return _why_not(study, reader) is None


def _why_not(study: Study, reader: Enrolment) -> Missing | None:
    # A protocol that does not speak of it does not allow it.
    if not study.protocol.get("timing", {}).get("is_recorded", False):
        return Missing.OFF_IN_STUDY
    return None if reader.site.records_timing else Missing.OFF_AT_SITE


def note_timing(*, study: Study, presentation: Presentation, step: int, sent: str) -> Timing:
    """Store the timing of a step that is about to be locked, or at which a case is set aside.

    `sent` is what the page sent of attention, whatever that may be. Call it inside the
    transaction of the deed that it belongs to.
    """
    timing = Timing(presentation=presentation, step=step)
    missing = _why_not(study, presentation.reader)
    if missing is None:
        idle_after_ms = 1000 * study.protocol["timing"]["idle_after_s"]
        missing = _read_into(timing, sent, idle_after_ms)
    timing.missing_because = missing or ""
    timing.save(force_insert=True)
    return timing


def _read_into(timing: Timing, sent: str, idle_after_ms: int) -> Missing | None:
    """Set what is read; why there are no times, if there are none."""
    if not sent:
        return Missing.NOT_SENT
    try:
        attention = Attention.from_text(sent)
    except UnreadableError:
        return Missing.UNREADABLE
    timing.events = attention.to_json()
    open_since = _open_since(timing.presentation)
    possible = timezone.now() - open_since + CLOCK_TOLERANCE if open_since else timedelta.max
    if timedelta(milliseconds=attention.span_ms) > possible:
        return Missing.TOO_LONG
    spent = spend(attention, idle_after_ms)
    timing.active_ms, timing.hidden_ms, timing.idle_ms = (
        spent.active_ms,
        spent.hidden_ms,
        spent.idle_ms,
    )
    return None


def _open_since(presentation: Presentation) -> datetime | None:
    """When the open step was opened: as the one before was locked, or the case first shown."""
    shown = Presentation.objects.filter(pk=presentation.pk).annotate(
        opened_at=Coalesce(Max("steps__locked_at"), F("draft__first_shown_at"))
    )
    since: datetime | None = shown.values_list("opened_at", flat=True).get()
    return since
