"""Probing a draft: an honest one passes, planted leaks are found, and nothing stays behind."""

import itertools
import re
from base64 import urlsafe_b64encode
from uuid import UUID

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Model

from reviewapp.accounts.models import User
from reviewapp.audit.models import AuditEvent
from reviewapp.ecg.harmonise import HarmonisedEcg, harmonise
from reviewapp.pool.models import Record
from reviewapp.pool.sealed import Origin
from reviewapp.pool.signals import load_ecg
from reviewapp.readings import questions
from reviewapp.readings.models import Draft, LockedStep, Reading, ReadingSession
from reviewapp.studies import drafting, lifecycle, probing, visiting
from reviewapp.studies.leaks.report import LeakReport
from reviewapp.studies.models import Case, Enrolment, LeakProbe, LeakWaiver, Presentation, Study
from reviewapp.studies.opening import OpeningRefusedError, read_candidates
from tests.studies import leaky


@pytest.fixture
def six_each(unprobed: Study, coordinator: User, monkeypatch: pytest.MonkeyPatch) -> Study:
    """Few cases and one round, for each visit takes time; still enough to show a leak."""
    counts = {("SR", "real"): 6, ("SR", "synthetic"): 6}
    drafting.set_cells(by=coordinator, study=unprobed, counts=counts)
    monkeypatch.setattr(probing, "LOOKS", 0)
    return unprobed


@pytest.fixture
def _without_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens and submission ids by seed, and a clock of its own: one study in twenty without a
    leak is blocked by chance, and this one must not be."""
    chance, ticks = np.random.default_rng(2026), itertools.count()
    monkeypatch.setattr(
        "reviewapp.pool.models.secrets.token_urlsafe",
        lambda length: urlsafe_b64encode(chance.bytes(length)).rstrip(b"=").decode(),
    )
    monkeypatch.setattr(questions, "uuid4", lambda: UUID(bytes=chance.bytes(16), version=4))
    monkeypatch.setattr(visiting, "perf_counter", lambda: float(next(ticks)))


def count_everything() -> dict[str, int]:
    models: list[type[Model]] = [
        User, Study, Enrolment, Case, Presentation, Draft, LockedStep, Reading, ReadingSession,
    ]  # fmt: skip
    return {model.__name__: model._default_manager.count() for model in models}


@pytest.mark.usefixtures("_without_chance")
def test_an_honest_draft_passes_opens_and_keeps_nothing_of_the_visits(six_each, coordinator):
    before, steps = count_everything(), []
    probe = probing.probe_study(
        study=six_each,
        by=coordinator,
        report_progress=lambda done, total: steps.append((done, total)),
    )
    report = LeakReport.from_json(probe.report)
    assert (report.leaks, report.real, report.synthetic) == ((), 6, 6)
    for figure in report.figures:
        if re.search(r": (length|headers|words|latency)$", figure.name):
            assert figure.is_constant, figure.name
    assert steps == [(done, 12) for done in range(1, 13)]
    assert count_everything() == before
    assert_nothing_of_a_case_is_told(six_each, str(probe.report))
    lifecycle.open_study(study=six_each, by=coordinator)
    assert AuditEvent.objects.get(deed="open_study").detail["leaks"] == "clean"
    event = AuditEvent.objects.get(deed="probe_leaks")
    assert (event.actor_name, event.detail["cases"], event.detail["leaks"]) == ("clara", 12, {})


def assert_nothing_of_a_case_is_told(study: Study, text: str) -> None:
    keys = [candidate.key[:8] for candidate in read_candidates(study)]
    tokens = Record.objects.values_list("token", flat=True)
    assert not [secret for secret in (*keys, *tokens) if secret in text]


@pytest.fixture
def _limb_leads_kept(six_each: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal chain that derives the limb leads of real ECGs alone."""
    origin_of = dict(Origin.objects.values_list("pk", "origin"))
    origins: list[str] = []

    def load_and_note(record):
        origins.append(origin_of[record.pk])
        return load_ecg(record)

    def harmonise_but_keep(ecg):
        signal = harmonise(ecg).signal_5uv.copy()
        signal[2] += origins[-1] == "synthetic"
        return HarmonisedEcg(signal)

    monkeypatch.setattr("reviewapp.studies.opening.load_ecg", load_and_note)
    monkeypatch.setattr("reviewapp.studies.opening.harmonise", harmonise_but_keep)


@pytest.fixture
def _serial_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    serial, field = itertools.count(7_310_000), Presentation._meta.get_field("token")
    monkeypatch.setattr(field, "_get_default", lambda: f"{next(serial):022d}")


@pytest.mark.usefixtures("_limb_leads_kept", "_serial_tokens")
def test_planted_leaks_are_each_found(six_each, coordinator, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, leaky.PATH]
    probe = probing.probe_study(study=six_each, by=coordinator)
    assert not probe.is_clean
    found = {figure.name for figure in LeakReport.from_json(probe.report).leaks}
    assert found >= {
        "picture: headers, main difference",
        "picture: length",
        "drawing: off the lattice",
        "numbers: limb-lead residual",
        "tokens: counting up",
    }
    # All three pictures are slow; a busy machine may hide one of them in so few cases.
    assert [name for name in found if re.fullmatch(r"picture.*: latency", name)]
    with pytest.raises(OpeningRefusedError, match="shows in something else than its ECG"):
        lifecycle.open_study(study=six_each, by=coordinator)


def test_a_page_that_fails_stops_the_probe_and_leaves_nothing(unprobed, coordinator, settings):
    before = count_everything()
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, leaky.FAILING]
    with pytest.raises(visiting.VisitFailedError, match="answered by 500"):
        probing.probe_study(study=unprobed, by=coordinator)
    assert count_everything() == before
    assert not LeakProbe.objects.exists()


def test_too_few_cases_show_nothing(unprobed, coordinator):
    drafting.set_cells(
        by=coordinator, study=unprobed, counts={("SR", "real"): 8, ("SR", "synthetic"): 4}
    )
    probe = probing.probe_study(study=unprobed, by=coordinator)
    assert not probe.is_clean
    assert "fewer than 5 cases of each origin" in LeakReport.from_json(probe.report).refusal


def test_the_same_draft_is_probed_on_the_same_cases(unprobed, monkeypatch):
    """Else one could probe until it passes."""
    plans = []

    def only_note(study, prepared, report_progress):
        plans.append(prepared.plan.sha256)
        return LeakReport(real=8, synthetic=8, refusal="not probed")

    monkeypatch.setattr(probing, "_probe", only_note)
    for _ in range(2):
        probing.probe_study(study=unprobed, by=None)
    assert plans[0] == plans[1]


def test_cases_that_cannot_be_drawn_are_not_probed(unprobed, coordinator):
    drafting.set_cells(by=coordinator, study=unprobed, counts={("SR", "real"): 99})
    with pytest.raises(OpeningRefusedError, match="99 cases are wanted"):
        probing.probe_study(study=unprobed, by=coordinator)


def test_an_opened_study_is_neither_probed_nor_waived(opened, coordinator):
    with pytest.raises(drafting.NotADraftError):
        probing.probe_study(study=opened, by=coordinator)
    with pytest.raises(drafting.NotADraftError):
        probing.waive_leaks(study=opened, by=coordinator, reason="Too late.")


@pytest.mark.parametrize("who", ["anna", "site_coordinator", "auditor", "outsider", "researcher"])
def test_nobody_else_probes_or_waives(unprobed, who, request):
    user = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        probing.probe_study(study=unprobed, by=user)
    with pytest.raises(PermissionDenied):
        probing.waive_leaks(study=unprobed, by=user, reason="Trust me.")
    assert not LeakProbe.objects.exists()


def test_a_waiver_lets_a_leaking_draft_open_and_stands_in_the_trail(leaking, coordinator):
    probing.waive_leaks(study=leaking, by=coordinator, reason=" A pilot: nobody measures bytes. ")
    lifecycle.open_study(study=leaking, by=coordinator)
    event = AuditEvent.objects.get(deed="waive_leaks")
    assert event.actor_name == "clara"
    assert event.detail["reason"] == "A pilot: nobody measures bytes."
    assert event.detail["leaks"] == {"picture: length": 1.0}
    assert AuditEvent.objects.get(deed="open_study").detail["leaks"] == "waived"


def test_a_waiver_needs_a_reason_and_something_to_waive(leaking, clean, coordinator):
    with pytest.raises(probing.NothingToWaiveError, match="reason"):
        probing.waive_leaks(study=leaking, by=coordinator, reason="  ")
    clean(leaking)
    with pytest.raises(probing.NothingToWaiveError, match="Nothing stands"):
        probing.waive_leaks(study=leaking, by=coordinator, reason="To be safe.")
    assert not LeakWaiver.objects.exists()
