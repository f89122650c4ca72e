from dataclasses import replace

from reviewapp.results.findings.reach import reach_of
from reviewapp.results.reading_table import Readings

from .simulated import simulated


def test_what_there_is_and_what_is_missing():
    table = simulated(readers=3, cases=10, missing=0.3)
    found = reach_of(table)
    assert (found.readers, found.sites, found.real, found.synthetic) == (3, 2, 5, 5)
    assert found.readings + found.missing == 30
    assert found.has_ratings
    assert not found.has_values


def test_an_empty_study_has_nothing():
    table = simulated(readers=3, cases=10)
    found = reach_of(replace(table, first=Readings.of(table.shape)))
    assert (found.readings, found.readers_with_readings, found.repeats) == (0, 0, 0)
    assert not found.has_verdicts
