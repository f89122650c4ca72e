"""What the database itself refuses."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from reviewapp.readings.models import LockedStep, Reading, Score


@pytest.fixture
def reading(desk) -> Reading:
    desk.read_case()
    return Reading.objects.get()


def test_a_reading_never_changes_and_never_goes(reading):
    for rows in (Reading.objects, Score.objects, LockedStep.objects):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(id=1)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all()._raw_delete("default")
    assert Reading.objects.get().verdict == "probably_synthetic"


def test_a_presentation_has_one_reading(reading):
    with pytest.raises(IntegrityError), transaction.atomic():
        store(reading.presentation, "read", "definitely_real")


@pytest.mark.parametrize(("outcome", "verdict"), [("read", ""), ("abstained", "probably_real")])
def test_a_verdict_stands_exactly_where_a_case_was_read(anna_reads, outcome, verdict):
    with pytest.raises(IntegrityError), transaction.atomic():
        store(anna_reads.presentations.get(position=1), outcome, verdict)


@pytest.mark.parametrize("value", [0, 6])
def test_a_score_is_one_to_five(reading, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.create(reading=reading, item="extra", value=value)


def store(presentation, outcome, verdict):
    Reading.objects.create(
        presentation=presentation,
        submission_id=uuid4(),
        outcome=outcome,
        verdict=verdict,
        first_shown_at=timezone.now(),
    )
