"""Keep the report on a batch beside its source, and its faulty records out of studies."""

import hashlib

from django.core.exceptions import PermissionDenied
from django.db import transaction

from reviewapp.accounts.models import Site, User
from reviewapp.accounts.roles import Permission
from reviewapp.audit.trail import record_event
from reviewapp.ecg.evaluation_report import EvaluationReport
from reviewapp.ecg.refusals import PoolInputError
from reviewapp.pool.barring import bar_record
from reviewapp.pool.models import Evaluation, Record, Source
from reviewapp.pool.queries import has_record_of, newest_of_each_batch, records_by_signal

REASON_LENGTH = Record._meta.get_field("barred_reason").max_length


@transaction.atomic
def add_evaluation(*, source: Source, report: EvaluationReport, by: User) -> int:
    """Keep `report` with `source`, and bar the records of it that the report lists; how many.

    A record that is barred already keeps its reason. The same report a second time changes
    nothing. Raises PermissionDenied when `by` may not seed the pool of the source's site, and
    PoolInputError when the source holds no record of the report's batches.
    """
    if not by.may(Permission.SEED_POOL) or by.site_id != source.site_id:
        raise PermissionDenied
    # As an ingest does: neither the same report twice at once, nor records that come in meanwhile.
    Site.objects.select_for_update().get(pk=source.site_id)
    if source.evaluations.filter(document_sha256=report.sha256).exists():
        return 0
    manifests = sorted({batch.manifest_sha256 for batch in report.document.batches})
    if not has_record_of(source, manifests):
        raise PoolInputError(
            f"report.json: field 'batches' names no batch of which {source.name!r} holds a record"
        )
    evaluation = _store(source, report, manifests, by)
    barred = _bar_listed(source, report, by)
    record_event(
        by=by,
        deed="add_evaluation",
        target=source.token,
        evaluation=evaluation.token,
        light=evaluation.light,
        document_sha256=report.sha256,
        page_sha256=evaluation.page_sha256,
        listed=len(report.barred),
        barred=barred,
    )
    return barred


def reasons_against(site: Site, report: EvaluationReport | None) -> dict[str, str]:
    """Why signals, by their SHA-256 in their manifest, should not enter the pool of `site`.

    By the newest word on each batch: `report`, then the reports that the site keeps.
    """
    newer = [batch.manifest_sha256 for batch in report.document.batches] if report else []
    kept = Evaluation.objects.in_short().filter(source__site=site)
    reasons = {}
    # The oldest first, so that where two speak of a signal the newest has the last word
    for evaluation in reversed(newest_of_each_batch(kept, but=newer)):
        reasons.update({sha256: reason for sha256, _, reason in evaluation.barred})
    if report:
        reasons.update({each.sha256: each.reason for each in report.barred})
    return reasons


def barred_reason(reason: str) -> str:
    """A report's reason as that of a record's bar: says where it comes from, cut where too long."""
    return f"Evaluation: {reason}"[:REASON_LENGTH]


def _store(source: Source, report: EvaluationReport, manifests: list[str], by: User) -> Evaluation:
    return Evaluation.objects.create(
        source=source,
        light=report.document.light,
        manifests=manifests,
        barred=[[each.sha256, each.name, each.reason] for each in report.barred],
        document=report.text,
        document_sha256=report.sha256,
        page=report.page,
        page_sha256=hashlib.sha256(report.page).hexdigest(),
        created_by=by,
    )


def _bar_listed(source: Source, report: EvaluationReport, by: User) -> int:
    reasons = {each.sha256: barred_reason(each.reason) for each in report.barred}
    found = records_by_signal(source, reasons)
    in_studies = {sha256: record for sha256, record in found.items() if not record.barred_reason}
    for sha256, record in in_studies.items():
        bar_record(record=record, by=by, reason=reasons[sha256])
    return len(in_studies)
