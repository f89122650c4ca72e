"""The time of a step: stored where it is allowed and makes sense, and never in a reading's way."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from reviewapp.accounts.models import Site
from reviewapp.readings.draft import begin_draft
from reviewapp.readings.models import Draft, LockedStep, Reading, Timing
from reviewapp.readings.refusals import InvalidAnswers
from reviewapp.readings.session import lock_step, set_aside
from reviewapp.readings.timing import records_timing
from reviewapp.studies.models import Presentation
from tests.readings.conftest import STEPS

RUNS = [["pointer", 500, 2000], ["hidden", 10_000, 15_000]]
SENT = json.dumps({"span": 60_000, "runs": RUNS})


@pytest.fixture
def first(anna_reads, anna) -> Presentation:
    """Anna's first case, which she was shown two minutes ago."""
    presentation = anna_reads.presentations.select_related("reader").get(position=1)
    begin_draft(by=anna, presentation=presentation)
    Draft.objects.update(first_shown_at=timezone.now() - timedelta(minutes=2))
    return presentation


def lock(presentation: Presentation, step: int = 1, attention: str = SENT, **changes) -> None:
    lock_step(
        by=presentation.reader.user,
        presentation=presentation,
        step=step,
        submission_id=uuid4(),
        answers={**STEPS[step - 1], **changes},
        attention=attention,
    )


def abstain(presentation: Presentation, reason: str = "known_case") -> None:
    set_aside(
        by=presentation.reader.user,
        presentation=presentation,
        outcome="abstained",
        submission_id=uuid4(),
        answers={"reason": reason},
        attention=SENT,
    )


def test_times_are_kept_with_what_they_follow_from(first):
    lock(first)
    timing = Timing.objects.get()
    assert (timing.active_ms, timing.hidden_ms, timing.idle_ms) == (40_000, 5_000, 15_000)
    assert timing.events == {"span": 60_000, "runs": RUNS}
    assert timing.missing_because == ""


def test_every_step_of_a_reading_has_one_timing(first):
    for step in (1, 2, 3):
        lock(first, step, attention='{"span": 4, "runs": []}')
    timings = first.timings.values_list("step", "active_ms")
    assert list(timings) == [(1, 4), (2, 4), (3, 4)]


def test_a_case_set_aside_has_the_time_of_the_step_that_was_open(first):
    lock(first)
    with pytest.raises(InvalidAnswers):
        abstain(first, reason="")
    assert list(first.timings.values_list("step", flat=True)) == [1]
    abstain(first)
    assert list(first.timings.values_list("step", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("attention", "reason"),
    [
        ("", "not_sent"),
        ("\0", "unreadable"),
        ("too much", "unreadable"),
        ('{"span": NaN, "runs": []}', "unreadable"),
        ("[" * 59_000, "unreadable"),
        ("9" * 900_000, "unreadable"),
        ('{"span": 126000, "runs": []}', "too_long"),
    ],
)
def test_without_a_time_that_makes_sense_the_step_is_stored_with_the_reason(
    first, attention, reason
):
    lock(first, attention=attention)
    timing = Timing.objects.get()
    assert timing.missing_because == reason
    assert (timing.active_ms, timing.hidden_ms, timing.idle_ms) == (None, None, None)
    assert LockedStep.objects.count() == 1


def test_a_step_is_not_longer_than_since_the_one_before(first):
    lock(first)
    lock(first, 2)
    assert Timing.objects.get(step=2).missing_because == "too_long"


def test_a_study_that_does_not_record_time_keeps_nothing_of_what_is_sent(first, study):
    study.protocol["timing"]["is_recorded"] = False
    study.save()
    lock(first)
    timing = Timing.objects.get()
    assert (timing.missing_because, timing.events) == ("off_in_study", {})


def test_a_protocol_that_says_nothing_of_timing_does_not_allow_it(first, study):
    del study.protocol["timing"]
    study.save()
    lock(first)
    assert Timing.objects.get().missing_because == "off_in_study"


def test_a_site_keeps_its_own_readers_from_being_timed_and_no_others(
    first, study, goettingen, heidelberg
):
    Site.objects.filter(pk=heidelberg.pk).update(records_timing=False)
    lock(first)
    timing = Timing.objects.get()
    assert (timing.missing_because, timing.events) == ("off_at_site", {})
    assert records_timing(study, study.enrolments.get(site=goettingen))


def test_the_protocol_says_when_a_reader_counts_as_idle(first, study):
    study.protocol["timing"]["idle_after_s"] = 10
    study.save()
    lock(first)
    assert Timing.objects.get().active_ms == 10_000 + 10_000


@pytest.mark.parametrize("attention", ["", "\0", "{", '{"span": 1, "runs": [["x"]]}', "9" * 70_000])
def test_no_attention_of_whatever_kind_loses_a_posted_step(desk, attention):
    assert desk.send(desk.form(), attention=attention).status_code == 302
    assert Timing.objects.get().missing_because
    assert LockedStep.objects.count() == 1


def test_a_posted_reading_carries_its_time(desk):
    for _ in STEPS:
        desk.send(desk.form(), attention='{"span": 3, "runs": [["key", 1, 2]]}')
    timings = Reading.objects.get().presentation.timings.all()
    assert [timing.active_ms for timing in timings] == [3, 3, 3]


def test_a_page_counts_exactly_where_it_is_allowed_to(desk, study, heidelberg):
    assert b"js/attention" in desk.look().content
    Site.objects.filter(pk=heidelberg.pk).update(records_timing=False)
    assert b"js/attention" not in desk.look().content


def test_who_is_timed_is_told_so_before_consent(desk, anna_reads, study):
    anna_reads.consent_at = None
    anna_reads.save()
    assert "when it is in sight" in desk.client.get(desk.address + "start/").content.decode()
    study.protocol["timing"]["is_recorded"] = False
    study.save()
    assert "when it is in sight" not in desk.client.get(desk.address + "start/").content.decode()


def test_a_timing_never_changes_and_never_goes(first):
    lock(first)
    with pytest.raises(DatabaseError), transaction.atomic():
        Timing.objects.update(active_ms=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Timing.objects.all()._raw_delete("default")


@pytest.mark.parametrize(("active_ms", "reason"), [(None, ""), (5, "not_sent")])
def test_a_timing_has_times_or_a_reason_and_not_both(first, active_ms, reason):
    times = dict.fromkeys(("active_ms", "hidden_ms", "idle_ms"), active_ms)
    with pytest.raises(IntegrityError), transaction.atomic():
        Timing.objects.create(presentation=first, step=1, missing_because=reason, **times)
