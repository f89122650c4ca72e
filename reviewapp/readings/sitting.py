"""A sitting: one reader at one screen, until half an hour passes without an answer."""

import math
import re
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from typing import Final

from django.utils import timezone

from reviewapp.readings.models import ReadingSession
from reviewapp.studies.models import Enrolment

IDLE_AFTER: Final = timedelta(minutes=30)
APP_VERSION: Final = version("ecg-blind-review")
VIEWPORT = re.compile(r"[1-9][0-9]{0,4}x[1-9][0-9]{0,4}")  # CSS pixels, e.g. 1280x800
MAX_PIXEL_RATIO: Final = 20.0
MAX_MM_PER_PX: Final = 5.0  # a wall


@dataclass(frozen=True)
class Screen:
    """What the ECG is looked at with, as the browser says; empty where it says nothing.

    `viewport` is "1280x800" in CSS pixels; `pixel_ratio` is device pixels for each of them, and
    `mm_per_px` their measured size; None where nobody measured it.
    """

    browser: str = ""
    viewport: str = ""
    pixel_ratio: float | None = None
    mm_per_px: float | None = None

    @classmethod
    def from_form(
        cls, *, browser: str, viewport: str, pixel_ratio: str, mm_per_px: str = ""
    ) -> "Screen":
        """Keep what makes sense and drop the rest: a strange screen must not cost a reading."""
        return cls(
            browser=browser[:300],
            viewport=viewport if VIEWPORT.fullmatch(viewport) else "",
            pixel_ratio=_read_positive(pixel_ratio, MAX_PIXEL_RATIO),
            mm_per_px=_read_positive(mm_per_px, MAX_MM_PER_PX),
        )


def note_sitting(*, reader: Enrolment, screen: Screen) -> ReadingSession:
    """The reader's running sitting, or a new one after a pause, on another browser, or once the
    screen was measured.

    Call it inside the transaction of the deed that it belongs to.
    """
    running = ReadingSession.objects.filter(
        reader=reader,
        browser=screen.browser,
        mm_per_px=screen.mm_per_px,
        app_version=APP_VERSION,
        last_active_at__gte=timezone.now() - IDLE_AFTER,
    )
    sitting = running.order_by("-last_active_at").first()
    if sitting is None:
        return ReadingSession.objects.create(
            reader=reader,
            app_version=APP_VERSION,
            browser=screen.browser,
            viewport=screen.viewport,
            pixel_ratio=screen.pixel_ratio,
            mm_per_px=screen.mm_per_px,
        )
    sitting.save(update_fields=["last_active_at"])
    return sitting


def _read_positive(text: str, most: float) -> float | None:
    """A finite number above 0 and no more than `most`; anything else is unknown."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and 0 < number <= most else None
