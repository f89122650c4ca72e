"""The section on features: counts that add up, and lights that turn."""

from dataclasses import replace

import numpy as np
import pytest

from generator.evaluation.evidence import Evidence
from generator.evaluation.features.extraction import feature_table
from generator.evaluation.features.section import features_section
from generator.evaluation.findings import Light
from tests.generator.evaluation.features.known import (
    EVEN_BEATS_S,
    UNEVEN_BEATS_S,
    known_ecg,
    known_set,
)

SINUS, AF = known_ecg(), known_ecg(UNEVEN_BEATS_S, has_p=False)
NOISE = np.random.default_rng(9).standard_normal((12, 1000))
WITHOUT_P = known_ecg(has_p=False)


def evidence_of(synthetic_sinus, real_sinus=SINUS):
    """Six sinus rhythms and two fibrillations a side."""
    sides = [
        known_set(
            [sinus] * 6 + [AF] * 2,
            [EVEN_BEATS_S] * 6 + [UNEVEN_BEATS_S] * 2,
            rhythms=("SR",) * 6 + ("AF",) * 2,
            origin=origin,
        )
        for sinus, origin in ((real_sinus, "real"), (synthetic_sinus, "synthetic"))
    ]
    tables = [feature_table(side, workers=1, progress=False) for side in sides]
    return Evidence(
        real=sides[0],
        synthetic=sides[1],
        real_features=tables[0],
        synthetic_features=tables[1],
        replicates=50,
    )


def checks_of(section):
    return {check.name: check for check in section.checks}


@pytest.fixture(scope="module")
def alike():
    return features_section(evidence_of(SINUS))


def test_the_same_ecgs_pass(alike):
    assert {check.light for check in alike.checks} == {Light.GREEN}
    assert checks_of(alike)["features.delineation"].value == 0


def test_measured_and_missing_add_up(alike):
    values = next(table for table in alike.tables if table.name == "features.values")
    assert {row["n"] + row["missing"] for row in values.rows if row["rhythm"] == "SR"} == {6}
    of_sinus = (row for row in values.rows if row["rhythm"] == "SR")
    rate = next(row for row in of_sinus if row["feature"] == "hr_bpm")
    assert rate["median"] == pytest.approx(75, abs=0.5)
    gaps = next(table for table in alike.tables if table.name == "features.missing")
    no_p = [row for row in gaps.rows if row["reason"] == "no P wave"]
    assert [(row["rhythm"], row["n"], row["of"]) for row in no_p] == [("AF", 2, 2)] * 2


def test_noise_is_not_delineated():
    found = checks_of(features_section(evidence_of(NOISE)))["features.delineation"]
    assert found.light == Light.RED
    assert found.value == pytest.approx(6 / 8)
    assert found.low <= found.value <= found.high


def test_sinus_rhythm_without_p_waves_is_seen():
    found = checks_of(features_section(evidence_of(WITHOUT_P)))
    assert found["features.p_waves"].light == Light.RED
    assert found["features.delineation"].light == Light.GREEN


def test_a_rhythm_that_nobody_has_gives_a_reason():
    evidence = evidence_of(SINUS)
    only_af = [6, 7]
    section = features_section(
        Evidence(
            real=evidence.real.take(only_af),
            synthetic=evidence.synthetic,
            real_features=evidence.real_features.take(only_af),
            synthetic_features=evidence.synthetic_features,
            replicates=20,
        )
    )
    found = checks_of(section)["features.p_waves"]
    assert found.light == Light.GREY
    assert "0 real" in found.says


def test_a_batch_of_another_mixture_loses_nothing_by_it():
    """Of the real side fibrillation cannot be measured, of the batch as little: no shortfall."""
    one = evidence_of(SINUS)
    without_qt = [replace_column(table, "qt_ms", [6, 7]) for table in (one.real_features,) * 2]
    mostly_af = [0, 6, 7, 6, 7, 6]
    section = features_section(
        Evidence(
            real=one.real,
            synthetic=one.synthetic.take(mostly_af),
            real_features=without_qt[0],
            synthetic_features=without_qt[1].take(mostly_af),
            replicates=20,
        )
    )
    assert checks_of(section)["features.delineation"].value == pytest.approx(0)


def replace_column(table, name, rows):
    """The table with a feature missing in these rows."""
    values = table.values_nf.copy()
    values[rows, table.names.index(name)] = np.nan
    gaps = [
        {**each, name: "no end of T found"} if row in rows else each
        for row, each in enumerate(table.reasons)
    ]
    return replace(table, values_nf=values, reasons=tuple(gaps))


def test_the_same_evidence_gives_the_same_section():
    evidence = evidence_of(NOISE)
    assert features_section(evidence) == features_section(evidence)
