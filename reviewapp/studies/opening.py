"""What opening a study makes: the drawn cases, their harmonised signals, and every presentation.

`prepare` does the heavy work and writes nothing; `store` writes it all. Between the two, the
transaction of `lifecycle.open_study` makes sure that the draft and the pools are still the same.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from reviewapp.ecg.harmonise import harmonise
from reviewapp.pool.models import Record
from reviewapp.pool.sealed import Origin
from reviewapp.pool.signals import load_ecg
from reviewapp.studies import allocation
from reviewapp.studies.allocation import Candidate, Plan, PlannedPresentation, allocate
from reviewapp.studies.drafting import design_of
from reviewapp.studies.models import Case, Enrolment, Presentation, Study
from reviewapp.studies.protocol import hash_document, write_protocol

ROWS_AT_ONCE = 200


class OpeningRefusedError(ValueError):
    """A draft that cannot be opened; ``reasons`` says why, one sentence each."""

    def __init__(self, *reasons: str) -> None:
        """Keep the ``reasons``, each a whole sentence for a coordinator."""
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Draft:
    """Everything that the plan of a study follows from, beside the seed."""

    protocol: dict[str, Any]
    cells: tuple[allocation.Cell, ...]
    readers: tuple[str, ...]
    design: allocation.Design
    candidates: frozenset[Candidate] = field(repr=False)


@dataclass(frozen=True)
class Prepared:
    """A plan, and the harmonised signal of each drawn record by its key; nothing is written."""

    draft: Draft
    seed: str
    plan: Plan
    signals: Mapping[str, bytes] = field(repr=False)


def read_draft(study: Study) -> Draft:
    """The draft and its pools as they are now."""
    return Draft(
        protocol=write_protocol(study),
        cells=tuple(
            allocation.Cell(cell.rhythm, cell.origin, cell.case_count)
            for cell in study.cells.order_by("rhythm", "origin")
        ),
        readers=tuple(
            study.enrolments.readers().order_by("reader_code").values_list("reader_code", flat=True)
        ),
        design=design_of(study),
        candidates=frozenset(read_candidates(study)),
    )


def read_candidates(study: Study) -> list[Candidate]:
    """Every record of the study's sources that is not barred, with its sealed origin."""
    return _candidates(
        Origin.objects.filter(record__source__in=study.sources.all(), record__barred_reason="")
    )


def read_drawn(study: Study) -> list[Candidate]:
    """The records that are cases of an opened study, practice among them."""
    return _candidates(Origin.objects.filter(record__in=study.cases.values("record")))


def _candidates(origins: QuerySet[Origin]) -> list[Candidate]:
    """A patient's name counts within one source: two sources may both have a patient 1."""
    rows = origins.values_list(
        "record__sha256", "record__rhythm", "origin", "record__patient", "record__source__name"
    )
    return [
        Candidate(sha256, rhythm, origin, f"{source} {patient}" if patient else "")
        for sha256, rhythm, origin, patient, source in rows
    ]


def prepare(study: Study, seed: str = "") -> Prepared:
    """Draw, allocate and harmonise under a fresh seed (or, to check a plan, under ``seed``).

    Raises AllocationError, and OpeningRefusedError naming each record that the signal chain
    cannot take.
    """
    draft = read_draft(study)
    seed = seed or secrets.token_hex(32)
    plan = allocate(
        seed=seed,
        candidates=draft.candidates,
        cells=draft.cells,
        readers=draft.readers,
        design=draft.design,
    )
    return Prepared(draft, seed, plan, _harmonise_records(study, _keys_in_order(plan)))


def _keys_in_order(plan: Plan) -> list[str]:
    """Keys of all drawn records, practice among them, in an order that tells of neither."""
    return sorted(candidate.key for candidate in (*plan.cases, *plan.practice))


def _records(study: Study, keys: Sequence[str]) -> dict[str, Record]:
    """The records of these keys with their signals, by key."""
    found = Record.objects.filter(source__in=study.sources.all(), sha256__in=keys)
    return {record.sha256: record for record in found.select_related("signal")}


def _harmonise_records(study: Study, keys: Sequence[str]) -> dict[str, bytes]:
    signals, reasons = {}, []
    for start in range(0, len(keys), ROWS_AT_ONCE):
        for key, record in _records(study, keys[start : start + ROWS_AT_ONCE]).items():
            try:
                signals[key] = harmonise(load_ecg(record)).to_bytes()
            except ValueError as error:
                reasons.append(f"The record {record.token} cannot be shown: {error}.")
    if reasons:
        raise OpeningRefusedError(*reasons)
    return signals


def store(study: Study, prepared: Prepared, leak_probe: Mapping[str, Any] | None = None) -> None:
    """Write cases and presentations, and set (not save) what the study freezes.

    ``leak_probe`` joins the protocol: what was known of leaks when the study was opened.
    """
    cases = _store_cases(study, prepared)
    _store_presentations(study, prepared.plan, cases)
    study.protocol = {**prepared.draft.protocol, "leak_probe": dict(leak_probe or {})}
    study.protocol_sha256 = hash_document(study.protocol)
    study.plan = json.loads(prepared.plan.as_json())
    study.plan_sha256 = prepared.plan.sha256
    study.seed = prepared.seed
    study.seed_sha256 = prepared.plan.seed_commitment


def _store_cases(study: Study, prepared: Prepared) -> dict[str, Case]:
    """One row a drawn record, in the order of their keys, which carries no origin."""
    keys = _keys_in_order(prepared.plan)
    practice = {candidate.key for candidate in prepared.plan.practice}
    pk_of = dict(
        Record.objects.filter(source__in=study.sources.all(), sha256__in=keys).values_list(
            "sha256", "pk"
        )
    )
    cases = Case.objects.bulk_create(
        (
            Case(
                study=study,
                record_id=pk_of[key],
                is_practice=key in practice,
                signal_5uv=prepared.signals[key],
                signal_sha256=hashlib.sha256(prepared.signals[key]).hexdigest(),
            )
            for key in keys
        ),
        batch_size=ROWS_AT_ONCE,
    )
    return dict(zip(keys, cases, strict=True))


def _store_presentations(study: Study, plan: Plan, cases: Mapping[str, Case]) -> None:
    """First showings before repeats: a row refers to an earlier one and never changes."""
    readers = {reader.reader_code: reader for reader in study.enrolments.readers()}
    planned = [
        (readers[reader.reader], shown) for reader in plan.readers for shown in reader.presentations
    ]
    firsts = [
        _presentation(reader, shown, cases)
        for reader, shown in planned
        if shown.repeat_of_position is None
    ]
    Presentation.objects.bulk_create(firsts, batch_size=ROWS_AT_ONCE)
    by_position = {(first.reader_id, first.position): first for first in firsts}
    repeats = []
    for reader, shown in planned:
        if shown.repeat_of_position is not None:
            repeat = _presentation(reader, shown, cases)
            repeat.repeat_of = by_position[reader.pk, shown.repeat_of_position]
            repeats.append(repeat)
    Presentation.objects.bulk_create(repeats, batch_size=ROWS_AT_ONCE)


def _presentation(
    reader: Enrolment, shown: PlannedPresentation, cases: Mapping[str, Case]
) -> Presentation:
    return Presentation(
        case=cases[shown.case_key],
        reader=reader,
        position=shown.position,
        block=shown.block,
        is_practice=shown.practice,
    )
