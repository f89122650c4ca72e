"""Locking steps and storing readings, as deeds."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection

from reviewapp.audit.models import AuditEvent
from reviewapp.ecg.display import Display
from reviewapp.readings import session
from reviewapp.readings.draft import save_draft
from reviewapp.readings.models import Draft, LockedStep, Reading, ReadingSession, Score
from reviewapp.readings.refusals import (
    AlreadyAnswered,
    InvalidAnswers,
    NotThisStep,
    NotYours,
    StudyNotOpen,
)
from reviewapp.readings.session import lock_step, set_aside
from reviewapp.readings.tool_use import ToolUse
from reviewapp.studies.models import Presentation, Status
from tests.readings.conftest import STEPS

START = Display().key


@pytest.fixture
def first(anna_reads) -> Presentation:
    return anna_reads.presentations.select_related("reader").get(position=1)


@pytest.fixture
def second(anna_reads) -> Presentation:
    return anna_reads.presentations.select_related("reader").get(position=2)


def lock(presentation: Presentation, step: int, submission_id: UUID | None = None, **changes):
    lock_step(
        by=changes.pop("by", presentation.reader.user),
        presentation=presentation,
        step=step,
        submission_id=submission_id or uuid4(),
        tool_use=changes.pop("tool_use", ToolUse()),
        answers={**STEPS[step - 1], **changes},
    )


def abstain(presentation: Presentation, submission_id: UUID | None = None, **changes):
    set_aside(
        by=presentation.reader.user,
        presentation=presentation,
        outcome=changes.pop("outcome", "abstained"),
        submission_id=submission_id or uuid4(),
        tool_use=changes.pop("tool_use", ToolUse()),
        answers={"reason": "known_case", **changes},
    )


def test_three_locked_steps_become_one_reading_with_its_scores(first):
    for step in (1, 2, 3):
        lock(first, step)
    reading = Reading.objects.get()
    assert (reading.outcome, reading.verdict) == ("read", "probably_synthetic")
    assert reading.answers == {
        "rhythm": "sinus",
        "heart_rate": 72,
        "quality": "good",
        "cues": ["qrs", "too_clean"],
        "comment": "odd T waves",
    }
    scores = dict(reading.scores.values_list("item", "value"))
    assert len(scores) == 11
    assert (scores["qrs"], scores["noise"]) == (4, None)


def test_what_was_used_in_each_step_adds_up_in_the_reading(first):
    for step in (1, 2, 3):
        lock(first, step, tool_use=ToolUse({"zoom": step}, (START,)))
    assert [locked.tool_use["counts"] for locked in LockedStep.objects.order_by("step")] == [
        {"zoom": 1}, {"zoom": 2}, {"zoom": 3},
    ]  # fmt: skip
    assert Reading.objects.get().tool_use == {"counts": {"zoom": 6}, "displays": [START]}


def test_what_was_used_before_a_case_was_set_aside_is_kept_too(first):
    lock(first, 1, tool_use=ToolUse({"zoom": 1}))
    abstain(first, tool_use=ToolUse({"zoom": 2}, (START,)))
    assert Reading.objects.get().tool_use == {"counts": {"zoom": 3}, "displays": [START]}


def test_a_replay_with_more_use_is_still_a_replay(first):
    submission_id = uuid4()
    for zooms in (1, 5):
        lock(first, 1, submission_id, tool_use=ToolUse({"zoom": zooms}))
    assert LockedStep.objects.get().tool_use["counts"] == {"zoom": 1}


def test_a_reading_is_audited_without_what_it_says(first, anna):
    for step in (1, 2, 3):
        lock(first, step)
    event = AuditEvent.objects.get()
    assert (event.deed, event.actor) == ("store_reading", anna)
    assert event.target == f"presentation {first.token}"
    assert set(event.detail) == {"reader", "position"}


def test_the_reading_says_when_the_case_was_first_shown_and_leaves_no_draft(first, anna):
    save_draft(by=anna, presentation=first, step=1, answers={"rhythm": ["af"]})
    shown_at = Draft.objects.get().first_shown_at
    for step in (1, 2, 3):
        lock(first, step)
    assert Reading.objects.get().first_shown_at == shown_at
    assert not Draft.objects.exists()


def test_locking_a_step_empties_its_draft(first, anna):
    save_draft(by=anna, presentation=first, step=1, answers={"rhythm": ["af"]})
    lock(first, 1)
    assert Draft.objects.get().answers == {}


def test_the_same_submission_again_changes_nothing(first):
    ids = [uuid4() for _ in STEPS]
    for step in (1, 1, 2, 2, 3, 3, 1, 2, 3):
        lock(first, step, ids[step - 1])
    assert (LockedStep.objects.count(), Reading.objects.count()) == (3, 1)
    assert AuditEvent.objects.count() == 1


def test_the_same_page_sent_with_other_answers_is_refused(first):
    """No answer came, the reader changed their mind and sent again: say what is kept."""
    submission_id = uuid4()
    lock(first, 1, submission_id, rhythm="sinus")
    with pytest.raises(AlreadyAnswered):
        lock(first, 1, submission_id, rhythm="af")
    with pytest.raises(AlreadyAnswered):
        lock(first, 1, submission_id, rhythm="")
    assert LockedStep.objects.get().answers["rhythm"] == "sinus"


def test_an_abstention_sent_with_another_reason_is_refused(first):
    submission_id = uuid4()
    abstain(first, submission_id, reason="other", reason_text="coffee")
    with pytest.raises(AlreadyAnswered):
        abstain(first, submission_id, reason="other", reason_text="tea")
    assert Reading.objects.get().answers["reason_text"] == "coffee"


def test_another_submission_for_a_locked_step_is_refused(first):
    lock(first, 1, rhythm="sinus")
    with pytest.raises(AlreadyAnswered):
        lock(first, 1, rhythm="af")
    assert LockedStep.objects.get().answers["rhythm"] == "sinus"


def test_another_submission_for_a_case_that_was_read_is_refused(first):
    for step in (1, 2, 3):
        lock(first, step)
    with pytest.raises(AlreadyAnswered):
        lock(first, 3)
    with pytest.raises(AlreadyAnswered):
        abstain(first)
    assert Reading.objects.count() == 1


def test_one_id_does_not_answer_two_steps(first):
    submission_id = uuid4()
    lock(first, 1, submission_id)
    with pytest.raises(AlreadyAnswered):
        lock(first, 2, submission_id)
    assert LockedStep.objects.count() == 1


@pytest.mark.parametrize("step", [2, 3])
def test_a_step_waits_for_the_ones_before(first, step):
    with pytest.raises(NotThisStep):
        lock(first, step)


def test_a_case_waits_for_its_turn(second):
    with pytest.raises(NotYours):
        lock(second, 1)


def test_another_readers_case_stays_theirs(first, bela):
    with pytest.raises(NotYours):
        lock(first, 1, by=bela)


def test_nothing_is_stored_before_consent(first, anna_reads):
    anna_reads.consent_at = None
    anna_reads.save()
    first.reader.refresh_from_db()
    with pytest.raises(NotYours):
        lock(first, 1)


def test_a_locked_study_takes_no_step(first, study):
    study.status, study.locked_at = Status.LOCKED, study.opened_at
    study.save()
    with pytest.raises(StudyNotOpen):
        lock(first, 1)
    with pytest.raises(StudyNotOpen):
        abstain(first)
    assert not LockedStep.objects.exists()


def test_a_replay_is_welcome_even_when_the_study_was_locked_meanwhile(first, study):
    submission_id = uuid4()
    lock(first, 1, submission_id)
    study.status, study.locked_at = Status.LOCKED, study.opened_at
    study.save()
    lock(first, 1, submission_id)


def test_wrong_answers_are_told_by_question_and_nothing_is_stored(first):
    with pytest.raises(InvalidAnswers) as refused:
        lock(first, 1, rhythm="", heart_rate="12")
    assert set(refused.value.errors) == {"rhythm", "heart_rate"}
    assert not LockedStep.objects.exists()
    assert not ReadingSession.objects.exists()


@pytest.mark.parametrize("outcome", ["abstained", "unreadable"])
def test_a_case_set_aside_is_an_outcome_of_its_own(first, outcome):
    lock(first, 1)
    abstain(first, outcome=outcome, reason="other", reason_text="coffee")
    reading = Reading.objects.get()
    assert (reading.outcome, reading.verdict) == (outcome, "")
    assert reading.reason == "other (please say): coffee"
    assert not Score.objects.exists()
    assert AuditEvent.objects.get().deed == f"store_{outcome}"


def test_setting_aside_needs_a_reason(first):
    with pytest.raises(InvalidAnswers) as refused:
        abstain(first, reason="other")
    assert set(refused.value.errors) == {"reason_text"}


def test_an_abstention_sent_twice_is_stored_once(first, second):
    submission_id = uuid4()
    abstain(first, submission_id)
    abstain(first, submission_id)
    with pytest.raises(AlreadyAnswered):
        abstain(second, submission_id)
    assert Reading.objects.count() == 1


def test_what_no_study_asks_is_no_outcome(first):
    with pytest.raises(NotThisStep):
        abstain(first, outcome="read")


def test_the_constraint_decides_where_two_processes_meet(first, monkeypatch):
    """As if another process locked the step between this one's look and its write."""
    submission_id = uuid4()
    lock(first, 1, submission_id)

    def blind(*_):
        raise IntegrityError

    monkeypatch.setattr(session, "_lock_study", blind)
    lock(first, 1, submission_id)
    with pytest.raises(AlreadyAnswered):
        lock(first, 1)


@pytest.mark.django_db(transaction=True)
def test_of_many_submissions_at_once_one_is_stored(first):
    """Two ids, each sent by four threads at the same moment."""
    ids, start = [uuid4(), uuid4()], Barrier(8)

    def send(number: int) -> str:
        start.wait()
        try:
            lock(first, 1, ids[number % 2])
        except AlreadyAnswered:
            return "refused"
        finally:
            connection.close()
        return "stored"

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(send, range(8)))
    stored = ids.index(LockedStep.objects.get().submission_id)
    assert [outcomes[i] == "stored" for i in range(8)] == [i % 2 == stored for i in range(8)]
