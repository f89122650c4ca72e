"""A study in the database, read to its end: the published calls, practice, repeats, outcomes."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from reviewapp.accounts.models import Site, User
from reviewapp.accounts.roles import Role
from reviewapp.pool.models import Record, Source
from reviewapp.pool.sealed import Origin
from reviewapp.readings.models import Reading, ReadingSession, Score
from reviewapp.studies.models import Case, Enrolment, Presentation, Status, Study
from reviewapp.studies.questionnaire import DEFAULT

from .datasets import PUBLISHED_ORIGINS, R


def make_unblinded_study(
    coordinator: User,
    verdicts: Mapping[User, Sequence[str]],
    origins: Sequence[str] = PUBLISHED_ORIGINS,
) -> Study:
    """An unblinded study: each reader's verdict on each case, in order, after one of practice.

    A verdict of "" stands for an abstention.
    """
    assert coordinator.site is not None
    study = _make_study(coordinator, coordinator.site)
    cases = [_make_case(study, number, origin) for number, origin in enumerate(origins)]
    practice = _make_case(study, 999, "synthetic", is_practice=True)
    enrol(study, coordinator, Role.STUDY_COORDINATOR)
    for user, given in verdicts.items():
        reader = enrol(study, user, Role.READER)
        session = ReadingSession.objects.create(
            reader=reader, app_version="0.1.0", browser="Firefox"
        )
        read(reader, practice, R, position=1, session=session, is_practice=True)
        for position, (case, verdict) in enumerate(zip(cases, given, strict=True), start=2):
            read(reader, case, verdict, position=position, session=session)
    return study


def enrol(study: Study, user: User, role: str) -> Enrolment:
    assert user.site is not None
    code = f"R-{user.username[:5].upper()}"
    return Enrolment.objects.create(
        study=study, user=user, site=user.site, role=role, reader_code=code
    )


def read(
    reader: Enrolment,
    case: Case,
    verdict: str,
    *,
    position: int,
    session: ReadingSession | None = None,
    repeat_of: Presentation | None = None,
    is_practice: bool = False,
    comment: str = "",
) -> Reading:
    """One presentation with its reading and scores."""
    shown = Presentation.objects.create(
        case=case,
        reader=reader,
        position=position,
        block=0 if is_practice else 1,
        is_practice=is_practice,
        repeat_of=repeat_of,
    )
    reading = Reading.objects.create(
        presentation=shown,
        session=session,
        submission_id=uuid4(),
        outcome=Reading.Outcome.READ if verdict else Reading.Outcome.ABSTAINED,
        reason="" if verdict else "I was disturbed",
        verdict=verdict,
        answers={"rhythm": "sinus", "cues": ["qrs"], "comment": comment} if verdict else {},
        first_shown_at=timezone.now() - timedelta(seconds=60),
    )
    if verdict:
        Score.objects.bulk_create(
            Score(reading=reading, item=item, value=None if item == "av" else 1 + position % 5)
            for item in DEFAULT.scale_codes
        )
    return reading


def set_status(study: Study, status: str) -> None:
    """Put the study elsewhere in its life, past every deed and rule."""
    now = timezone.now()
    Study.objects.filter(pk=study.pk).update(
        status=status,
        locked_at=now if status in (Status.LOCKED, Status.UNBLINDED) else None,
        unblinded_at=now if status == Status.UNBLINDED else None,
    )
    study.refresh_from_db()


def _make_study(coordinator: User, site: Site) -> Study:
    now = timezone.now()
    return Study.objects.create(
        name="Can you tell?",
        site=site,
        created_by=coordinator,
        status=Status.UNBLINDED,
        opened_at=now,
        locked_at=now,
        unblinded_at=now,
        plan_sha256="b" * 64,
        protocol_sha256="a" * 64,
        protocol={"questionnaire": DEFAULT.to_json()},
    )


def _make_case(study: Study, number: int, origin: str, is_practice: bool = False) -> Case:
    source, _ = Source.objects.get_or_create(
        site=study.site,
        name="PTB-XL",
        defaults={"kind": "wfdb", "licence": "CC-BY-4.0", "created_by": study.created_by},
    )
    record = Record.objects.create(
        site=study.site,
        source=source,
        name=f"record-{number:03d}",
        rhythm="SR",
        licence="CC-BY-4.0",
        rate_hz=500,
        sample_count=5000,
        sha256=f"{number:064x}",
    )
    Origin.objects.create(record=record, origin=origin)
    return Case.objects.create(
        study=study,
        record=record,
        code=f"case-{number:03d}",
        is_practice=is_practice,
        signal_5uv=b"\0",
        signal_sha256=f"{number:064x}",
    )
