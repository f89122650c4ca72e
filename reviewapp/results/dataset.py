"""What a study recorded, read from the database once: readers, cases, presentations, readings.

Everything that the results room shows or exports comes from this one object. The origin of a case
comes from `studies.blinding` alone, which refuses before unblinding.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from reviewapp.accounts.roles import Permission
from reviewapp.readings.models import Reading, Score
from reviewapp.readings.tool_use import ToolUse
from reviewapp.results.times import ReadingTime, read_times
from reviewapp.studies.blinding import truth_of_cases
from reviewapp.studies.models import Case, Enrolment, Presentation, Study
from reviewapp.studies.questionnaire import Questionnaire

CASE_FIELDS = {
    "code": "code",
    "rhythm": "record__rhythm",
    "source": "record__source__name",
    "is_simulated": "record__source__is_simulated",
    "record": "record__name",
    "patient": "record__patient",
    "age": "record__age",
    "sex": "record__sex",
    "licence": "record__licence",
    "record_sha256": "record__sha256",
    "signal_sha256": "signal_sha256",
}
SESSION_FIELDS = ("app_version", "browser", "viewport", "pixel_ratio", "mm_per_px")
READING_FIELDS = ("outcome", "reason", "verdict", "answers", "first_shown_at", "submitted_at")
PRESENTATION_FIELDS = ("id", "token", "reader_id", "case_id", "position", "block", "is_practice")
PRESENTATION_ROW = (
    *PRESENTATION_FIELDS,
    "repeat_of__token",
    "reading__id",
    *(f"reading__{field}" for field in READING_FIELDS),
    "reading__tool_use",
    *(f"reading__session__{field}" for field in SESSION_FIELDS),
)


@dataclass(frozen=True)
class StudyFacts:
    """What is declared about the study itself."""

    token: str
    name: str
    registration_id: str
    ethics_id: str
    margin_percent: int
    opened_at: datetime | None
    locked_at: datetime | None
    unblinded_at: datetime | None
    protocol_sha256: str
    plan_sha256: str
    seed_sha256: str
    seed: str


@dataclass(frozen=True)
class StudyReader:
    """One reader, by pseudonym."""

    code: str
    site: str


@dataclass(frozen=True)
class StudyCase:
    """One case: the record behind it and its origin."""

    code: str
    origin: str
    rhythm: str
    source: str
    is_simulated: bool
    record: str
    patient: str
    age: int | None
    sex: str
    licence: str
    record_sha256: str
    signal_sha256: str


@dataclass(frozen=True)
class StudyReading:
    """What one reader answered to one presentation; scores by item, None: not assessable."""

    outcome: str
    reason: str
    verdict: str
    answers: dict[str, Any]
    scores: dict[str, int | None]
    first_shown_at: datetime
    submitted_at: datetime
    app_version: str
    browser: str
    viewport: str
    pixel_ratio: float | None
    mm_per_px: float | None
    tool_use: ToolUse
    time: ReadingTime


@dataclass(frozen=True)
class StudyPresentation:
    """One case before one reader at one position, with the reading that came of it, if any."""

    token: str
    reader: StudyReader
    case: StudyCase
    position: int
    block: int
    is_practice: bool
    repeat_of: str
    reading: StudyReading | None

    @property
    def excluded_because(self) -> str:
        """Why it stands outside the main figures; "" when it counts. The rules, in their order."""
        if self.is_practice:
            return "practice"
        if self.reading is None:
            return "not read"
        if self.reading.outcome != Reading.Outcome.READ:
            return self.reading.outcome
        return "repeat" if self.repeat_of else ""


@dataclass(frozen=True)
class Dataset:
    """A whole study, or, where ``site`` names one, the part that this site may see."""

    study: StudyFacts
    questionnaire: Questionnaire
    site: str
    site_names: dict[str, str]
    readers: tuple[StudyReader, ...]
    cases: tuple[StudyCase, ...]
    presentations: tuple[StudyPresentation, ...]

    @cached_property
    def main(self) -> tuple[StudyPresentation, ...]:
        """The presentations whose readings make the main figures."""
        return tuple(p for p in self.presentations if not p.excluded_because)


def read_dataset(*, study: Study, enrolment: Enrolment) -> Dataset:
    """Read all that `enrolment` may see of an unblinded study, in a fixed number of queries.

    Without the right to see all sites, it is the readers of the enrolment's own site. Raises
    `blinding.StillBlind` before unblinding.
    """
    origins = truth_of_cases(study, enrolment.user)
    visible = Enrolment.objects.visible_to(enrolment).readers().select_related("site")
    enrolments = {one.pk: one for one in visible}
    readers = {pk: StudyReader(one.reader_code, one.site.code) for pk, one in enrolments.items()}
    presentations = Presentation.objects.filter(reader__in=enrolments)
    cases = read_cases(study, origins)
    shown = _read_presentations(presentations, readers, cases)
    used = {p.case.code for p in shown}
    return Dataset(
        study=_facts_of(study),
        questionnaire=Questionnaire.from_json(study.protocol["questionnaire"]),
        site="" if enrolment.may(Permission.SEE_ALL_SITES) else enrolment.site.code,
        site_names={one.site.code: one.site.name for one in enrolments.values()},
        readers=tuple(readers.values()),
        cases=tuple(case for case in cases.values() if case.code in used),
        presentations=tuple(shown),
    )


def _facts_of(study: Study) -> StudyFacts:
    return StudyFacts(
        token=study.token,
        name=study.name,
        registration_id=study.registration_id,
        ethics_id=study.ethics_id,
        margin_percent=study.margin_percent,
        opened_at=study.opened_at,
        locked_at=study.locked_at,
        unblinded_at=study.unblinded_at,
        protocol_sha256=study.protocol_sha256,
        plan_sha256=study.plan_sha256,
        seed_sha256=study.seed_sha256,
        seed=study.seed,
    )


def read_cases(study: Study, origins: dict[int, str]) -> dict[int, StudyCase]:
    """The cases of the study by their number in the database; their signals stay there."""
    rows = Case.objects.filter(study=study).order_by("code").values("id", *CASE_FIELDS.values())
    return {
        row["id"]: StudyCase(
            origin=origins[row["id"]], **{name: row[field] for name, field in CASE_FIELDS.items()}
        )
        for row in rows
    }


def _read_presentations(
    presentations: "QuerySet[Presentation]",
    readers: dict[int, StudyReader],
    cases: dict[int, StudyCase],
) -> list[StudyPresentation]:
    parts = PresentationParts(readers, cases, read_scores(presentations), read_times(presentations))
    ordered = presentations.order_by("reader__site__code", "reader__reader_code", "position")
    return [parts.presentation_of(row) for row in ordered.values(*PRESENTATION_ROW)]


@dataclass(frozen=True)
class PresentationParts:
    """What rows of presentations refer to, by number in the database."""

    readers: dict[int, StudyReader]
    cases: dict[int, StudyCase]
    scores: dict[int | None, dict[str, int | None]]
    times: dict[int, ReadingTime]

    def presentation_of(self, row: dict[str, Any]) -> StudyPresentation:
        """One row, with the fields of PRESENTATION_ROW, put together."""
        scores = self.scores.get(row["reading__id"], {})
        return StudyPresentation(
            token=row["token"],
            reader=self.readers[row["reader_id"]],
            case=self.cases[row["case_id"]],
            position=row["position"],
            block=row["block"],
            is_practice=row["is_practice"],
            repeat_of=row["repeat_of__token"] or "",
            reading=_reading_of(row, scores, self.times.get(row["id"], ReadingTime())),
        )


def _reading_of(
    row: dict[str, Any], scores: dict[str, int | None], time: ReadingTime
) -> StudyReading | None:
    if row["reading__id"] is None:
        return None
    session = {field: row[f"reading__session__{field}"] for field in SESSION_FIELDS}
    return StudyReading(
        **{field: row[f"reading__{field}"] for field in READING_FIELDS},
        scores=scores,
        app_version=session["app_version"] or "",
        browser=session["browser"] or "",
        viewport=session["viewport"] or "",
        pixel_ratio=session["pixel_ratio"],
        mm_per_px=session["mm_per_px"],
        tool_use=ToolUse.from_json(row["reading__tool_use"]),
        time=time,
    )


def read_scores(
    presentations: "QuerySet[Presentation]",
) -> dict[int | None, dict[str, int | None]]:
    """Scores by reading and item."""
    scores: dict[int | None, dict[str, int | None]] = defaultdict(dict)
    rows = Score.objects.filter(reading__presentation__in=presentations)
    for reading_id, item, value in rows.values_list("reading_id", "item", "value"):
        scores[reading_id][item] = value
    return scores
