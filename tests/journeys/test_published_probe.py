"""The published ECGs before the gate: they leak as released, and pass once they are harmonised.

As released the limb-lead residual and the amplitude grid each tell real from synthetic with
AUC 1.00. That is the canary: a probe that did not find it would prove nothing by its silence.

A gate at 95 % stops one honest study in twenty. So tokens, ids and orders are those of one draw of
chance, made once and never chosen; docs/blinding.md counts how many of twenty draws pass. Latency
stands still: here it would be that of the tests beside this one.
"""

import itertools
import random
import secrets
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import call_command

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Role
from reviewapp.pool.models import Source
from reviewapp.readings import questions
from reviewapp.studies import lifecycle, probing, visiting
from reviewapp.studies.drafting import choose_sources, draft_study, set_cells
from reviewapp.studies.enrolling import enrol
from reviewapp.studies.leaks.report import LeakReport
from reviewapp.studies.models import LeakProbe, Status, Study
from tests.journeys.published_test import declare

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
DRAW = 0


@pytest.fixture
def _one_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every token and id of a test from one seed, and a clock that ticks once a look."""
    chance, ticks = random.Random(DRAW), itertools.count()
    monkeypatch.setattr(secrets, "token_bytes", lambda count=32: chance.randbytes(count))
    monkeypatch.setattr(questions, "uuid4", lambda: UUID(int=chance.getrandbits(128), version=4))
    monkeypatch.setattr(visiting, "perf_counter", lambda: float(next(ticks)))
    monkeypatch.setattr(probing, "LOOKS", 0)


@pytest.fixture
def _pool(shared_data: Path, tmp_path: Path, researcher: User) -> None:
    folder = declare(tmp_path, shared_data / "turing-test-2023")
    call_command("ingest", folder, site="HD", by=researcher.username, verbosity=0)


@pytest.fixture
def draft(_pool: None, coordinator: User, auditor: User, anna: User) -> Study:
    """All 44 ECGs, as a coordinator would draft them."""
    study = draft_study(by=coordinator, name="Published", practice_count=0, repeat_percent=0)
    choose_sources(by=coordinator, study=study, sources=Source.objects.all())
    counts = {"SR": 20, "AF": 1, "PACE": 1}
    both = itertools.product(counts, ("real", "synthetic"))
    set_cells(by=coordinator, study=study, counts={cell: counts[cell[0]] for cell in both})
    enrol(by=coordinator, study=study, username="aurel", role=Role.AUDITOR)
    enrol(by=coordinator, study=study, username="anna", role=Role.READER)
    return study


@pytest.mark.usefixtures("_one_draw")
def test_the_44_published_ecgs_leak_as_released_and_pass_the_gate(
    draft: Study, coordinator: User
) -> None:
    probing.probe_study(study=draft, by=coordinator)

    report = LeakReport.from_json(LeakProbe.objects.get().report)
    canary = {figure.name: figure.strength for figure in report.canary}
    assert canary["numbers: limb-lead residual"] == 1.0
    assert report.canary_sang
    assert (report.real, report.synthetic) == (22, 22)
    assert report.leaks == ()
    lifecycle.open_study(study=draft, by=coordinator)
    assert Study.objects.get().status == Status.OPEN
    assert draft.protocol["leak_probe"]["state"] == "clean"
