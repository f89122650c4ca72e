"""The machine reader's checks and what gave the batch away."""

from dataclasses import replace

import numpy as np
import pytest

from generator.evaluation.fidelity.cohort import cohort_of
from generator.evaluation.fidelity.comparison import replicates_of
from generator.evaluation.fidelity.reader_part import reader_part
from generator.evaluation.findings import Light
from tests.generator.evaluation.fidelity.beats import cast, synthetic_cast
from tests.generator.evaluation.fidelity.evidence_of import evidence_of


@pytest.fixture(scope="module")
def read():
    """A batch whose hearts beat 60 ms more irregularly, with an embedding of chance; no AF."""
    evidence = evidence_of(cast(30, 0, seed=1), synthetic_cast(24, 0, seed=2))
    told = evidence.synthetic_features
    told.values_nf[:, 1] += 60
    cohorts = [cohort_of(evidence.real, evidence.synthetic, each, seed=1) for each in ("SR", "AF")]
    stream = np.random.default_rng(1)
    drawn = [replicates_of(cohort, count=40, stream=stream) for cohort in cohorts]
    chance = stream.normal(size=(54, 4))
    none = replace(told, features=(), values_nf=np.empty((24, 0)))
    tables = {"features": (evidence.real_features, told), "traces": (none, none)}
    return reader_part(evidence, cohorts, tables, chance, drawn)


def test_the_reader_and_its_clue_are_named(read) -> None:
    check = {each.name: each for each in read.checks}["fidelity.machine_reader_features_sr"]
    assert check.light is Light.RED
    assert 0.9 < check.low == check.value <= check.high <= 1
    assert "It went by sdnn_ms" in check.says


def test_chance_tells_nothing(read) -> None:
    check = {each.name: each for each in read.checks}["fidelity.machine_reader_embedding_sr"]
    assert check.light is Light.GREEN
    assert "went by" not in check.says


def test_absent_rhythms_and_features_are_grey_with_reasons(read) -> None:
    named = {each.name: each for each in read.checks}
    assert "0 synthetic" in named["fidelity.machine_reader_features_af"].says
    assert named["fidelity.machine_reader_traces_sr"].says == "There are no such features."


def test_the_table_lists_what_gave_it_away(read) -> None:
    first = read.tables[0].rows[0]
    assert (first["reader"], first["feature"], first["n"]) == ("features", "sdnn_ms", 54)
    assert first["fall"] > 0.2
    assert read.pictures[0].name == "fidelity.machine_readers"
