"""The deed that takes recordings into a pool: atomic, idempotent, within the walls of a site."""

from itertools import chain

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviewapp.audit.models import AuditEvent
from reviewapp.ecg.batch_files import read_batch
from reviewapp.ecg.evaluation_report import read_evaluation
from reviewapp.ecg.record import Refusal
from reviewapp.ecg.refusals import PoolInputError
from reviewapp.pool import ingest
from reviewapp.pool.ingest import ingest_recordings
from reviewapp.pool.models import Evaluation, Record, Signal, Source
from reviewapp.pool.sealed import Origin
from tests.conftest import make_user
from tests.ecg.evaluation_reports import write_report
from tests.ecg.simple_ecgs import simple_recording
from tests.ecg.test_batch_files import batch


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


def names() -> dict[str, str]:
    return dict(Record.objects.values_list("name", "barred_reason"))


def test_what_the_evaluation_lists_is_refused_with_its_reason(ingest_batch, report_folder):
    report = ingest_batch(evaluation=read_evaluation(report_folder))
    assert report.refusals == (Refusal("batch[1]", "flagged", "a near-copy, of p17"),)
    assert (report.light, report.barred) == ("red", 0)
    assert names() == {"batch[0]": "", "batch[2]": ""}
    assert Evaluation.objects.get().source.name == "Test generator"


def test_what_the_evaluation_lists_is_kept_but_barred_on_demand(ingest_batch, report_folder):
    report = ingest_batch(evaluation=read_evaluation(report_folder), keep_flagged=True)
    assert (report.taken_count, report.refusals, report.barred) == (3, (), 1)
    assert names()["batch[1]"] == "Evaluation: a near-copy, of p17"
    assert AuditEvent.objects.get(deed="ingest_records").detail["barred"] == 1


def test_a_second_run_remembers_the_evaluation(ingest_batch, report_folder):
    ingest_batch(evaluation=read_evaluation(report_folder))
    again = ingest_batch()
    assert [each.code for each in again.refusals] == ["duplicate", "flagged", "duplicate"]
    assert again.took_nothing_new
    kept = ingest_batch(keep_flagged=True)
    assert (kept.taken_count, kept.barred) == (1, 1)


def test_an_evaluation_that_comes_later_bars_what_is_there(ingest_batch, report_folder):
    ingest_batch()
    report = ingest_batch(evaluation=read_evaluation(report_folder))
    assert (report.took_nothing_new, report.barred, report.light) == (True, 1, "red")
    assert names()["batch[1]"]


def test_an_evaluation_of_which_nothing_is_taken_is_not_kept(ingest_batch, tmp_path, three_drawn):
    folder = write_report(tmp_path / "report", three_drawn, flagged=(0, 1, 2))
    report = ingest_batch(evaluation=read_evaluation(folder))
    assert (report.taken, report.light) == ({}, "")
    assert not report.took_nothing_new
    assert not Evaluation.objects.exists()


def test_a_record_that_was_cut_is_known_by_the_whole(tmp_path, take):
    """The manifest's SHA-256 is of all that was drawn, the pool's of the 10 s that it keeps."""
    longer = batch(tmp_path, duration_s=11)
    folder = write_report(tmp_path / "report", longer)
    report = take(read_batch(longer), kind="batch", evaluation=read_evaluation(folder))
    assert [each.name for each in report.refusals] == ["batch[1]"]
