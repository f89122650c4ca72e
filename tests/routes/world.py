"""Two sites with studies in every state, and everybody who might knock at a door.

`joint` studies have people of Heidelberg and Göttingen; of the `other` one, at Göttingen alone,
nobody at Heidelberg may learn that it exists. Olof and Ulla belong to Uppsala, and to no study.
"""

from dataclasses import dataclass, field
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from reviewapp.accounts.models import Grant, Site, User
from reviewapp.accounts.people import invite_person, mark_saw_origins
from reviewapp.accounts.roles import Role
from reviewapp.ecg.evaluation_report import read_evaluation
from reviewapp.pool.evaluating import add_evaluation
from reviewapp.pool.ingest import ingest_recordings
from reviewapp.pool.models import IngestRun, Source
from reviewapp.readings.consent import give_consent
from reviewapp.readings.models import Reading, Score
from reviewapp.studies import drafting, enrolling, lifecycle, probing
from reviewapp.studies.models import Presentation, Study
from reviewapp.studies.questionnaire import DEFAULT, VERDICTS
from tests.ecg.evaluation_reports import EXAMPLE
from tests.ecg.simple_ecgs import simple_recording

PEOPLE = {
    "anna": ("HD", Role.READER),
    "bela": ("GOE", Role.READER),
    "sigrid": ("GOE", Role.SITE_COORDINATOR),
    "clara": ("HD", Role.STUDY_COORDINATOR),
    "rasmus": ("HD", Role.RESEARCHER),
    "aurel": ("HD", Role.AUDITOR),
    # Uppsala: every role that can be had together, and the one that cannot
    "olof": ("UPP", Role.READER, Role.SITE_COORDINATOR, Role.STUDY_COORDINATOR, Role.AUDITOR),
    "ulla": ("UPP", Role.RESEARCHER),
}
# Who makes Göttingen's own study; they knock at no door.
BEHIND_THE_SCENES = {
    "carla": ("GOE", Role.STUDY_COORDINATOR),
    "gerd": ("GOE", Role.RESEARCHER),
    "ada": ("GOE", Role.AUDITOR),
}
PROFILE: dict[str, object] = {
    "specialty": "cardiology",
    "grade": "consultant",
    "experience_years": 10,
    "ecgs_a_week": 50,
    "synthetic_exposure": "none",
    "database_exposure": "none",
    "databases": "",
}
CELLS = {("SR", "real"): 2, ("SR", "synthetic"): 2}


@dataclass(frozen=True)
class Answer:
    """One response, and the tables that the request wrote to."""

    response: HttpResponse
    written: frozenset[str]


@dataclass(frozen=True)
class World:
    """Whoever knocks, each with a browser, and the address parts of everything there is."""

    browsers: dict[str, Client]
    users: dict[str, User]
    studies: dict[str, Study]
    sources: dict[str, Source]
    runs: dict[str, IngestRun]
    invitation: str
    answers: dict[tuple[str, ...], Answer] = field(default_factory=dict)  # what came back so far


def build_world() -> World:
    """Make it all, by the deeds that people do."""
    sites = {code: Site.objects.create(code=code, name=code) for code in ("HD", "GOE", "UPP")}
    users = {name: _make_user(name, sites, *who) for name, who in PEOPLE.items()}
    users |= {name: _make_user(name, sites, *who) for name, who in BEHIND_THE_SCENES.items()}
    sources = {"joint": _fill_pool(users["rasmus"], 0), "other": _fill_pool(users["gerd"], 100)}
    mark_saw_origins(by=users["rasmus"])
    studies = {
        status: _make_joint(users, sources["joint"], status)
        for status in ("draft", "open", "locked", "unblinded")
    }
    studies["other"] = _make_other(users, sources["other"])
    return World(
        browsers={"anonymous": Client()} | {name: _sign_in(users[name]) for name in PEOPLE},
        users=users,
        studies=studies,
        sources=sources,
        runs={"joint": _upload(users["rasmus"]), "other": _upload(users["gerd"])},
        invitation=invite_person(by=users["clara"], site=sites["GOE"], role=Role.READER)[1],
    )


def _make_user(name: str, sites: dict[str, Site], code: str, *roles: str) -> User:
    user = User.objects.create_user(name, site=sites[code])
    Grant.objects.bulk_create(Grant(user=user, role=role) for role in roles)
    return user


def _sign_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    browser.get("/password/")  # the first page notes in the session when it began
    return browser


def _upload(user: User) -> IngestRun:
    return IngestRun.objects.create(site=user.site, created_by=user, file_name="ecgs.zip")


def _fill_pool(researcher: User, seed: int) -> Source:
    evaluation = read_evaluation(EXAMPLE)
    batch = {"manifest_sha256": evaluation.document.batches[0].manifest_sha256}
    readings = [
        simple_recording(
            f"r{n}", seed=seed + n, origin="synthetic" if n % 2 else "real", detail=batch
        )
        for n in range(10)
    ]
    assert researcher.site
    ingest_recordings(by=researcher, site=researcher.site, kind="array", readings=readings)
    source = Source.objects.get(site=researcher.site)
    add_evaluation(source=source, report=evaluation, by=researcher)
    return source


def _make_joint(users: dict[str, User], source: Source, status: str) -> Study:
    clara, aurel = users["clara"], users["aurel"]
    study = _draft(clara, source, f"joint, {status}")
    for name in ("anna", "bela", "sigrid", "rasmus", "aurel"):
        enrolling.enrol(by=clara, study=study, username=name, role=PEOPLE[name][1])
    if status != "draft":
        _open(study, clara)
    if status != "draft":
        _consent(study)
    if status == "unblinded":
        _read_everything(study)
    if status in ("locked", "unblinded"):
        lifecycle.lock_study(study=study, by=clara)
        lifecycle.ask_unblinding(study=study, by=clara, reason="the reading is done")
    if status == "unblinded":
        lifecycle.approve_unblinding(study=study, by=aurel)
    return study


def _read_everything(study: Study) -> None:
    for number, presentation in enumerate(Presentation.objects.filter(case__study=study)):
        reading = Reading.objects.create(
            presentation=presentation,
            submission_id=uuid4(),
            verdict=VERDICTS[number % len(VERDICTS)],
            answers={"rhythm": "sinus", "quality": "good", "cues": []},
            first_shown_at=timezone.now(),
        )
        Score.objects.bulk_create(
            Score(reading=reading, item=item, value=1 + number % 5) for item in DEFAULT.scale_codes
        )


def _make_other(users: dict[str, User], source: Source) -> Study:
    carla = users["carla"]
    study = _draft(carla, source, "Göttingen alone")
    for name, role in (
        ("bela", Role.READER),
        ("sigrid", Role.SITE_COORDINATOR),
        ("ada", Role.AUDITOR),
    ):
        enrolling.enrol(by=carla, study=study, username=name, role=role)
    _open(study, carla)
    _consent(study)
    return study


def _open(study: Study, coordinator: User) -> None:
    probing.waive_leaks(study=study, by=coordinator, reason="too few cases to probe")
    lifecycle.open_study(study=study, by=coordinator)


def _draft(coordinator: User, source: Source, name: str) -> Study:
    study = drafting.draft_study(
        by=coordinator, name=name, practice_count=2, repeat_percent=0, block_size=20
    )
    drafting.choose_sources(by=coordinator, study=study, sources=[source])
    drafting.set_cells(by=coordinator, study=study, counts=CELLS)
    return study


def _consent(study: Study) -> None:
    for reader in study.enrolments.readers().select_related("user", "study"):
        give_consent(by=reader.user, reader=reader, profile=PROFILE)
