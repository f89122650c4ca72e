from reviewapp.results.findings.next_study import NO_COMPONENTS, find_next_study

from .simulated import simulated


def test_more_readers_need_fewer_cases():
    found = find_next_study(simulated(readers=6, cases=60)).area
    assert [design.readers for design in found.designs] == [5, 6, 8, 10, 15, 20, 30]
    needed = [design.cases for design in found.designs]
    assert needed == sorted(needed, reverse=True)
    power = [design.equivalence for design in found.designs]
    assert power == sorted(power)


def test_cases_that_not_everybody_read_are_left_out_and_counted():
    table = simulated(readers=3, cases=60, missing=0.1)
    found = find_next_study(table).accuracy
    assert found.left_out > 0
    assert found.cases + found.left_out <= 60


def test_one_reader_is_no_pilot():
    found = find_next_study(simulated(readers=1, cases=20, sites=1)).area
    assert (found.pilot, found.designs, found.reason) == (None, (), NO_COMPONENTS)
