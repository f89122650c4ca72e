"""The table of features: every gap has its reason, and any number of workers gives the same."""

import numpy as np
import pytest

from generator.beat_finding import find_beats
from generator.evaluation.ecg_set import RATE_HZ
from generator.evaluation.features import reasons
from generator.evaluation.features.codebook import FEATURES
from generator.evaluation.features.extraction import feature_table, features_of, plausible
from generator.leads import TWELVE_LEADS
from tests.generator.evaluation.features.known import (
    EVEN_BEATS_S,
    UNEVEN_BEATS_S,
    known_ecg,
    known_set,
)

NOISE = np.random.default_rng(8).standard_normal((12, 1000))


def a_set():
    """A healthy record, one in fibrillation, noise with beats, a faulty one, one without beats."""
    return known_set(
        [known_ecg(), known_ecg(UNEVEN_BEATS_S, has_p=False), NOISE, known_ecg(), known_ecg()],
        [EVEN_BEATS_S, UNEVEN_BEATS_S, EVEN_BEATS_S, EVEN_BEATS_S, []],
        rhythms=("SR", "AF", "SR", "SR", "SR"),
        faults=("", "", "", "clipped", ""),
    )


@pytest.fixture(scope="module")
def table():
    return feature_table(a_set(), workers=1, progress=False)


def test_a_gap_stands_exactly_where_it_has_a_reason(table):
    for row, gaps in enumerate(table.reasons):
        missing = {
            name
            for name, value in zip(table.names, table.values_nf[row], strict=True)
            if np.isnan(value)
        }
        assert missing == set(gaps)


def test_a_healthy_record_has_nearly_everything(table):
    assert set(table.reasons[0]) <= {"rr_sample_entropy"}
    assert table.column("hr_bpm")[0] == pytest.approx(75, abs=0.5)


def test_noise_with_beats_in_it_gives_nothing(table):
    assert set(table.reasons[2].values()) == {reasons.UNLIKE_BEATS}
    assert len(table.reasons[2]) == len(FEATURES)


def test_a_faulty_record_and_one_without_beats_say_so(table):
    assert set(table.reasons[3].values()) == {"signal fault: clipped"}
    assert set(table.reasons[4].values()) == {reasons.NO_BEATS}


def test_fibrillation_shows_in_every_rhythm_feature(table):
    for name, least in (("sdnn_ms", 100), ("rmssd_ms", 100), ("pnn50_percent", 50)):
        assert table.column(name)[1] > least > table.column(name)[0]
    assert table.column("p_present")[:2].tolist() == [1, 0]


def test_two_workers_give_the_same(table):
    twice = feature_table(a_set(), workers=2, progress=False)
    np.testing.assert_array_equal(twice.values_nf, table.values_nf)
    assert twice.reasons == table.reasons


def test_no_records_make_an_empty_table():
    nobody = feature_table(a_set().take([]), progress=False)
    assert nobody.values_nf.shape == (0, len(FEATURES))


def test_an_implausible_value_is_missing():
    assert plausible("pr_ms", 79.0) == "implausible, outside 80 to 360"
    assert plausible("pr_ms", 80.0) == 80.0
    assert plausible("st_ii_mv", float("inf")) == reasons.NOT_FINITE
    assert plausible("pr_ms", reasons.NO_P) == reasons.NO_P


def test_beats_found_on_the_grid_hardly_vary():
    """A beat every 803 ms is seen at any place in the grid of 10 ms."""
    signal = known_ecg(0.4 + 0.803 * np.arange(12))
    found = features_of((signal, find_beats(signal, TWELVE_LEADS, RATE_HZ), ""))
    assert found["rr_mean_ms"] == pytest.approx(803, abs=1)
    assert found["sdnn_ms"] < 3
