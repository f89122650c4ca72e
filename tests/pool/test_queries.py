"""Counts by rhythm and origin."""

from reviewapp.pool.barring import bar_record
from reviewapp.pool.models import Evaluation, Record, Source
from reviewapp.pool.queries import (
    count_by_cell,
    count_by_source,
    has_record_of,
    lights_by_source,
    newest_of_each_batch,
    origins_of,
    records_by_signal,
)

CELLS = {("AF", "real"): 1, ("AF", "synthetic"): 2, ("SR", "real"): 1}


def test_records_are_counted_by_rhythm_and_origin(four_records):
    assert count_by_cell([four_records]) == CELLS
    assert count_by_source(Source.objects.all()) == {four_records.pk: CELLS}
    assert count_by_cell(Source.objects.none()) == {}


def test_a_barred_record_does_not_count(four_records, researcher):
    bar_record(record=Record.objects.get(name="r0"), by=researcher, reason="electrode off")
    assert ("SR", "real") not in count_by_cell([four_records])


def test_origins_come_in_one_query(four_records, django_assert_num_queries):
    records = list(Record.objects.order_by("name"))
    with django_assert_num_queries(1):
        origins = origins_of(records)
    assert [origins[record.pk].origin for record in records] == [
        "real",
        "real",
        "synthetic",
        "synthetic",
    ]


def test_the_newest_word_on_each_batch_counts():
    newest, on_both, of_a, of_b = (
        Evaluation(manifests=manifests) for manifests in (["a"], ["a", "b"], ["a"], ["b"])
    )
    kept = [newest, on_both, of_a, of_b]
    assert newest_of_each_batch(kept) == [newest, on_both]
    assert newest_of_each_batch(kept, but=["a"]) == [on_both]
    assert newest_of_each_batch(kept, but=["a", "b"]) == []


def test_a_source_has_the_light_of_its_newest_evaluation(evaluation, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert lights_by_source(Evaluation.objects.all()) == {evaluation.source_id: ["red"]}


def test_records_are_found_by_the_signal_that_their_manifest_names(drawn_source, four_records):
    record = Record.objects.get(name="batch[1]")
    assert records_by_signal(drawn_source, [record.sha256, "x"]) == {record.sha256: record}
    assert records_by_signal(four_records, [record.sha256]) == {}


def test_a_source_knows_its_batches(drawn_source, four_records):
    detail = origins_of(drawn_source.records.all())
    manifests = {sealed.detail["manifest_sha256"] for sealed in detail.values()}
    assert has_record_of(drawn_source, manifests)
    assert not has_record_of(four_records, manifests)
    assert not has_record_of(drawn_source, [])
