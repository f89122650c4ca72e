"""Planted faults are found, each by the check that is there for it; real ECGs pass as their own.

Half of the patients pose as a batch, the others are the real side. On simulated ECGs everywhere,
and on real ones where they lie beside the project. Only the parts of a section that the fault
concerns are computed: machine readers and networks take longer than all else.
"""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is an optional extra")
pytest.importorskip("sklearn", reason="scikit-learn is an optional extra")
pytest.importorskip("neurokit2", reason="NeuroKit2 is an optional extra")

from matplotlib.figure import Figure

from generator.evaluation.condition.section import condition_section
from generator.evaluation.ecg_set import HELD_OUT, TRAIN, EcgSet
from generator.evaluation.evidence import Evidence
from generator.evaluation.feature_table import FeatureTable
from generator.evaluation.features.extraction import feature_table
from generator.evaluation.fidelity.cohort import Cohort, cohort_of
from generator.evaluation.fidelity.embedding import embed
from generator.evaluation.fidelity.embedding_part import embedding_part
from generator.evaluation.fidelity.signal_part import signal_part
from generator.evaluation.findings import Light
from generator.evaluation.privacy.copies_part import copies_check, flagged_copies
from generator.evaluation.privacy.learnt import known_of
from generator.evaluation.privacy.near_copies import nearest_of
from generator.evaluation.privacy.section import privacy_section
from tests.generator.evaluation import planted

REAL_COUNTS = {"SR": 60, "AF": 42}
SIMULATED_COUNTS = {"SR": 40, "AF": 20}
"""A simulated ECG takes a tenth of a second, and fewer do: the simulated hearts are more alike."""


@dataclass(frozen=True, eq=False)
class Cast:
    """The real side with what was learnt of it, the half that poses as a batch, their features."""

    real: EcgSet
    posing: EcgSet
    real_features: FeatureTable

    @property
    def learnt(self) -> EcgSet:
        return self.real.take(self.real.of_split(TRAIN))

    def evidence(self, batch: EcgSet, features: FeatureTable | None = None) -> Evidence:
        """Without features of the batch only what looks at signals can be computed."""
        blank = replace(
            self.real_features,
            values_nf=np.full((len(batch), len(self.real_features.features)), np.nan),
            reasons=(dict.fromkeys(self.real_features.names, "not measured"),) * len(batch),
        )
        return Evidence(
            real=self.real,
            synthetic=batch,
            real_features=self.real_features,
            synthetic_features=features or blank,
            replicates=60,
            workers=1,
        )


@pytest.fixture(scope="session", params=["simulated", "real"])
def cast(request) -> Cast:
    if request.param == "real":
        folder = request.getfixturevalue("shared_data") / "ecg"
        ecgs = planted.real_ecgs(folder, REAL_COUNTS)
    else:
        ecgs = planted.simulated_ecgs(SIMULATED_COUNTS)
    real, posing = planted.halves_by_patient(ecgs)
    learnt = set(planted.halves_by_patient(real, seed=2)[0].patients)
    splits = tuple(TRAIN if patient in learnt else HELD_OUT for patient in real.patients)
    return Cast(
        real=replace(real, splits=splits),
        posing=planted.posing_as_synthetic(posing),
        real_features=feature_table(real, workers=1, progress=False),
    )


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    """Drawing takes longer than all that is tested here, and one forest decides as three do."""
    monkeypatch.setattr(Figure, "savefig", lambda _, text, **__: text.write("<svg></svg>"))
    monkeypatch.setattr("generator.evaluation.condition.section.SEEDS", 1)


def signals(cast: Cast, batch: EcgSet) -> dict[str, Light]:
    """The lights of what looks at the signals of sinus rhythm."""
    evidence, cohorts = _sinus(cast, batch)
    return {check.name: check.light for check in signal_part(evidence, cohorts).checks}


def diversity(cast: Cast, batch: EcgSet) -> dict[str, Light]:
    """The lights of what looks at their embedding."""
    evidence, cohorts = _sinus(cast, batch)
    sides = (evidence.real, evidence.synthetic)
    embedded = np.concatenate([embed(each.signals_mv_nlt) for each in sides])
    found = embedding_part(evidence, cohorts, embedded)
    return {check.name: check.light for check in found.checks}


def _sinus(cast: Cast, batch: EcgSet) -> tuple[Evidence, list[Cohort]]:
    evidence = cast.evidence(batch)
    rows = evidence.real.of_rhythm("SR")
    evidence = replace(
        evidence,
        real=evidence.real.take(rows),
        real_features=evidence.real_features.take(rows),
        synthetic=batch.take(batch.of_rhythm("SR")),
    )
    return evidence, [cohort_of(evidence.real, evidence.synthetic, "SR", seed=evidence.seed)]


def rhythm(cast: Cast, batch: EcgSet) -> dict[str, Light]:
    """The lights of what asks whether AF is AF."""
    features = feature_table(batch, workers=1, progress=False)
    section = condition_section(cast.evidence(batch, features))
    return {check.name: check.light for check in section.checks}


def test_real_ecgs_of_other_patients_pass(cast):
    batch = cast.posing
    privacy = privacy_section(cast.evidence(batch))
    lights = signals(cast, batch) | diversity(cast, batch) | rhythm(cast, batch)
    lights |= {check.name: check.light for check in privacy.checks}
    assert [name for name, light in lights.items() if light == Light.RED] == []
    assert lights["privacy.near_copies"] == Light.GREEN
    assert privacy.flagged == ()


@pytest.mark.parametrize(
    ("plant", "part", "red"),
    [
        (planted.swapped_leads, signals, "fidelity.correlation_sr"),
        (planted.swapped_arms, signals, "fidelity.correlation_sr"),
        (planted.flipped_lead, signals, "fidelity.correlation_sr"),
        (planted.one_repeated, diversity, "fidelity.repeats_sr"),
        (planted.white_noise, signals, "fidelity.spectrum_sr"),
        (planted.clipped, signals, "fidelity.identities"),
    ],
)
def test_a_fault_of_the_signals_is_found(cast, plant, part, red):
    assert part(cast, plant(cast.posing))[red] == Light.RED


@pytest.mark.parametrize("plant", [planted.evenly_beating, planted.in_sinus_rhythm])
def test_regular_beats_in_fibrillation_are_found(cast, plant):
    assert rhythm(cast, plant(cast.posing))["condition.asked_af_by_rules"] == Light.RED


@pytest.mark.parametrize(
    "disguise",
    [{}, {"shift": 237}, {"gain": 0.9}, {"noise_mv": 0.02}],
    ids=["exact", "shifted", "scaled", "noisy"],
)
def test_copies_of_what_was_learnt_are_found_and_listed(cast, disguise):
    batch = planted.copies(cast.posing, cast.learnt, share=0.1, **disguise)
    evidence = cast.evidence(batch)
    known = known_of(evidence)
    found = nearest_of(evidence, known)
    assert copies_check(found, known).light == Light.RED
    copied = {
        index
        for index, (was, name) in enumerate(zip(cast.posing.sha256, batch.sha256, strict=True))
        if name != was
    }
    flagged = flagged_copies(found, evidence, known)
    assert {record.index for record in flagged} == copied
    assert {record.sha256 for record in flagged} <= set(batch.sha256)


def test_a_batch_of_copies_gives_its_members_away(cast):
    batch = planted.copies(cast.posing, cast.learnt, share=1.0, noise_mv=0.02)
    lights = {check.name: check.light for check in privacy_section(cast.evidence(batch)).checks}
    for name in ("nearer_to_training", "membership_density", "membership_nearness"):
        assert lights[f"privacy.{name}"] == Light.RED


def test_clipping_leaves_extremes_at_one_level(cast):
    limited = partial(planted.clipped, limit_mv=0.3)
    assert signals(cast, limited(cast.posing))["fidelity.common_limit_sr"] != Light.GREEN
