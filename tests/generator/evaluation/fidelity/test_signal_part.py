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


def test_a_flipped_lead_is_named() -> None:
    def flip(signals):
        signals[:, TWELVE_LEADS.index("V1")] *= -1
        return signals

    part = _part(flip)
    check = {each.name: each for each in part.checks}["fidelity.correlation_sr"]
    assert (check.light, check.says[:4]) == (Light.RED, "V1: ")


def test_noise_clipping_and_exchanged_limb_leads_are_found() -> None:
    def spoil(signals):
        signals[:, [0, 1]] = signals[:, [1, 0]]
        return np.clip(signals + np.random.default_rng(3).normal(0, 0.1, signals.shape), -0.6, 0.6)

    lights = _lights(_part(spoil))
    for name in ("identities", "common_limit_sr", "spectrum_sr"):
        assert lights[f"fidelity.{name}"] is Light.RED


def test_faulty_records_are_counted_and_flagged() -> None:
    faults = ("flat lead", *[""] * 22, "too noisy")
    part = _part(faults=faults)
    check = {each.name: each for each in part.checks}["fidelity.faulty"]
    assert check.value == pytest.approx(2 / 24)
    assert check.says == "Share of the batch: flat lead 1, too noisy 1."
    assert [(each.index, each.reason) for each in part.flagged] == [
        (0, "signal fault: flat lead"),
        (23, "signal fault: too noisy"),
    ]
