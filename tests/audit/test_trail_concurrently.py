"""Many writers at once: one chain, without a gap and without a fork."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from reviewapp.audit.models import AuditEvent
from reviewapp.audit.trail import record_event, verify_chain


def record_some(writer: int) -> None:
    try:
        for number in range(10):
            record_event(by=None, deed="read", target=f"writer {writer}, event {number}")
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_concurrent_events_form_one_chain() -> None:
    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(record_some, range(8)))

    assert AuditEvent.objects.count() == 80
    assert verify_chain(AuditEvent.objects.all()) == ""
