import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviewapp.results.dataset import read_dataset
from reviewapp.results.exports import reading_stream
from reviewapp.results.exports.reading_stream import ReadingStream
from reviewapp.studies.blinding import StillBlind
from reviewapp.studies.models import Enrolment, Status
from tests.results.finished_study import set_status


def stream_of(study, user):
    return ReadingStream.of(study=study, enrolment=Enrolment.objects.get(study=study, user=user))


def test_the_stream_gives_what_the_dataset_gives_in_its_order(study, coordinator, monkeypatch):
    monkeypatch.setattr(reading_stream, "CHUNK", 7)
    enrolment = Enrolment.objects.get(study=study, user=coordinator)
    dataset = read_dataset(study=study, enrolment=enrolment)
    assert tuple(stream_of(study, coordinator).by_reader()) == dataset.presentations


def test_by_case_a_case_comes_in_one_run(study, coordinator):
    codes = [shown.case.code for shown in stream_of(study, coordinator).by_case()]
    runs = [code for place, code in enumerate(codes) if place == 0 or codes[place - 1] != code]
    assert len(runs) == len(set(runs)) == 45


def test_a_chunk_costs_the_same_queries_however_many_there_are(study, coordinator, monkeypatch):
    monkeypatch.setattr(reading_stream, "CHUNK", 45)
    stream = stream_of(study, coordinator)
    with CaptureQueriesContext(connection) as queries:
        assert len(list(stream.by_reader())) == 90
    assert len(queries) == 1 + 2 * 2


def test_a_site_coordinator_gets_the_own_readers(study, site_coordinator):
    readers = {shown.reader.code for shown in stream_of(study, site_coordinator).by_reader()}
    assert readers == {"R-BELA"}


@pytest.mark.parametrize("status", [Status.OPEN, Status.LOCKED])
def test_before_unblinding_there_is_no_stream(study, coordinator, status):
    set_status(study, status)
    with pytest.raises(StillBlind):
        stream_of(study, coordinator)
