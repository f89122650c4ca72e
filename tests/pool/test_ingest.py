"""The deed that takes recordings into a pool: atomic, idempotent, within the walls of a site."""

from itertools import chain

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviewapp.audit.models import AuditEvent
from reviewapp.ecg.record import Refusal
from reviewapp.ecg.refusals import PoolInputError
from reviewapp.pool import ingest
from reviewapp.pool.ingest import ingest_recordings
from reviewapp.pool.models import Record, Signal, Source
from reviewapp.pool.sealed import Origin
from tests.conftest import make_user
from tests.ecg.simple_ecgs import simple_recording


def recordings(count: int = 3, **changed) -> list:
    return [simple_recording(f"r{seed}", seed=seed, **changed) for seed in range(count)]


@pytest.fixture
def take(researcher, heidelberg):
    """`take(readings)` ingests them at Heidelberg."""

    def _take(readings, **options):
        stated = {"by": researcher, "site": heidelberg, "kind": "wfdb", **options}
        return ingest_recordings(readings=readings, **stated)

    return _take


def test_a_recording_is_stored_as_it_came_and_its_origin_apart(take, heidelberg):
    came = simple_recording(
        origin="synthetic", rhythm="AF", age=90, sex="F", patient="p1", detail={"seed": 7}
    )
    report = take([came])
    record = Record.objects.get()
    assert report.taken == {("AF", "synthetic"): 1}
    assert bytes(record.signal.samples_uv) == came.signal_uv.tobytes()
    assert (record.sha256, record.rate_hz, record.sample_count) == (came.sha256, 500.0, 5000)
    assert (record.age, record.sex, record.patient, record.site) == (90, "F", "p1", heidelberg)
    sealed = Origin.objects.get(record=record)
    assert (sealed.origin, sealed.detail) == ("synthetic", {"seed": 7})


def test_a_second_run_adds_nothing_and_says_why(take):
    first = take(recordings())
    second = take(recordings())
    assert (first.taken_count, second.taken_count) == (3, 0)
    assert second.took_nothing_new
    assert second.refusals[0] == Refusal(
        "r0", "duplicate", "has the same signal as r0 of Test hospital, in the pool"
    )
    assert (Record.objects.count(), AuditEvent.objects.count()) == (3, 1)


def test_the_same_signal_twice_in_one_run_is_taken_once(take):
    report = take([*recordings(1), simple_recording("copy", seed=0, origin="synthetic")])
    assert report.taken_count == 1
    assert report.refusals == (Refusal("copy", "duplicate", "has the same signal as r0"),)


def test_two_sites_may_have_the_same_signal(take, uppsala, foreign_researcher):
    take(recordings())
    assert take(recordings(), by=foreign_researcher, site=uppsala).taken_count == 3


def test_refusals_are_reported_and_do_not_stop_the_rest(take):
    refused = Refusal("bad", "nan", "lead I holds NaN or infinity")
    report = take([refused, *recordings(2)])
    assert (report.taken_count, report.refusals) == (2, (refused,))


@pytest.mark.parametrize(
    "changed",
    [
        {"licence": "x" * 121},
        {"source": "x" * 121},
        {"patient": "a\x00b"},
        {"note": "line\nbreak"},
        {"detail": {"x": float("inf")}},
        {"detail": {"x": "\ud800"}},
        {"detail": {"x": "\x00"}},
    ],
)
def test_a_text_that_the_database_cannot_hold_refuses_the_record(take, changed):
    report = take([simple_recording("odd", **changed), simple_recording("fine", seed=2)])
    assert [refusal.code for refusal in report.refusals] == ["label"]
    assert report.taken_count == 1


def test_a_crash_while_checking_leaves_nothing(take):
    def breaks():
        raise PoolInputError("signals.npy: is damaged")
        yield

    with pytest.raises(PoolInputError):
        take(chain(recordings(), breaks()))
    assert not Record.objects.exists()


def test_a_crash_while_storing_leaves_nothing(take, monkeypatch):
    def full_disk(**_):
        raise OSError("no space left on device")

    monkeypatch.setattr(ingest, "record_event", full_disk)
    with pytest.raises(OSError, match="no space"):
        take(recordings())
    assert not any(model.objects.exists() for model in (Record, Signal, Origin, Source))


def test_primary_keys_do_not_follow_the_order_of_the_folder(take):
    real, synthetic = (
        recordings(20),
        [simple_recording(f"s{seed}", seed=100 + seed, origin="synthetic") for seed in range(20)],
    )
    take([*real, *synthetic])
    origins = list(Origin.objects.order_by("record_id").values_list("origin", flat=True))
    assert origins != ["real"] * 20 + ["synthetic"] * 20
    assert origins != ["synthetic"] * 20 + ["real"] * 20


def test_records_of_several_sources_and_licences_find_their_place(take):
    take([simple_recording("a", seed=1, source="PTB-XL", licence="CC-BY-4.0")])
    take(
        [
            simple_recording("b", seed=2, source="PTB-XL", licence="CC0-1.0"),
            simple_recording("c", seed=3, source="LUDB", licence="ODC-BY-1.0"),
        ]
    )
    assert list(Source.objects.values_list("name", "licence")) == [
        ("LUDB", "ODC-BY-1.0"),
        ("PTB-XL", "CC-BY-4.0; CC0-1.0"),
    ]
    assert Source.objects.get(name="PTB-XL").records.count() == 2


def test_only_a_researcher_of_the_site_may_seed_its_pool(
    take, coordinator, foreign_researcher, heidelberg
):
    for nobody in (coordinator, foreign_researcher, make_user("rita", heidelberg)):
        with pytest.raises(PermissionDenied):
            take(recordings(), by=nobody)
    assert not Record.objects.exists()


def test_progress_is_told(take):
    told = []
    take(recordings(), progress=told.append)
    assert told == [1, 2, 3]


def test_the_audit_trail_tells_who_took_how_many_but_no_origin(take, researcher):
    take(recordings(2, origin="synthetic"))
    event = AuditEvent.objects.get()
    assert (event.actor, event.deed, event.target) == (researcher, "ingest_records", "HD")
    assert event.detail["taken"] == 2
    assert "synthetic" not in str(event.detail)


def test_the_transaction_does_not_grow_its_queries_with_records(take, django_assert_num_queries):
    take(recordings(1))
    with CaptureQueriesContext(connection) as one:
        take([simple_recording("x", seed=50)])
    with django_assert_num_queries(len(one)):
        take([simple_recording(f"y{seed}", seed=seed) for seed in range(60, 80)])
