"""What may be asked of the pool: counts by rhythm and origin, and origins for researchers."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, QuerySet

from reviewapp.pool.models import Record, Source
from reviewapp.pool.sealed import Origin

Cell = tuple[str, str]


def count_by_cell(sources: QuerySet[Source] | Iterable[Source]) -> dict[Cell, int]:
    """How many records of `sources`, all together and none barred, each (rhythm, origin) has."""
    rows = (
        Origin.objects.filter(record__source__in=sources, record__barred_reason="")
        .values_list("record__rhythm", "origin")
        .annotate(count=Count("pk"))
        .order_by("record__rhythm", "origin")
    )
    return {(rhythm, origin): count for rhythm, origin, count in rows}


def count_by_source(sources: QuerySet[Source]) -> dict[int, dict[Cell, int]]:
    """The same for each source by its primary key, in one query."""
    rows = (
        Origin.objects.filter(record__source__in=sources, record__barred_reason="")
        .values_list("record__source_id", "record__rhythm", "origin")
        .annotate(count=Count("pk"))
        .order_by("record__rhythm", "origin")
    )
    counts: dict[int, dict[Cell, int]] = defaultdict(dict)
    for source_id, rhythm, origin, count in rows:
        counts[source_id][rhythm, origin] = count
    return counts


def origins_of(records: Iterable[Record]) -> dict[int, Origin]:
    """The sealed origins by the record's primary key; for pages of researchers alone."""
    return Origin.objects.in_bulk([record.pk for record in records])
