"""The presentations of an unblinded study, a chunk at a time, so that memory stays flat.

The database keeps the cursor (on PostgreSQL at the server). What is held here is a chunk, and the
study's readers and cases, which are few beside the readings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.db.models import QuerySet

from reviewapp.results.dataset import (
    PRESENTATION_ROW,
    PresentationParts,
    StudyCase,
    StudyPresentation,
    StudyReader,
    read_cases,
    read_scores,
)
from reviewapp.results.times import read_times
from reviewapp.studies.blinding import truth_of_cases
from reviewapp.studies.models import Enrolment, Presentation, Study

CHUNK: Final = 1000

BY_READER: Final = ("reader__site__code", "reader__reader_code", "position")
BY_CASE: Final = ("case__code", "reader__site__code", "reader__reader_code", "position")


@dataclass(frozen=True)
class ReadingStream:
    """The presentations that one enrolment may see; `by_reader` and `by_case` read them anew."""

    readers: dict[int, StudyReader]
    cases: dict[int, StudyCase]

    @classmethod
    def of(cls, *, study: Study, enrolment: Enrolment) -> "ReadingStream":
        """Open it. Raises `blinding.StillBlind` before unblinding."""
        origins = truth_of_cases(study, enrolment.user)
        visible = Enrolment.objects.visible_to(enrolment).readers().select_related("site")
        readers = {one.pk: StudyReader(one.reader_code, one.site.code) for one in visible}
        return cls(readers, read_cases(study, origins))

    def by_reader(self) -> Iterator[StudyPresentation]:
        """In the order of sites, readers and their positions."""
        return self._chunks(BY_READER)

    def by_case(self) -> Iterator[StudyPresentation]:
        """All presentations of a case one after the other."""
        return self._chunks(BY_CASE)

    def _chunks(self, order: tuple[str, ...]) -> Iterator[StudyPresentation]:
        presentations = Presentation.objects.filter(reader__in=self.readers).order_by(*order)
        rows = presentations.values(*PRESENTATION_ROW).iterator(chunk_size=CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            these: QuerySet[Presentation] = Presentation.objects.filter(
                pk__in=[row["id"] for row in chunk]
            )
            parts = PresentationParts(
                self.readers, self.cases, read_scores(these), read_times(these)
            )
            yield from map(parts.presentation_of, chunk)
