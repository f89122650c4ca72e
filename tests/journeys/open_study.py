"""An open study of any size, made by the app's own deeds as people would make it."""

from collections.abc import Iterator

import numpy as np

from reviewapp.accounts.models import Grant, Site, User
from reviewapp.accounts.roles import Role
from reviewapp.ecg.record import Recording
from reviewapp.pool.ingest import ingest_recordings
from reviewapp.pool.models import Source
from reviewapp.readings.consent import give_consent
from reviewapp.studies.drafting import choose_sources, draft_study, set_cells
from reviewapp.studies.enrolling import enrol
from reviewapp.studies.lifecycle import open_study
from reviewapp.studies.models import Enrolment, Study
from reviewapp.studies.probing import waive_leaks
from tests.journeys.seeding import PASSWORD, Seeded

RATE_HZ = 500
CELLS = [("SR", "real"), ("SR", "synthetic"), ("AF", "real"), ("AF", "synthetic")]
PRACTICE_COUNT = 4


def open_study_of(reader_count: int, case_count: int, repeat_percent: int = 0) -> Seeded:
    """Open a study of `case_count` cases (a multiple of 4) to readers who have consented.

    Half of the readers are at each of two sites.
    """
    home, other = Site.objects.create(code="HD"), Site.objects.create(code="GOE")
    coordinator = _make_user("clara", home, Role.STUDY_COORDINATOR)
    _fill_pool(home, case_count)
    study = draft_study(
        by=coordinator,
        name="Under test",
        practice_count=PRACTICE_COUNT,
        repeat_percent=repeat_percent,
    )
    choose_sources(by=coordinator, study=study, sources=Source.objects.visible_to(coordinator))
    counts = dict.fromkeys(CELLS, case_count // len(CELLS))
    set_cells(by=coordinator, study=study, counts=counts)
    _make_user("aurel", home, Role.AUDITOR)  # unblinding takes two people
    enrol(by=coordinator, study=study, username="aurel", role=Role.AUDITOR)
    names = [f"reader{number}" for number in range(reader_count)]
    for number, name in enumerate(names):
        _make_user(name, (home, other)[number % 2], Role.READER)
        enrol(by=coordinator, study=study, username=name, role=Role.READER)
    waive_leaks(study=study, by=coordinator, reason="Drawn by formula, for a test")
    open_study(study=study, by=coordinator)
    _consent(study)
    return Seeded(study.token, names, coordinator.username)


def _make_user(username: str, site: Site, role: str) -> User:
    user = User.objects.create_user(username, password=PASSWORD, site=site)
    Grant.objects.create(user=user, role=role)
    return user


def _fill_pool(site: Site, case_count: int) -> None:
    """Records of every cell, enough for `case_count` cases and for practice."""
    researcher = _make_user("rasmus", site, Role.RESEARCHER)
    recordings = list(_draw_recordings(case_count + PRACTICE_COUNT * len(CELLS)))
    report = ingest_recordings(by=researcher, site=site, kind="array", readings=recordings)
    assert not report.refusals, report.refusals


def _draw_recordings(count: int) -> Iterator[Recording]:
    """ECG-like signals of 12 leads and 10 s, each another: narrow beats on a slow wave."""
    time_s = np.arange(10 * RATE_HZ) / RATE_HZ
    for number in range(count):
        chance = np.random.default_rng(number)
        phase = (time_s * chance.uniform(0.8, 1.6)) % 1 - 0.5
        beat_uv = 900 * np.exp(-((phase / 0.02) ** 2)) + 150 * np.sin(2 * np.pi * phase)
        leads_uv = chance.uniform(0.4, 1.2, (12, 1)) * beat_uv
        signal_uv = (leads_uv + chance.normal(0, 5, leads_uv.shape)).astype(np.int16)
        rhythm, origin = CELLS[number % len(CELLS)]
        yield Recording(f"r{number}", signal_uv, RATE_HZ, rhythm, origin, "Drawn", "CC0")


def _consent(study: Study) -> None:
    for reader in Enrolment.objects.readers().filter(study=study).select_related("user", "study"):
        give_consent(by=reader.user, reader=reader, profile={"specialty": "cardiology"})
