"""Take recordings into a site's pool: checked first, then stored in one short transaction."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from reviewapp.accounts.models import Site, User
from reviewapp.accounts.roles import Permission
from reviewapp.audit.trail import record_event
from reviewapp.ecg.evaluation_report import EvaluationReport
from reviewapp.ecg.record import Recording, Refusal
from reviewapp.ecg.refusals import RecordRefusedError
from reviewapp.pool.evaluating import add_evaluation, barred_reason, reasons_against
from reviewapp.pool.models import Record, Signal, Source
from reviewapp.pool.queries import has_record_of
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
    evaluation: EvaluationReport | None = None,
    keep_flagged: bool = False,
    is_simulated: bool = False,
    progress: Progress | None = None,
) -> IngestReport:
    """Check every reading, then store what passed; all of it or, after a crash, nothing.

    A signal that the site's pool has already is refused as a duplicate, so a second run adds
    nothing. A signal that the newest evaluation of its batch lists is refused, or, to
    `keep_flagged`, taken but barred; `evaluation` is such a report, kept with the source. `kind`
    is that of the sources made (wfdb, array or batch); `progress` is called with the number of
    readings checked so far. Raises PermissionDenied when `by` may not seed this site's pool, and
    whatever `readings` raises (PoolInputError).
    """
    if not by.may(Permission.SEED_POOL) or by.site_id != site.pk:
        raise PermissionDenied
    with Spool(site) as spool:
        refusals = _check(readings, spool, progress)
        stored = _store(
            spool,
            by=by,
            kind=kind,
            is_simulated=is_simulated,
            evaluation=evaluation,
            keep_flagged=keep_flagged,
        )
    return IngestReport(
        taken=dict(Counter((each.record.rhythm, each.origin) for each in stored.taken)),
        refusals=(*refusals, *stored.refusals),
        sources=tuple(sorted({each.source_name for each in stored.taken})),
        barred=stored.barred,
        light=stored.light,
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


@dataclass(frozen=True)
class _Stored:
    """What came into the pool, what did not, how many are barred, and the kept report's light."""

    taken: list[SpooledRecord]
    refusals: list[Refusal]
    barred: int
    light: str


@transaction.atomic
def _store(
    spool: Spool,
    *,
    by: User,
    kind: str,
    is_simulated: bool,
    evaluation: EvaluationReport | None,
    keep_flagged: bool,
) -> _Stored:
    """Write what is new and in order; the evaluation beside it."""
    # Two ingests at one site wait for each other, else both might store the same signal.
    Site.objects.select_for_update().get(pk=spool.site.pk)
    reasons = reasons_against(spool.site, evaluation)
    new, refusals = _sort(spool, {} if keep_flagged else reasons)
    flagged = [each for each in new if each.signal_sha256 in reasons]
    for each in flagged:
        each.record.barred_reason = barred_reason(reasons[each.signal_sha256])
    if new:
        _write(new, spool, _sources(new, by=by, site=spool.site, kind=kind, simulated=is_simulated))
        record_event(
            by=by,
            deed="ingest_records",
            target=spool.site.code,
            kind=kind,
            sources=sorted({each.source_name for each in new}),
            taken=len(new),
            barred=len(flagged),
        )
    light, barred_before = _keep_evaluation(evaluation, spool, by)
    return _Stored(new, refusals, len(flagged) + barred_before, light)


def _sort(spool: Spool, reasons: dict[str, str]) -> tuple[list[SpooledRecord], list[Refusal]]:
    """What is new, and a refusal for each signal that the pool has or that `reasons` speak of."""
    known = _known_signals(spool)
    new, refusals = [], []
    for each in spool:
        name, sha256 = each.record.name, each.record.sha256
        if sha256 in known:
            refusals.append(Refusal(name, "duplicate", f"has the same signal as {known[sha256]}"))
        elif each.signal_sha256 in reasons:
            refusals.append(Refusal(name, "flagged", reasons[each.signal_sha256]))
        else:
            new.append(each)
    return new, refusals


def _keep_evaluation(
    evaluation: EvaluationReport | None, spool: Spool, by: User
) -> tuple[str, int]:
    """The light of the evaluation, "" where it is not kept, and how many records it bars now."""
    if evaluation is None:
        return "", 0
    manifests = [batch.manifest_sha256 for batch in evaluation.document.batches]
    names = {each.source_name for each in spool}
    sources = [
        source
        for source in Source.objects.filter(site=spool.site, name__in=names)
        if has_record_of(source, manifests)
    ]
    barred = sum(add_evaluation(source=each, report=evaluation, by=by) for each in sources)
    return evaluation.document.light if sources else "", barred


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
