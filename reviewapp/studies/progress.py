"""How far the reading is, by site and reader: counts and times, never truth, never verdicts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q

from reviewapp.studies.models import Enrolment


@dataclass(frozen=True)
class ReaderProgress:
    """One reader's counts. `last_active_at` is when they last stored a reading."""

    code: str
    name: str
    has_consented: bool
    practice_read: int
    practice_total: int
    read: int
    total: int
    last_active_at: datetime | None

    @property
    def is_finished(self) -> bool:
        """Has the reader read everything?"""
        return self.read == self.total and self.practice_read == self.practice_total


@dataclass(frozen=True)
class SiteProgress:
    """One site's readers."""

    code: str
    name: str
    readers: tuple[ReaderProgress, ...]

    @property
    def read(self) -> int:
        """Readings stored, practice not counted."""
        return sum(reader.read for reader in self.readers)

    @property
    def total(self) -> int:
        """Presentations planned, practice not counted."""
        return sum(reader.total for reader in self.readers)


@dataclass(frozen=True)
class Progress:
    """The sites that a viewer may see."""

    sites: tuple[SiteProgress, ...]

    @property
    def read(self) -> int:
        """Readings stored, practice not counted."""
        return sum(site.read for site in self.sites)

    @property
    def total(self) -> int:
        """Presentations planned, practice not counted."""
        return sum(site.total for site in self.sites)


def read_progress(viewer: Enrolment) -> Progress:
    """Progress as far as `viewer` may see it: all sites, or the own. One query."""
    # The reading is a table of the room to the right: met here by name, its content untouched.
    is_read = Q(presentations__reading__isnull=False)
    is_practice = Q(presentations__is_practice=True)
    rows = (
        Enrolment.objects.visible_to(viewer)
        .readers()
        .select_related("user", "site")
        .annotate(
            practice_total=Count("presentations", filter=is_practice),
            practice_read=Count("presentations", filter=is_practice & is_read),
            total=Count("presentations", filter=~is_practice),
            read=Count("presentations", filter=~is_practice & is_read),
            last_active_at=Max("presentations__reading__submitted_at"),
        )
        .order_by("site__code", "reader_code")
    )
    sites: dict[tuple[str, str], list[ReaderProgress]] = {}
    for row in rows:
        sites.setdefault((row.site.code, row.site.name), []).append(_reader_progress(row))
    return Progress(
        tuple(SiteProgress(code, name, tuple(readers)) for (code, name), readers in sites.items())
    )


def _reader_progress(row: Enrolment) -> ReaderProgress:
    """`row` with the counts that `read_progress` annotated."""
    counted: dict[str, Any] = vars(row)
    return ReaderProgress(
        code=row.reader_code,
        name=row.user.get_full_name() or row.user.username,
        has_consented=row.consent_at is not None,
        practice_read=counted["practice_read"],
        practice_total=counted["practice_total"],
        read=counted["read"],
        total=counted["total"],
        last_active_at=counted["last_active_at"],
    )
