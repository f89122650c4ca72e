"""Keeping a record out of future studies."""

import pytest
from django.core.exceptions import PermissionDenied

from reviewapp.audit.models import AuditEvent
from reviewapp.pool.barring import bar_record, lift_bar
from reviewapp.pool.models import Record


@pytest.fixture
def record(four_records) -> Record:
    return Record.objects.get(name="r1")


def test_a_record_is_barred_with_a_reason_and_let_in_again(record, researcher):
    bar_record(record=record, by=researcher, reason=" V1 and V2 swapped ")
    record.refresh_from_db()
    assert record.barred_reason == "V1 and V2 swapped"
    lift_bar(record=record, by=researcher)
    record.refresh_from_db()
    assert record.barred_reason == ""
    events = AuditEvent.objects.filter(target=record.token)
    assert [(event.deed, event.detail["old"], event.detail["new"]) for event in events] == [
        ("bar_record", "", "V1 and V2 swapped"),
        ("lift_bar", "V1 and V2 swapped", ""),
    ]


def test_a_bar_needs_a_reason(record, researcher):
    with pytest.raises(ValueError, match="reason"):
        bar_record(record=record, by=researcher, reason="  ")


def test_only_a_researcher_of_the_site_bars(record, coordinator, foreign_researcher):
    for nobody in (coordinator, foreign_researcher):
        with pytest.raises(PermissionDenied):
            bar_record(record=record, by=nobody, reason="x")
        with pytest.raises(PermissionDenied):
            lift_bar(record=record, by=nobody)
