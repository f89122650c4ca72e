from collections import Counter
from itertools import pairwise

import pytest

from reviewapp.studies.allocation.plan import Design, Stratum
from reviewapp.studies.allocation.ranking import Ranking
from reviewapp.studies.allocation.reader_order import (
    cases_of_reader,
    order_cases,
    order_practice,
    quartile_of_cases,
)
from tests.studies.candidates import SMALL_AND_ODD, make_candidates

RANKING = Ranking("seed")
SR_REAL = Stratum("SR", "real")


def make_drawn(counts):
    candidates = make_candidates(counts, spare=0)
    return {
        Stratum(*name): [case for case in candidates if (case.rhythm, case.origin) == name]
        for name in counts
    }


def test_a_share_spreads_the_reading_evenly_over_cases():
    drawn = make_drawn({("SR", "real"): 30, ("SR", "synthetic"): 30})
    design = Design(share_percent=40)
    read = Counter(
        case.key
        for reader in range(7)
        for cases in cases_of_reader(RANKING, drawn, reader, design).values()
        for case in cases
    )
    assert len(read) == 60
    assert set(read.values()) == {2, 3}  # 7 readers with 12 of 30 each: 84 / 30


def test_each_case_stands_in_each_quartile_once_over_four_readers():
    drawn = make_drawn(SMALL_AND_ODD)
    quartiles = [quartile_of_cases(RANKING, drawn, reader) for reader in range(4)]
    for cases in drawn.values():
        for case in cases:
            assert {planned[case.key] for planned in quartiles} == {0, 1, 2, 3}


def test_quartiles_hold_as_many_of_each_stratum_and_origin_within_one():
    drawn = make_drawn({("SR", "real"): 22, ("AF", "real"): 7, ("SR", "synthetic"): 29})
    planned = quartile_of_cases(RANKING, drawn, 5)
    for name in ("SR/real", "AF/real", "SR/synthetic"):
        sizes = Counter(
            planned[case.key]
            for stratum in drawn
            if str(stratum) == name
            for case in drawn[stratum]
        )
        assert max(sizes.values()) - min(sizes[quartile] for quartile in range(4)) <= 1
    sizes = Counter(planned.values())
    assert max(sizes.values()) - min(sizes.values()) <= 2


def test_four_further_readers_get_other_quartile_groups():
    drawn = make_drawn({("SR", "real"): 40})
    first, fifth = (quartile_of_cases(RANKING, drawn, reader) for reader in (0, 4))
    assert first != fifth


def test_each_quartile_group_follows_each_other_group_as_often():
    drawn = make_drawn({("SR", "real"): 4})
    followed = Counter()
    for reader in range(4):
        planned = quartile_of_cases(RANKING, drawn, reader)
        order = sorted(planned, key=planned.__getitem__)
        followed.update(pairwise(order))
    assert set(followed.values()) == {1}


def test_adding_a_case_swaps_no_two_others_of_its_stratum():
    drawn = make_drawn({("SR", "real"): 31})
    everything = drawn[SR_REAL]
    one_quartile = dict.fromkeys((case.key for case in everything), 0)
    with_all = order_cases(RANKING, "anna", drawn, one_quartile)["real"]
    without = order_cases(RANKING, "anna", {SR_REAL: everything[:-1]}, one_quartile)["real"]
    assert [case for case in with_all if case != everything[-1]] == without


def test_readers_have_orders_of_their_own():
    drawn = make_drawn({("SR", "real"): 10})
    quartiles = quartile_of_cases(RANKING, drawn, 0)
    anna, bela = (order_cases(RANKING, reader, drawn, quartiles) for reader in ("anna", "bela"))
    assert anna != bela


def test_rhythms_are_spread_over_the_sequence():
    drawn = make_drawn({("SR", "real"): 32, ("AF", "real"): 16})
    ordered = order_cases(RANKING, "anna", drawn, quartile_of_cases(RANKING, drawn, 0))["real"]
    for third in (ordered[:16], ordered[16:32], ordered[32:]):
        assert sum(case.rhythm == "AF" for case in third) == pytest.approx(16 / 3, abs=1.5)


def test_practice_comes_first_and_belongs_to_no_block():
    practice = make_candidates({("SR", "real"): 4}, spare=0)
    shown = order_practice(RANKING, "anna", practice)
    assert [(p.position, p.block, p.practice) for p in shown] == [
        (position, 0, True) for position in (1, 2, 3, 4)
    ]
