"""A pool of noise that passes for ECGs, and a study drafted over it with the usual cast."""

import hashlib
from collections.abc import Callable

import numpy as np
import pytest

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Role
from reviewapp.pool.models import Record, Signal, Source
from reviewapp.pool.sealed import Origin
from reviewapp.studies import drafting, enrolling, lifecycle, probing
from reviewapp.studies.gate import hash_candidates
from reviewapp.studies.leaks.report import Figure, LeakReport
from reviewapp.studies.models import LeakProbe, Study
from reviewapp.studies.opening import read_draft

RATE_HZ = 100
EIGHT_EACH = {("SR", "real"): 8, ("SR", "synthetic"): 8}


def add_record(source: Source, rhythm: str, origin: str, number: int, **fields) -> Record:
    """One record of a random walk, told from all others by `number`, the same on any machine."""
    noise = hashlib.shake_256(f"{rhythm} {origin} {number}".encode()).digest(12 * 10 * RATE_HZ)
    walk_uv = np.frombuffer(noise, "i1").reshape(12, -1).cumsum(axis=1)
    samples = walk_uv.astype("<i2").tobytes()
    record = Record.objects.create(
        source=source,
        site=source.site,
        name=f"{rhythm}-{number}",
        rhythm=rhythm,
        licence="CC0",
        rate_hz=RATE_HZ,
        sample_count=10 * RATE_HZ,
        sha256=hashlib.sha256(samples).hexdigest(),
        **fields,
    )
    Signal.objects.create(record=record, samples_uv=samples)
    Origin.objects.create(record=record, origin=origin)
    return record


@pytest.fixture
def source(heidelberg, researcher) -> Source:
    """A pool of twelve real and twelve synthetic ECGs in sinus rhythm."""
    pool = Source.objects.create(
        site=heidelberg, name="Pool", kind="array", licence="CC0", created_by=researcher
    )
    for origin in ("real", "synthetic"):
        for number in range(12):
            add_record(pool, "SR", origin, number)
    return pool


@pytest.fixture
def draft(coordinator: User) -> Study:
    """A draft with a name and nothing else."""
    return drafting.draft_study(by=coordinator, name="Blind review")


CAST = {
    "anna": Role.READER,
    "bela": Role.READER,
    "site_coordinator": Role.SITE_COORDINATOR,
    "auditor": Role.AUDITOR,
}


WAIVED = "These are no ECGs, and what tells them apart is not the matter of this test."


@pytest.fixture
def unprobed(draft: Study, coordinator: User, source: Source, request) -> Study:
    """Two readers at two sites, 16 cases, 2 for practice: only a probe for leaks is missing."""
    drafting.change_draft(by=coordinator, study=draft, practice_count=2, repeat_percent=0)
    drafting.choose_sources(by=coordinator, study=draft, sources=[source])
    drafting.set_cells(by=coordinator, study=draft, counts=EIGHT_EACH)
    for who, role in CAST.items():
        user = request.getfixturevalue(who)
        enrolling.enrol(by=coordinator, study=draft, username=user.username, role=role)
    draft.refresh_from_db()
    return draft


QUIET = Figure("picture: latency", 0.55, 0.3, 0.8, 0.9, False)
TELLING = Figure("picture: length", 1.0, 0.7, 1.0, 0.001, False)


def keep_probe(study: Study, report: LeakReport) -> LeakProbe:
    """What a probe of the draft as it is now would have left, had it found `report`."""
    draft_sha256 = hash_candidates(read_draft(study))
    return LeakProbe.objects.create(
        study=study, draft_sha256=draft_sha256, is_clean=report.is_clean, report=report.to_json()
    )


@pytest.fixture
def clean() -> Callable[[Study], LeakProbe]:
    """`clean(draft)` keeps a probe that found nothing."""
    return lambda draft: keep_probe(draft, LeakReport(real=8, synthetic=8, figures=(QUIET,)))


@pytest.fixture
def leaking(unprobed: Study) -> Study:
    """A draft with a probe that found a leak."""
    keep_probe(unprobed, LeakReport(real=8, synthetic=8, figures=(QUIET, TELLING)))
    return unprobed


@pytest.fixture
def ready(unprobed: Study, coordinator: User) -> Study:
    """A draft that nothing blocks, since the coordinator waived the probe."""
    probing.waive_leaks(study=unprobed, by=coordinator, reason=WAIVED)
    return unprobed


@pytest.fixture
def opened(ready: Study, coordinator: User) -> Study:
    lifecycle.open_study(study=ready, by=coordinator)
    return ready


@pytest.fixture
def locked(opened: Study, coordinator: User) -> Study:
    lifecycle.lock_study(study=opened, by=coordinator)
    return opened


@pytest.fixture
def unblinded(locked: Study, coordinator: User, auditor: User) -> Study:
    lifecycle.ask_unblinding(study=locked, by=coordinator, reason="All readings are in.")
    lifecycle.approve_unblinding(study=locked, by=auditor)
    return locked
