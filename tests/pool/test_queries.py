"""Counts by rhythm and origin."""

from reviewapp.pool.barring import bar_record
from reviewapp.pool.models import Record, Source
from reviewapp.pool.queries import count_by_cell, count_by_source, origins_of

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
