"""Readers that a program invents, through the very deeds that a reader's browser calls.

Each has a habit of their own and tells a little better than a coin. Every choice comes from a hash
of reader and case, so that two questions about one case never share their luck.
"""

import hashlib
import uuid
from collections.abc import Callable
from typing import Final

from reviewapp.readings.consent import give_consent
from reviewapp.readings.draft import begin_draft
from reviewapp.readings.session import lock_step
from reviewapp.studies.models import Enrolment, Presentation, Study
from reviewapp.studies.questionnaire import DEFAULT, VERDICTS, Question

SKILL: Final = 0.10  # how far the truth moves a verdict, where 1 is the whole scale
HABITS: Final = (-0.05, 0.02, 0.08, -0.02)  # leaning of each reader towards "synthetic"
NOT_ASSESSABLE_SHARE: Final = 0.03

PROFILES: Final[tuple[dict[str, object], ...]] = (
    {"specialty": "cardiology", "grade": "consultant", "experience_years": 14, "ecgs_a_week": 120},
    {"specialty": "cardiology", "grade": "resident", "experience_years": 3, "ecgs_a_week": 60},
    {"specialty": "internal_medicine", "grade": "consultant", "experience_years": 9,
     "ecgs_a_week": 40},
    {"specialty": "emergency_medicine", "grade": "resident", "experience_years": 2,
     "ecgs_a_week": 50},
)  # fmt: skip
EXPOSURE: Final[dict[str, object]] = {
    "synthetic_exposure": "none", "database_exposure": "none", "databases": "",
}  # fmt: skip

Chance = Callable[[str], float]


def read_everything(study: Study, synthetic_sources: set[int]) -> None:
    """Let every reader of the open study give consent and read every case, practice included.

    `synthetic_sources` holds primary keys of the demo's synthetic sources: the demo knows what it
    put in, and so needs no sealed origin.
    """
    readers = study.enrolments.readers().select_related("user", "study")
    for number, reader in enumerate(readers):
        profile = PROFILES[number % len(PROFILES)] | EXPOSURE
        give_consent(by=reader.user, reader=reader, profile=profile)
        reader.refresh_from_db(fields=["consent_at"])
        habit = HABITS[number % len(HABITS)]
        for presentation in reader.presentations.select_related("case__record"):
            is_synthetic = presentation.case.record.source_id in synthetic_sources
            _read(reader, presentation, habit + (SKILL if is_synthetic else -SKILL), is_synthetic)


def _read(
    reader: Enrolment, presentation: Presentation, leaning: float, is_synthetic: bool
) -> None:
    presentation.reader = reader
    begin_draft(by=reader.user, presentation=presentation)
    chance = _chance_of(reader.user.username, presentation.case.record.sha256)
    rhythm = {"SR": "sinus", "AF": "af"}[presentation.case.record.rhythm]
    for number, step in enumerate(DEFAULT.steps, start=1):
        answers = {q.code: _answer(q, chance, leaning, is_synthetic) for q in step.questions}
        if "rhythm" in answers and chance("sees the rhythm") < 0.9:
            answers["rhythm"] = [rhythm]
        lock_step(
            by=reader.user,
            presentation=presentation,
            step=number,
            submission_id=uuid.uuid4(),
            answers=answers,
        )


def _chance_of(reader: str, case: str) -> Chance:
    """A number from 0 to 1 for each question of this reader about this case."""

    def chance(about: str) -> float:
        digest = hashlib.sha256(f"{reader}|{case}|{about}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48

    return chance


def _answer(question: Question, chance: Chance, leaning: float, is_synthetic: bool) -> list[str]:
    """What a form would have sent for one question; an empty list where none was given."""
    luck = chance(question.code)
    if question.code == "verdict":
        level = int((luck + leaning) * len(VERDICTS))
        return [VERDICTS[max(0, min(level, len(VERDICTS) - 1))]]
    if question.kind == "scale":
        if luck < NOT_ASSESSABLE_SHARE:
            return ["na"]
        return [str(max(1, min(2 + int(luck * 4) - (is_synthetic and luck < 0.3), 5)))]
    if question.kind == "choice":
        return [question.choices[int(luck**3 * len(question.choices))].code]
    if question.kind == "ticks":
        return [c.code for c in question.choices if chance(f"{question.code} {c.code}") < 0.15]
    return []
