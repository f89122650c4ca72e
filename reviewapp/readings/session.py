"""The deeds of reading: lock a step, or put an outcome of its own in place of all steps.

A page carries a submission id. The same id with the same answers is a replay and changes nothing.
Another id for what is locked already is refused, and so is the same id with other answers: the
first answer is kept, and nobody is told that a second one was stored. The unique constraints of
LockedStep and Reading decide between processes; the study's row is locked so that no reading slips
in behind the lock of its study.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from reviewapp.accounts.models import User
from reviewapp.audit.trail import record_event
from reviewapp.readings.draft import empty_draft
from reviewapp.readings.models import Draft, LockedStep, Reading, Score
from reviewapp.readings.place import find_due
from reviewapp.readings.questions import questionnaire_of
from reviewapp.readings.refusals import (
    AlreadyAnswered,
    InvalidAnswers,
    NotThisStep,
    NotYours,
    StudyNotOpen,
)
from reviewapp.readings.sitting import Screen, note_sitting
from reviewapp.readings.timing import note_timing
from reviewapp.readings.tool_use import ToolUse
from reviewapp.studies.models import Presentation, Status, Study
from reviewapp.studies.questionnaire import Questionnaire, Step, validate_step
from reviewapp.studies.questionnaire.codes import VERDICT

UNKNOWN_SCREEN: Final = Screen()
NOT_COUNTED: Final = ToolUse()


def lock_step(
    *,
    by: User,
    presentation: Presentation,
    step: int,
    submission_id: UUID,
    answers: Mapping[str, object],
    screen: Screen = UNKNOWN_SCREEN,
    tool_use: ToolUse = NOT_COUNTED,
    attention: str = "",
) -> None:
    """Lock step `step` (from 1); with the last step store the Reading and its Scores.

    Returns quietly when this very submission was stored before. Raises NotYours, StudyNotOpen,
    AlreadyAnswered, NotThisStep or InvalidAnswers, and stores nothing then.
    """
    with _decided_by_constraints(presentation, step, submission_id):
        study = _lock_study(by, presentation)
        stored = _stored_answers(presentation, step, submission_id)
        if stored is not None:
            return _refuse_others(stored, questionnaire_of(study).steps[step - 1], answers)
        locked_count = _refuse_unless_due(study, presentation)
        if locked_count >= step:
            raise AlreadyAnswered
        questionnaire = questionnaire_of(study)
        if locked_count + 1 != step or step > len(questionnaire.steps):
            raise NotThisStep
        clean = _validate(questionnaire.steps[step - 1], answers)
        note_timing(study=study, presentation=presentation, step=step, sent=attention)
        LockedStep.objects.create(
            presentation=presentation,
            step=step,
            submission_id=submission_id,
            answers=clean,
            tool_use=tool_use.to_json(),
        )
        if step < len(questionnaire.steps):
            empty_draft(presentation=presentation)
            note_sitting(reader=presentation.reader, screen=screen)
        else:
            reading = _new_reading(presentation, submission_id, screen)
            reading.tool_use = _tool_use_of_steps(presentation).to_json()
            _store_answers(reading, questionnaire)
            _record(by, study, reading, "store_reading")


def set_aside(
    *,
    by: User,
    presentation: Presentation,
    outcome: str,
    submission_id: UUID,
    answers: Mapping[str, object],
    screen: Screen = UNKNOWN_SCREEN,
    tool_use: ToolUse = NOT_COUNTED,
    attention: str = "",
) -> None:
    """Store an abstention or a report in place of the steps that are still open.

    `outcome` is "abstained" or "unreadable". Steps locked before stay as they are, but give no
    verdict and no scores. Returns and raises as `lock_step` does.
    """
    with _decided_by_constraints(presentation, None, submission_id):
        study = _lock_study(by, presentation)
        alternatives = {step.code: step for step in questionnaire_of(study).alternatives}
        if outcome not in alternatives:
            raise NotThisStep
        stored = _stored_answers(presentation, None, submission_id)
        if stored is not None:
            return _refuse_others(stored, alternatives[outcome], answers)
        locked_count = _refuse_unless_due(study, presentation)
        note_timing(study=study, presentation=presentation, step=locked_count + 1, sent=attention)
        reading = _new_reading(presentation, submission_id, screen)
        reading.outcome = outcome
        reading.tool_use = (_tool_use_of_steps(presentation) + tool_use).to_json()
        reading.answers = _validate(alternatives[outcome], answers)
        reading.reason = reason_in_words(alternatives[outcome], reading.answers)
        reading.save(force_insert=True)
        Draft.objects.filter(presentation=presentation).delete()
        _record(by, study, reading, f"store_{outcome}")


def reason_in_words(alternative: Step, answers: Mapping[str, object]) -> str:
    """Label of the chosen reason and the reader's own words, as one English line."""
    words = []
    for question in alternative.questions:
        answer = answers.get(question.code, "")
        labels = {choice.code: choice.label.en for choice in question.choices}
        words.append(labels.get(str(answer), str(answer)))
    return ": ".join(word for word in words if word)


@contextmanager
def _decided_by_constraints(
    presentation: Presentation, step: int | None, submission_id: UUID
) -> Iterator[None]:
    """One transaction. Meeting a unique constraint means that another process was first."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        if _stored_answers(presentation, step, submission_id) is None:
            raise AlreadyAnswered from None


def _lock_study(by: User, presentation: Presentation) -> Study:
    """The study with its row locked until the transaction ends. Raises NotYours."""
    if presentation.reader.user_id != by.pk:
        raise NotYours
    studies = Study.objects.select_for_update().only("status", "token", "protocol")
    return studies.get(pk=presentation.reader.study_id)


def _stored_answers(
    presentation: Presentation, step: int | None, submission_id: UUID
) -> dict[str, Any] | None:
    """This submission's answers if it is in already; `step` is None for an outcome of its own."""
    if step is None:
        outcomes = Reading.objects.exclude(outcome=Reading.Outcome.READ)
        stored = outcomes.filter(submission_id=submission_id, presentation=presentation)
        return stored.values_list("answers", flat=True).first()
    locked = LockedStep.objects.filter(
        submission_id=submission_id, presentation=presentation, step=step
    )
    return locked.values_list("answers", flat=True).first()


def _refuse_others(stored: Mapping[str, object], step: Step, answers: Mapping[str, object]) -> None:
    """A page sent again with changed answers is no replay. Raises AlreadyAnswered."""
    clean, errors = validate_step(step, answers, "en")
    if errors or dict(clean) != stored:
        raise AlreadyAnswered


def _refuse_unless_due(study: Study, presentation: Presentation) -> int:
    """How many steps of it are locked. Raises when it is not the one to be read now."""
    if study.status != Status.OPEN:
        raise StudyNotOpen
    if presentation.reader.consent_at is None:
        raise NotYours  # no consent, no reading
    due = find_due(presentation.reader)
    if due is not None and due.presentation == presentation:
        return due.locked_count
    if Reading.objects.filter(presentation=presentation).exists():
        raise AlreadyAnswered
    raise NotYours  # its turn has not come, so its reader cannot know of it


def _validate(step: Step, answers: Mapping[str, object]) -> dict[str, object]:
    """Clean answers of one step. Raises InvalidAnswers."""
    clean, errors = validate_step(step, answers, get_language() or "en")
    if errors:
        raise InvalidAnswers(errors)
    return dict(clean)


def _new_reading(presentation: Presentation, submission_id: UUID, screen: Screen) -> Reading:
    """A reading that is not stored yet, with its times and sitting."""
    draft = Draft.objects.filter(presentation=presentation).first()
    return Reading(
        presentation=presentation,
        session=note_sitting(reader=presentation.reader, screen=screen),
        submission_id=submission_id,
        first_shown_at=draft.first_shown_at if draft else timezone.now(),
    )


def _tool_use_of_steps(presentation: Presentation) -> ToolUse:
    """What was used during the steps that are locked."""
    locked = LockedStep.objects.filter(presentation=presentation).order_by("step")
    return sum(map(ToolUse.from_json, locked.values_list("tool_use", flat=True)), NOT_COUNTED)


def _store_answers(reading: Reading, questionnaire: Questionnaire) -> None:
    """Gather all locked steps into the reading: its verdict, its scores, and the rest."""
    answers: dict[str, Any] = {}
    for locked in LockedStep.objects.filter(presentation=reading.presentation).order_by("step"):
        answers |= locked.answers
    reading.verdict = str(answers.pop(VERDICT))
    scores = {code: answers.pop(code) for code in questionnaire.scale_codes if code in answers}
    reading.answers = answers
    reading.save(force_insert=True)
    Score.objects.bulk_create(
        Score(reading=reading, item=code, value=value) for code, value in scores.items()
    )
    Draft.objects.filter(presentation=reading.presentation).delete()


def _record(by: User, study: Study, reading: Reading, deed: str) -> None:
    """The audit event: that there is a reading, and nothing of what it says."""
    presentation = reading.presentation
    record_event(
        by=by,
        deed=deed,
        target=f"presentation {presentation.token}",
        study_token=study.token,
        reader=presentation.reader.reader_code,
        position=presentation.position,
    )
