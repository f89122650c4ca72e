"""The deeds of exporting: what somebody takes out of a study, and the note of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from reviewapp.accounts.people import mark_saw_origins
from reviewapp.accounts.roles import Permission
from reviewapp.audit.trail import record_event
from reviewapp.results.analysing import analyse_study
from reviewapp.results.exports.archive import zip_pieces
from reviewapp.results.exports.blind import blind_members, visible_protocol
from reviewapp.results.exports.bundle import Bundle, made_at_of
from reviewapp.results.exports.flow import read_flow
from reviewapp.results.exports.material import Material
from reviewapp.results.exports.printed import printed_members
from reviewapp.results.exports.reading_stream import ReadingStream
from reviewapp.studies.models import Enrolment, Status
from reviewapp.studies.questionnaire import Questionnaire


@dataclass(frozen=True)
class Delivery:
    """A file on its way out: its name, and its bytes as they are made."""

    name: str
    pieces: Iterator[bytes]


def deliver_study(*, by: Enrolment) -> Delivery:
    """Everything about an unblinded study that `by` may see, as one archive.

    It tells origins: who takes it can be no reader of these records any more. Raises
    `blinding.StillBlind` before unblinding, PermissionDenied without the right to see results,
    and NotAnalysedError where a large study was not analysed.
    """
    if not by.may(Permission.SEE_RESULTS):
        raise PermissionDenied
    bundle = bundle_of(by)
    folder = _folder(by)
    mark_saw_origins(by=by.user)
    record_export(by=by, name=f"{folder}.zip")
    made_at = made_at_of(by.study)
    return Delivery(f"{folder}.zip", zip_pieces(bundle.members(), folder=folder, made_at=made_at))


def deliver_blind(*, by: Enrolment) -> Delivery:
    """What may leave the study at any time from its opening on: nothing in it tells an origin.

    Raises PermissionDenied without the right to see progress, and of a draft.
    """
    if not by.may(Permission.SEE_PROGRESS) or by.study.status == Status.DRAFT:
        raise PermissionDenied
    folder = f"{_folder(by)}-blind"
    record_export(by=by, name=f"{folder}.zip")
    pieces = zip_pieces(blind_members(by), folder=folder, made_at=timezone.now())
    return Delivery(f"{folder}.zip", pieces)


def record_export(*, by: Enrolment, name: str) -> None:
    """Note in the audit trail that `by` takes a file of that name."""
    record_event(by=by.user, deed="export_results", target=name, study_token=by.study.token)


def bundle_of(enrolment: Enrolment) -> Bundle:
    """All that is exported of a study. Raises as `deliver_study`."""
    study = enrolment.study
    stream = ReadingStream.of(study=study, enrolment=enrolment)
    analysis = analyse_study(study=study, enrolment=enrolment)
    protocol = visible_protocol(study, enrolment)
    return Bundle(
        study=study,
        material=Material(analysis, protocol, tuple(read_flow(enrolment))),
        stream=stream,
        questionnaire=Questionnaire.from_json(study.protocol["questionnaire"]),
        figures=printed_members(study, analysis),
    )


def _folder(by: Enrolment) -> str:
    """Named for the study's token and the site: the study's name is free text."""
    site = "" if by.may(Permission.SEE_ALL_SITES) else f"-{by.site.code}"
    return f"ecg-blind-review-{by.study.token}{site}"
