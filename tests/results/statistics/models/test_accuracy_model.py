from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest

from reviewapp.results.statistics.models.accuracy_model import POSITION, accuracy_model

from .simulated import study


def test_the_terms_of_a_study_and_their_tests():
    found = accuracy_model(study())
    assert set(found.tests) == {"origin", "rhythm", "origin:rhythm", "site", "position"}
    assert [found.tests[term].df for term in ("origin", "site", "position")] == [2, 2, 1]
    assert set(found.odds_ratios) == {
        "origin synthetic",
        "rhythm SR",
        "origin synthetic:rhythm SR",
        "site S1",
        "site S2",
        POSITION,
    }
    assert found.odds_ratios[POSITION].df == 7
    assert not found.omitted


def test_a_slope_that_is_there_is_found():
    found = accuracy_model(study(readers=20, cases=60, slope=0.3, seed=7))
    low, high = found.odds_ratios[POSITION].low, found.odds_ratios[POSITION].high
    assert low < np.exp(0.3) < high
    assert found.tests["position"].p < 0.001


def test_a_study_of_one_site_one_rhythm_and_no_positions_goes_without():
    readings = study()
    one = replace(readings, site=None, rhythm=None, position_n=None)
    found = accuracy_model(one.where(one.synthetic_n == 1))
    assert found.omitted == {
        "origin": "the readings have one origin only",
        "rhythm": "no rhythm is known",
        "site": "no site is known",
        "position": "no positions are known",
    }
    assert 0 < found.typical.low < found.typical.value < found.typical.high < 1


def test_readings_without_a_verdict_are_left_out():
    readings = study()
    some = readings.verdict_n.copy()
    some[:40] = np.nan
    found = accuracy_model(replace(readings, verdict_n=some))
    assert found.model.extent.readings == readings.rows - 40


def test_one_reader_gives_reasons_everywhere():
    readings = study()
    found = accuracy_model(readings.where(readings.reader.codes_n == 0))
    assert "one reader" in found.typical.reason
    assert all("one reader" in one.reason for one in found.odds_ratios.values())
    assert all("one reader" in test.reason for test in found.tests.values())


@pytest.mark.slow
def test_30_readers_and_500_cases_are_fitted_in_seconds():
    many = study(readers=30, cases=500)
    start_s = perf_counter()
    found = accuracy_model(many)
    assert perf_counter() - start_s < 60  # seven models; about 6 s where this was written
    assert not found.model.reason
