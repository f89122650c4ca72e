"""What may be asked of the pool: counts by rhythm and origin, and origins for researchers."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Count, QuerySet
from django.db.models.fields.json import KT

from reviewapp.pool.models import Evaluation, EvaluationQuerySet, Light, Record, Source
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


def newest_of_each_batch(
    evaluations: Iterable[Evaluation], *, but: Collection[str] = ()
) -> list[Evaluation]:
    """Of `evaluations`, the newest first, those that are the last word on any of their batches.

    `but` are manifests on which there is a newer word.
    """
    told = set(but)
    newest = []
    for evaluation in evaluations:
        if not told.issuperset(evaluation.manifests):
            newest.append(evaluation)
            told.update(evaluation.manifests)
    return newest


def lights_by_source(evaluations: EvaluationQuerySet) -> dict[int, list[Light]]:
    """The light of the newest evaluation of each batch, by the source's primary key."""
    kept: dict[int, list[Evaluation]] = defaultdict(list)
    for evaluation in evaluations.in_short():
        kept[evaluation.source_id].append(evaluation)
    return {
        source_id: [Light(each.light) for each in newest_of_each_batch(of_source)]
        for source_id, of_source in kept.items()
    }


def has_record_of(source: Source, manifests: Collection[str]) -> bool:
    """Does `source` hold a record of the batches with these manifests?"""
    return Origin.objects.filter(
        record__source=source, detail__manifest_sha256__in=list(manifests)
    ).exists()


def records_by_signal(source: Source, hashes: Collection[str]) -> dict[str, Record]:
    """Those records of `source` whose signal has one of `hashes` in its batch's manifest."""
    wanted = set(hashes)
    if not wanted:
        return {}
    # Compared here: a database would parse each row's JSON anew for each hash.
    signals = Origin.objects.filter(record__source=source).annotate(
        signal_sha256=KT("detail__signal_sha256")
    )
    at = {
        sha256: pk for sha256, pk in signals.values_list("signal_sha256", "pk") if sha256 in wanted
    }
    records = Record.objects.in_bulk(at.values())
    return {sha256: records[pk] for sha256, pk in at.items()}
