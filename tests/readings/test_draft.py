"""Drafts keep unlocked answers, and only for the step that is open."""

import pytest

from reviewapp.readings.draft import DRAFT_TEXT_LENGTH, begin_draft, save_draft
from reviewapp.readings.models import Draft
from reviewapp.readings.refusals import NotYours
from reviewapp.studies.models import Presentation, Status


@pytest.fixture
def first(anna_reads) -> Presentation:
    return anna_reads.presentations.select_related("reader").get(position=1)


def save(presentation: Presentation, step: int = 1, **answers: list[str]) -> bool:
    by = presentation.reader.user
    return save_draft(by=by, presentation=presentation, step=step, answers=answers)


def test_the_first_showing_stands(first, anna):
    begin_draft(by=anna, presentation=first)
    shown_at = Draft.objects.get().first_shown_at
    save(first, rhythm=["af"])
    begin_draft(by=anna, presentation=first)
    draft = Draft.objects.get()
    assert (draft.first_shown_at, draft.answers) == (shown_at, {"rhythm": ["af"]})


def test_the_last_draft_stands(first):
    assert save(first, rhythm=["af"])
    assert save(first, rhythm=["sinus"], quality=["good"])
    assert Draft.objects.get().answers == {"rhythm": ["sinus"], "quality": ["good"]}


def test_a_late_draft_of_a_locked_step_is_dropped(desk, first):
    desk.lock()
    assert not save(first, step=1, rhythm=["af"])
    assert Draft.objects.get().answers == {}


def test_a_draft_of_a_case_that_is_not_due_is_dropped(anna_reads):
    second = anna_reads.presentations.get(position=2)
    assert not save(second, rhythm=["af"])


def test_a_closed_study_keeps_no_draft(first, study):
    study.status, study.locked_at = Status.LOCKED, study.opened_at
    study.save()
    assert not save(first, rhythm=["af"])


def test_another_reader_saves_nothing_here(first, bela):
    with pytest.raises(NotYours):
        save_draft(by=bela, presentation=first, step=1, answers={})
    with pytest.raises(NotYours):
        begin_draft(by=bela, presentation=first)


def test_endless_text_is_cut(first):
    save(first, comment=["x" * 100_000])
    assert len(Draft.objects.get().answers["comment"][0]) == DRAFT_TEXT_LENGTH
