"""Checks, table and pictures of the features."""

import numpy as np
import pytest

from generator.evaluation.fidelity.cohort import cohort_of
from generator.evaluation.fidelity.comparison import compare, replicates_of
from generator.evaluation.fidelity.feature_part import feature_part, trace_part
from generator.evaluation.fidelity.traces import traces_of
from generator.evaluation.findings import Light
from tests.generator.evaluation.fidelity.beats import cast, synthetic_cast
from tests.generator.evaluation.fidelity.evidence_of import evidence_of, rhythm_table


@pytest.fixture(scope="module")
def evidence():
    """In "AF" the synthetic hearts beat as regularly as in SR; there are none in SR."""
    regular = synthetic_cast(30, 0, seed=2)
    object.__setattr__(regular, "rhythms", ("AF",) * 30)
    return evidence_of(cast(4, 40, seed=1), regular)


def _part(evidence, build, table):
    cohorts = [cohort_of(evidence.real, evidence.synthetic, each, seed=1) for each in ("SR", "AF")]
    stream = np.random.default_rng(1)
    tables = table(evidence.real), table(evidence.synthetic)
    drawn = [replicates_of(cohort, count=40, stream=stream) for cohort in cohorts]
    return build(cohorts, [compare(c, *tables, d) for c, d in zip(cohorts, drawn, strict=True)])


@pytest.fixture(scope="module")
def features(evidence):
    return _part(evidence, feature_part, rhythm_table)


def test_regular_af_is_found_and_named(features) -> None:
    check = {each.name: each for each in features.checks}["fidelity.features_af"]
    assert check.light is Light.RED
    assert check.says.startswith("SDNN: ")


def test_an_absent_rhythm_is_grey_with_its_numbers(features) -> None:
    check = {each.name: each for each in features.checks}["fidelity.features_sr"]
    assert (check.value, check.light) == (None, Light.GREY)
    assert "4 real and 0 synthetic records in SR" in check.says


def test_the_table_has_a_row_a_feature_and_rhythm(features) -> None:
    rows = features.tables[0].rows
    assert [(row["feature"], row["rhythm"]) for row in rows] == [
        ("hr_bpm", "SR"),
        ("sdnn_ms", "SR"),
        ("hr_bpm", "AF"),
        ("sdnn_ms", "AF"),
    ]
    assert rows[0]["wasserstein"] is None
    assert rows[3]["wasserstein"] > 50
    assert rows[3]["median_real"] > rows[3]["median_synthetic"]


def test_both_pictures_are_drawn_and_told(features) -> None:
    assert [each.name for each in features.pictures] == [
        "fidelity.features_distributions",
        "fidelity.features_distances",
    ]
    assert "sdnn_ms" in features.pictures[0].alt
    assert "<svg" in features.pictures[0].svg


def test_each_group_of_traces_has_its_check(evidence) -> None:
    part = _part(evidence, trace_part, traces_of)
    named = {each.name.removesuffix("_af") for each in part.checks if each.name.endswith("_af")}
    assert named == {
        "fidelity.edges",
        "fidelity.plateaus",
        "fidelity.beat_to_beat",
        "fidelity.noise",
        "fidelity.frontal",
    }
    noise = {each.name: each for each in part.checks}["fidelity.noise_af"]
    assert noise.light is Light.GREEN
    assert "median" in noise.says
