"""The deeds of the gate: probe a draft for leaks, and waive what stands in the way.

A probe draws cases from the draft's pools as opening would, visits each as a reader would, and
asks whether anything but the ECG tells its origin. The seed of its draw follows from the study and
its draft: probing the same draft again draws the same cases, so nobody can probe until it passes.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from django.db import transaction
from django.db.models import QuerySet

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Permission
from reviewapp.audit.trail import record_event
from reviewapp.ecg.harmonise import HarmonisedEcg
from reviewapp.ecg.record import Ecg
from reviewapp.pool.models import Record
from reviewapp.pool.signals import load_ecg
from reviewapp.studies.allocation import AllocationError
from reviewapp.studies.blinding import which_are_synthetic
from reviewapp.studies.drafting import NotADraftError, lock_draft
from reviewapp.studies.gate import Gate, gate_of, hash_candidates
from reviewapp.studies.leaks.evidence import Evidence, refuse_few, weigh
from reviewapp.studies.leaks.order import Shown
from reviewapp.studies.leaks.report import LeakReport
from reviewapp.studies.leaks.responses import Visit
from reviewapp.studies.membership import require
from reviewapp.studies.models import (
    REASON_LENGTH,
    LeakProbe,
    LeakWaiver,
    Presentation,
    Status,
    Study,
)
from reviewapp.studies.opening import (
    ROWS_AT_ONCE,
    OpeningRefusedError,
    Prepared,
    prepare,
    read_draft,
    store,
)
from reviewapp.studies.visiting import VisitedCase, Visitor

LOOKS: Final = 2
"""How often each case's page and picture are asked for again, to know their latency."""

Progress = Callable[[int, int], None]
"""Takes the visits done, and all that there will be."""


class NothingToWaiveError(ValueError):
    """A waiver where nothing stands in the way, or without a reason; the message says which."""


def ignore_progress(done: int, total: int) -> None:
    """Report to nobody."""


def probe_study(
    *, study: Study, by: User | None, report_progress: Progress = ignore_progress
) -> LeakProbe:
    """Probe the draft as it is now, and keep what was found with its audit event.

    `by` is None when the server's own command asks. Raises PermissionDenied, NotADraftError,
    OpeningRefusedError when the cases cannot be drawn, and VisitFailedError.
    """
    if by is not None:
        require(by, study, Permission.RUN_STUDY)
    study = Study.objects.get(pk=study.pk)
    if study.status != Status.DRAFT:
        raise NotADraftError
    draft_sha256 = hash_candidates(read_draft(study))
    seed = hashlib.sha256(f"probe {study.token} {draft_sha256}".encode()).hexdigest()
    try:
        prepared = prepare(study, seed)
    except AllocationError as refusal:
        raise OpeningRefusedError(*refusal.reasons) from refusal
    report = _probe(study, prepared, report_progress)
    return _keep(study, by, hash_candidates(prepared.draft), report)


def _probe(study: Study, prepared: Prepared, report_progress: Progress) -> LeakReport:
    """The report on the cases of a plan, practice left out."""
    keys = sorted(candidate.key for candidate in prepared.plan.cases)
    synthetic_c = np.array(which_are_synthetic(study, keys))
    too_few = refuse_few(synthetic_c)
    if too_few:
        return too_few
    evidence = Evidence(
        rounds=_visit_all(study, prepared, keys, report_progress),
        shown=_stored_order(study, prepared, keys),
        harmonised=[HarmonisedEcg.from_bytes(prepared.signals[key]) for key in keys],
        raw=_raw_ecgs(study, keys),
    )
    return weigh(evidence, synthetic_c, seed=_number(prepared.seed))


def _visit_all(
    study: Study, prepared: Prepared, keys: Sequence[str], report_progress: Progress
) -> list[list[Visit]]:
    """A round of whole visits, then rounds of looks, each in an order of its own.

    Whatever makes the machine slow for a while so falls upon both origins alike.
    """
    pk_of = dict(_records(study, keys).values_list("sha256", "pk"))
    cases = [VisitedCase(pk_of[key], prepared.signals[key]) for key in keys]
    visitor = Visitor(study, prepared.draft.protocol)
    visitor.visit(cases[0])  # the first one fills caches, and its times are no case's own
    chance = np.random.default_rng(_number(prepared.seed))
    rounds, done = [], 0
    for number in range(1 + LOOKS):
        visits: dict[int, Visit] = {}
        for place in chance.permutation(len(cases)):
            visit = visitor.visit(cases[place], only_look=number > 0)
            visits[place] = visit if number == 0 else visit.without_bodies()
            done += 1
            report_progress(done, len(cases) * (1 + LOOKS))
        rounds.append([visits[place] for place in range(len(cases))])
    return rounds


def _number(seed: str) -> int:
    return int(seed[:8], 16)


def _stored_order(study: Study, prepared: Prepared, keys: Sequence[str]) -> list[Shown]:
    """Tokens, rows and positions of all presentations, stored as opening does and then undone."""
    place = {key: number for number, key in enumerate(keys)}
    with transaction.atomic():
        store(Study.objects.get(pk=study.pk), prepared)
        rows = Presentation.objects.filter(case__study=study, is_practice=False).order_by("pk")
        stored = list(rows.values_list("case__record__sha256", "token", "position"))
        transaction.set_rollback(True)
    return [
        Shown(case=place[key], token=token, row=row, position=position)
        for row, (key, token, position) in enumerate(stored)
    ]


def _records(study: Study, keys: Sequence[str]) -> QuerySet[Record]:
    return Record.objects.filter(source__in=study.sources.all(), sha256__in=keys)


def _raw_ecgs(study: Study, keys: Sequence[str]) -> Iterator[Ecg]:
    """The records as they came, before the signal chain, in the order of `keys`."""
    for start in range(0, len(keys), ROWS_AT_ONCE):
        some = keys[start : start + ROWS_AT_ONCE]
        found = {r.sha256: r for r in _records(study, some).select_related("signal")}
        yield from (load_ecg(found[key]) for key in some)


@transaction.atomic
def _keep(study: Study, by: User | None, draft_sha256: str, report: LeakReport) -> LeakProbe:
    probe = LeakProbe.objects.create(
        study=study,
        draft_sha256=draft_sha256,
        by=by,
        is_clean=report.is_clean,
        report=report.to_json(),
    )
    record_event(
        by=by,
        deed="probe_leaks",
        target=study.name,
        study_token=study.token,
        is_clean=report.is_clean,
        refusal=report.refusal,
        leaks={figure.name: round(figure.auc, 3) for figure in report.leaks},
        cases=report.real + report.synthetic,
    )
    return probe


@transaction.atomic
def waive_leaks(*, study: Study, by: User, reason: str) -> LeakWaiver:
    """Let the draft as it is now be opened all the same, for a reason that stands in the trail.

    Raises PermissionDenied, NotADraftError, and NothingToWaiveError without a reason, or where
    nothing stands in the way.
    """
    require(by, study, Permission.RUN_STUDY)
    draft = lock_draft(study, by)
    gate = gate_of(draft, read_draft(draft))
    reason = reason.strip()[:REASON_LENGTH]
    if not reason:
        raise NothingToWaiveError("A waiver needs a reason.")
    if not gate.blocker:
        raise NothingToWaiveError("Nothing stands in the way of opening that could be waived.")
    waiver = LeakWaiver.objects.create(
        study=draft, probe=gate.probe, draft_sha256=gate.draft_sha256, by=by, reason=reason
    )
    record_event(
        by=by,
        deed="waive_leaks",
        target=draft.name,
        study_token=draft.token,
        reason=reason,
        waived=gate.blocker,
        leaks=_leaks_of(gate),
    )
    return waiver


def _leaks_of(gate: Gate) -> dict[str, float]:
    """The AUC of everything that was found, by name."""
    leaks = gate.report.leaks if gate.report else ()
    return {figure.name: round(figure.auc, 3) for figure in leaks}
