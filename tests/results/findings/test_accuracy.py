from dataclasses import replace

from reviewapp.results.findings.accuracy import find_accuracy

from .simulated import simulated


def test_every_reader_site_and_rhythm_has_figures():
    found = find_accuracy(simulated(readers=4, cases=16))
    assert [group.label for group in found.sites] == ["S0", "S1"]
    assert [group.readers for group in found.sites] == [2, 2]
    assert [one.rhythm for one in found.rhythms] == ["AF", "SR"]
    readings = sum(one.accuracy.confusion.readings for one in found.rhythms)
    assert readings == found.everyone.accuracy.confusion.readings == 64


def test_verdicts_are_counted_by_origin_and_level():
    table = simulated(readers=4, cases=16)
    found = find_accuracy(table)
    assert found.levels == table.rating_scale.levels
    assert [sum(levels) for levels in found.verdicts.values()] == [32, 32]
    called = found.everyone.accuracy.confusion.synthetic_called_synthetic
    assert sum(found.verdicts["synthetic"][3:]) == called


def test_without_a_declared_scale_verdicts_are_the_levels():
    found = find_accuracy(replace(simulated(readers=2, cases=8), rating_scale=None))
    assert found.levels == ("real", "synthetic")
    assert sum(found.verdicts["real"]) == 8
