"""A small open study: two practice cases and four cases, two of each origin, for anna and bela."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone

from reviewapp.accounts.models import Site, User
from reviewapp.accounts.roles import Role
from reviewapp.ecg.harmonise import HARMONISED_SAMPLES, HarmonisedEcg, derive_limb_leads
from reviewapp.pool.models import Record, Source
from reviewapp.pool.sealed import Origin
from reviewapp.studies.models import Case, Enrolment, Presentation, Status, Study
from reviewapp.studies.questionnaire import DEFAULT

SCORES = dict.fromkeys(DEFAULT.scale_codes, "4")
STEPS = (
    {"rhythm": "sinus", "heart_rate": "72", "quality": "good"},
    {**SCORES, "noise": "na"},
    {"verdict": "probably_synthetic", "cues": ["qrs", "too_clean"], "comment": "odd T waves"},
)
"""What a form sends for each step of the default questionnaire."""


def make_signal(seed: int) -> bytes:
    """A harmonised signal unlike that of any other seed."""
    noise = np.random.default_rng(seed).integers(-200, 200, (8, HARMONISED_SAMPLES))
    return HarmonisedEcg(derive_limb_leads(noise.astype(np.int16))).to_bytes()


def sha256_of(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def make_record(site: Site, source: Source, number: int, origin: str) -> Record:
    record = Record.objects.create(
        pk=number + 1,
        site=site,
        source=source,
        name=f"record-{number:05d}",
        patient=f"patient-{number:05d}",
        rhythm="SR",
        age=61,
        sex="F",
        licence="CC-BY-4.0",
        rate_hz=500,
        sample_count=5000,
        sha256=sha256_of(number),
    )
    Origin.objects.create(record=record, origin=origin, detail={"generator": "sssd-ecg"})
    return record


def make_study(
    coordinator: User,
    readers: list[User],
    practice_count: int = 2,
    case_count: int = 4,
    *,
    source_name: str = "PTB-XL",
    first_number: int = 0,
) -> Study:
    """An open study whose readers have consented; every second case is synthetic."""
    site = coordinator.site
    assert site is not None
    source = Source.objects.create(
        site=site, name=source_name, kind="wfdb", licence="CC-BY-4.0", created_by=coordinator
    )
    study = Study.objects.create(
        name="Can you tell?",
        site=site,
        created_by=coordinator,
        status=Status.OPEN,
        opened_at=timezone.now(),
        plan_sha256="0" * 64,
        protocol={
            "questionnaire": DEFAULT.to_json(),
            "timing": {"is_recorded": True, "idle_after_s": 30},
        },
    )
    cases = [
        Case.objects.create(
            pk=number + 1,
            study=study,
            record=make_record(site, source, number, ("real", "synthetic")[number % 2]),
            is_practice=number < first_number + practice_count,
            signal_5uv=make_signal(number),
            signal_sha256=sha256_of(number + 1000),
        )
        for number in range(first_number, first_number + practice_count + case_count)
    ]
    for reader in readers:
        enrol_reader(study, reader, cases)
    return study


def enrol_reader(study: Study, user: User, cases: list[Case]) -> Enrolment:
    enrolment = Enrolment.objects.create(
        study=study, user=user, site=user.site, role=Role.READER, consent_at=timezone.now()
    )
    Presentation.objects.bulk_create(
        Presentation(
            case=case,
            reader=enrolment,
            position=position,
            block=0 if case.is_practice else 1,
            is_practice=case.is_practice,
        )
        for position, case in enumerate(cases, start=1)
    )
    return enrolment


@pytest.fixture
def study(coordinator: User, anna: User, bela: User) -> Study:
    return make_study(coordinator, [anna, bela])


@pytest.fixture
def anna_reads(study: Study, anna: User) -> Enrolment:
    return Enrolment.objects.select_related("study", "user").get(study=study, user=anna)


@dataclass
class Desk:
    """A reader's browser without JavaScript, or with it where `htmx` is true."""

    client: Client
    study: Study
    htmx: bool = False

    @property
    def address(self) -> str:
        return f"/read/{self.study.token}/"

    def look(self):
        return self.client.get(self.address, headers=self._headers())

    def form(self, page=None) -> dict[str, str]:
        """The hidden fields of the open step as a page, or a fresh one, gives them."""
        shown = (page or self.client.get(self.address)).context["page"]
        return {
            "presentation": shown.case_token,
            "step": str(shown.step_number),
            "submission_id": shown.step.submission_id,
        }

    def send(self, form: dict[str, str], answers: dict[str, object] | None = None, **extra: str):
        """Post a form; the answers are those of STEPS unless given."""
        if answers is None:
            answers = STEPS[int(form["step"]) - 1]
        data = {**form, **answers, **extra}
        return self.client.post(self.address, data, headers=self._headers())

    def lock(self, answers: dict[str, object] | None = None):
        """Fetch the open step and lock it."""
        return self.send(self.form(), answers)

    def read_case(self) -> None:
        for _ in STEPS:
            self.lock()

    def _headers(self) -> dict[str, str]:
        return {"HX-Request": "true"} if self.htmx else {}


@pytest.fixture
def desk_of(study: Study, sign_in: Callable[[User], Client]) -> Callable[[User], Desk]:
    return lambda user: Desk(sign_in(user), study)


@pytest.fixture
def desk(desk_of: Callable[[User], Desk], anna: User) -> Desk:
    """Anna at work."""
    return desk_of(anna)
