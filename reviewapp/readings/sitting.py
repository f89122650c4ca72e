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


@dataclass(frozen=True)
class Screen:
    """What the ECG is looked at with, as the browser says; empty where it says nothing.

    `viewport` is "1280x800" in CSS pixels; `pixel_ratio` is device pixels for each of them.
    """

    browser: str = ""
    viewport: str = ""
    pixel_ratio: float | None = None

    @classmethod
    def from_form(cls, *, browser: str, viewport: str, pixel_ratio: str) -> "Screen":
        """Keep what makes sense and drop the rest: a strange screen must not cost a reading."""
        return cls(
            browser=browser[:300],
            viewport=viewport if VIEWPORT.fullmatch(viewport) else "",
            pixel_ratio=_pixel_ratio(pixel_ratio),
        )


def note_sitting(*, reader: Enrolment, screen: Screen) -> ReadingSession:
    """The reader's running sitting, or a new one after a pause or on another browser.

    Call it inside the transaction of the deed that it belongs to.
    """
    running = ReadingSession.objects.filter(
        reader=reader,
        browser=screen.browser,
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
        )
    sitting.save(update_fields=["last_active_at"])
    return sitting


def _pixel_ratio(text: str) -> float | None:
    """A finite ratio of a plausible size; anything else is unknown."""
    try:
        ratio = float(text)
    except ValueError:
        return None
    return ratio if math.isfinite(ratio) and 0 < ratio <= MAX_PIXEL_RATIO else None
