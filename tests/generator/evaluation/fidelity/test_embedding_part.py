"""What the embedding says of a batch of one ECG."""

from dataclasses import replace

import numpy as np
import pytest

from generator.evaluation.fidelity.cohort import cohort_of
from generator.evaluation.fidelity.embedding import embed
from generator.evaluation.fidelity.embedding_part import embedding_part
from generator.evaluation.findings import Light
from tests.generator.evaluation.fidelity.beats import cast, synthetic_cast
from tests.generator.evaluation.fidelity.evidence_of import evidence_of


def _part(synthetic):
    real = cast(40, 0, seed=1)
    cohorts = [cohort_of(real, synthetic, rhythm, seed=1) for rhythm in ("SR", "AF")]
    embedded = np.concatenate([embed(each.signals_mv_nlt) for each in (real, synthetic)])
    return embedding_part(evidence_of(real, synthetic), cohorts, embedded)


@pytest.fixture(scope="module")
def repeated():
    batch = synthetic_cast(24, 0, seed=2)
    one = np.repeat(batch.signals_mv_nlt[:1], 24, axis=0)
    return _part(replace(batch, signals_mv_nlt=one))


def test_hearts_of_their_own_are_green_where_measured() -> None:
    part = _part(synthetic_cast(24, 0, seed=2))
    lights = {each.name: each.light for each in part.checks}
    assert {light for name, light in lights.items() if name.endswith("_sr")} == {Light.GREEN}
    assert {light for name, light in lights.items() if name.endswith("_af")} == {Light.GREY}
    assert part.flagged == ()


def test_one_ecg_repeated_is_red(repeated) -> None:
    lights = {each.name: each.light for each in repeated.checks}
    for name in ("mmd", "frechet", "recall", "coverage", "repeats"):
        assert lights[f"fidelity.{name}_sr"] is Light.RED


def test_all_but_the_first_of_the_repeats_are_flagged(repeated) -> None:
    assert [each.index for each in repeated.flagged] == list(range(1, 24))
    assert repeated.flagged[0].reason == "all but repeats synthetic-2-0 of the same batch"
    assert repeated.flagged[0].sha256 == "synthetic-2-1"


def test_the_table_has_every_measure_and_the_p_of_the_discrepancy(repeated) -> None:
    rows = {row["measure"]: row for row in repeated.tables[0].rows}
    assert set(rows) == {
        "mmd",
        "frechet",
        "precision",
        "recall",
        "coverage",
        "density",
        "repeats",
    }
    assert rows["mmd"]["p"] == pytest.approx(1 / 41)
    assert rows["frechet"]["p"] is None
    assert repeated.pictures[0].name == "fidelity.clouds"
