"""Take recordings into a site's pool: checked first, then stored in one short transaction."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from reviewapp.accounts.models import Site, User
from reviewapp.accounts.roles import Permission
from reviewapp.audit.trail import record_event
from reviewapp.ecg.record import Recording, Refusal
from reviewapp.ecg.refusals import RecordRefusedError
from reviewapp.pool.models import Record, Signal, Source
from reviewapp.pool.report import IngestReport
from reviewapp.pool.sealed import Origin
from reviewapp.pool.spool import Spool, SpooledRecord

ROWS_AT_ONCE = 200
LICENCE_LENGTH = 120

Progress = Callable[[int], None]


def ingest_recordings(
    *,
    by: User,
    site: Site,
    kind: str,
    readings: Iterable[Recording | Refusal],
    is_simulated: bool = False,
    progress: Progress | None = None,
) -> IngestReport:
    """Check every reading, then store what passed; all of it or, after a crash, nothing.

    A signal that the site's pool has already is refused as a duplicate, so a second run adds
    nothing. `kind` is that of the sources made (wfdb, array or batch); `progress` is called with
    the number of readings checked so far. Raises PermissionDenied when `by` may not seed this
    site's pool, and whatever `readings` raises (PoolInputError).
    """
    if not by.may(Permission.SEED_POOL) or by.site_id != site.pk:
        raise PermissionDenied
    with Spool(site) as spool:
        refusals = _check(readings, spool, progress)
        taken, duplicates = _store(spool, by=by, kind=kind, is_simulated=is_simulated)
    return IngestReport(
        taken=dict(Counter((each.record.rhythm, each.origin) for each in taken)),
        refusals=(*refusals, *duplicates),
        sources=tuple(sorted({each.source_name for each in taken})),
    )


def _check(
    readings: Iterable[Recording | Refusal], spool: Spool, progress: Progress | None
) -> list[Refusal]:
    """Spool what can be stored; return what cannot."""
    refusals = []
    for count, reading in enumerate(readings, start=1):
        if isinstance(reading, Refusal):
            refusals.append(reading)
        else:
            try:
                spool.add(reading)
            except RecordRefusedError as refused:
                refusals.append(refused.of(reading.name))
        if progress:
            progress(count)
    return refusals


@transaction.atomic
def _store(
    spool: Spool, *, by: User, kind: str, is_simulated: bool
) -> tuple[list[SpooledRecord], list[Refusal]]:
    """Write what is new; return it, and a refusal for each signal that the pool has."""
    # Two ingests at one site wait for each other, else both might store the same signal.
    Site.objects.select_for_update().get(pk=spool.site.pk)
    known = _known_signals(spool)
    new = [each for each in spool if each.record.sha256 not in known]
    if new:
        _write(new, spool, _sources(new, by=by, site=spool.site, kind=kind, simulated=is_simulated))
        record_event(
            by=by,
            deed="ingest_records",
            target=spool.site.code,
            kind=kind,
            sources=sorted({each.source_name for each in new}),
            taken=len(new),
        )
    duplicates = [
        Refusal(each.record.name, "duplicate", f"has the same signal as {known[sha256]}")
        for each in spool
        if (sha256 := each.record.sha256) in known
    ]
    return new, duplicates


def _known_signals(spool: Spool) -> dict[str, str]:
    """The spooled signals that the site's pool has, by hash, with the record in words."""
    hashes = list(spool.name_of)
    known = {}
    for start in range(0, len(hashes), ROWS_AT_ONCE):
        rows = Record.objects.filter(
            site=spool.site, sha256__in=hashes[start : start + ROWS_AT_ONCE]
        ).values_list("sha256", "name", "source__name")
        known.update({sha256: f"{name} of {source}, in the pool" for sha256, name, source in rows})
    return known


def _sources(
    new: list[SpooledRecord], *, by: User, site: Site, kind: str, simulated: bool
) -> dict[str, Source]:
    """The source of each name, made where the site has none, with all licences of its records."""
    sources = {}
    for name in sorted({each.source_name for each in new}):
        licences = {each.record.licence for each in new if each.source_name == name}
        source = Source.objects.filter(site=site, name=name).first() or Source(
            site=site, name=name, kind=kind, created_by=by, is_simulated=simulated
        )
        licences.update(filter(None, source.licence.split("; ")))
        source.licence = "; ".join(sorted(licences))[:LICENCE_LENGTH]
        source.save()
        sources[name] = source
    return sources


def _write(new: list[SpooledRecord], spool: Spool, sources: dict[str, Source]) -> None:
    # The order in which a folder lists real and synthetic records must not become that of the
    # primary keys.
    shuffled = list(new)
    secrets.SystemRandom().shuffle(shuffled)
    for start in range(0, len(shuffled), ROWS_AT_ONCE):
        rows = shuffled[start : start + ROWS_AT_ONCE]
        for each in rows:
            each.record.source = sources[each.source_name]
        Record.objects.bulk_create([each.record for each in rows])
        Signal.objects.bulk_create(
            [Signal(record=each.record, samples_uv=spool.samples_of(each)) for each in rows]
        )
        Origin.objects.bulk_create([each.sealed() for each in rows])
