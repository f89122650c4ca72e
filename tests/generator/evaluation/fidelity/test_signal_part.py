"""Checks, tables and pictures of the signals, on planted faults."""

from dataclasses import replace

import numpy as np
import pytest

from generator.evaluation.fidelity.cohort import cohort_of
from generator.evaluation.fidelity.signal_part import signal_part
from generator.evaluation.findings import Light
from generator.leads import TWELVE_LEADS
from tests.generator.evaluation.fidelity.beats import cast, synthetic_cast
from tests.generator.evaluation.fidelity.evidence_of import evidence_of


def _part(signals=None, **changed):
    synthetic = replace(synthetic_cast(24, 0, seed=2), **changed)
    if signals is not None:
        synthetic = replace(synthetic, signals_mv_nlt=signals(synthetic.signals_mv_nlt.copy()))
    evidence = evidence_of(cast(40, 0, seed=1), synthetic)
    return signal_part(evidence, [cohort_of(evidence.real, synthetic, "SR", seed=1)])


def _lights(part) -> dict[str, Light]:
    return {each.name: each.light for each in part.checks}


@pytest.fixture(scope="module")
def sound():
    return _part()


def test_sound_signals_are_green(sound) -> None:
    assert set(_lights(sound).values()) == {Light.GREEN}
    assert sound.flagged == ()


def test_tables_tell_bands_leads_and_laws(sound) -> None:
    named = {table.name: table for table in sound.tables}
    assert len(named["fidelity.spectrum"].rows) == 6
    assert len(named["fidelity.correlation"].rows) == 8
    assert [row["origin"] for row in named["fidelity.limb_leads"].rows] == (
        ["real"] * 4 + ["synthetic"] * 4
    )
    assert "derives II, III" in named["fidelity.limb_leads"].note


def test_each_rhythm_has_its_spectra(sound) -> None:
    assert [each.name for each in sound.pictures] == [
        "fidelity.spectra_sr",
        "fidelity.correlations",
    ]


@pytest.fixture(scope="module")
def spoilt():
    """V1 upside down, I and II exchanged, noise, clipping; and two records known as faulty."""

    def spoil(signals):
        signals[:, TWELVE_LEADS.index("V1")] *= -1
        signals[:, [0, 1]] = signals[:, [1, 0]]
        return np.clip(signals + np.random.default_rng(3).normal(0, 0.1, signals.shape), -0.6, 0.6)

    return _part(spoil, faults=("flat lead", *[""] * 22, "too noisy"))


def test_each_fault_is_found_by_its_check(spoilt) -> None:
    lights = _lights(spoilt)
    for name in ("identities", "common_limit_sr", "spectrum_sr", "correlation_sr"):
        assert lights[f"fidelity.{name}"] is Light.RED


def test_the_worst_lead_is_named(spoilt) -> None:
    check = {each.name: each for each in spoilt.checks}["fidelity.correlation_sr"]
    assert check.says.startswith("V1: ")


def test_faulty_records_are_counted_and_flagged(spoilt) -> None:
    check = {each.name: each for each in spoilt.checks}["fidelity.faulty"]
    assert check.value == pytest.approx(2 / 24)
    assert check.says == "Share of the batch: flat lead 1, too noisy 1."
    assert [(each.index, each.reason) for each in spoilt.flagged] == [
        (0, "signal fault: flat lead"),
        (23, "signal fault: too noisy"),
    ]
