"""The presentations of an unblinded study, a chunk at a time, so that memory stays flat.

The database keeps the cursor (on PostgreSQL at the server). What is held here is a chunk, and the
study's readers and cases, which are few beside the readings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.db.models import QuerySet

from reviewapp.readings.models import Reading
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

    def counted_cases(self) -> list[StudyCase]:
        """The cases with a reading in the main figures, in the order of their codes."""
        counted = Presentation.objects.filter(
            reader__in=self.readers,
            is_practice=False,
            repeat_of=None,
            reading__outcome=Reading.Outcome.READ,
        )
        keys = set(counted.order_by().values_list("case_id", flat=True).distinct())
        return [case for key, case in self.cases.items() if key in keys]

    def _chunks(self, order: tuple[str, ...]) -> Iterator[StudyPresentation]:
        presentations = Presentation.objects.filter(reader__in=self.readers).order_by(*order)
        for rows, these in chunks_of(presentations, PRESENTATION_ROW, CHUNK):
            parts = PresentationParts(
                self.readers, self.cases, read_scores(these), read_times(these)
            )
            yield from map(parts.presentation_of, rows)


def chunks_of(
    presentations: "QuerySet[Presentation]", fields: tuple[str, ...], size: int
) -> Iterator[tuple[list[dict[str, Any]], "QuerySet[Presentation]"]]:
    """The rows of `fields`, "id" among them, `size` at a time; and a query of just those."""
    rows = presentations.values(*fields).iterator(chunk_size=size)
    while chunk := list(islice(rows, size)):
        yield chunk, Presentation.objects.filter(pk__in=[row["id"] for row in chunk])
