from collections import Counter
from itertools import groupby, pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewapp.studies.allocation.origin_order import (
    count_sequences,
    cut_into_blocks,
    draw_sequence,
    draw_shares,
    least_longest_run,
    order_origins,
    share_bounds,
)
from reviewapp.studies.allocation.ranking import Ranking

RANKING = Ranking("seed")


def longest_run(origins):
    return max(len(list(run)) for _, run in groupby(origins))


def split(origins, sizes):
    """The sequence cut into its blocks."""
    rest = iter(origins)
    return [[next(rest) for _ in range(size)] for size in sizes]


@given(st.integers(1, 700), st.integers(10, 40))
def test_blocks_hold_everything_and_are_equal_within_one(presentations, block_size):
    sizes = cut_into_blocks(presentations, block_size)
    assert sum(sizes) == presentations
    assert max(sizes) - min(sizes) <= 1
    assert (
        presentations < block_size or 0.6 * block_size < min(sizes) <= max(sizes) < 2 * block_size
    )


def test_blocks_of_a_long_study_hold_20_to_25():
    for presentations in range(80, 400):
        assert all(20 <= size <= 25 for size in cut_into_blocks(presentations, 22))


@settings(deadline=None)
@given(st.integers(80, 300), st.integers(44, 56))
def test_a_balanced_study_keeps_to_40_to_60_percent_in_each_block(presentations, percent):
    synthetic = presentations * percent // 100
    sizes = cut_into_blocks(presentations, 22)
    bounds, notes = share_bounds(sizes, synthetic)
    shares = draw_shares(RANKING, bounds, synthetic, "reader")
    assert sum(shares) == synthetic
    assert not notes
    assert all(0.4 * size <= share <= 0.6 * size for size, share in zip(sizes, shares, strict=True))


def test_shares_differ_from_block_to_block_and_reader_to_reader():
    bounds, _ = share_bounds((22, 22, 22, 22), 44)
    drawn = [draw_shares(RANKING, bounds, 44, str(reader)) for reader in range(50)]
    assert len(set(drawn)) > 30
    assert {share for shares in drawn for share in shares} == {9, 10, 11, 12, 13}


def test_an_unbalanced_study_gives_way_by_a_declared_rule():
    bounds, notes = share_bounds((20, 20), 8)
    assert bounds == ((3, 5), (3, 5))
    assert "leaves 40 to 60 %, as 8 of 40 are synthetic" in notes[0]


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 90), st.data())
def test_any_mix_can_be_laid_out_in_blocks(presentations, data):
    synthetic = data.draw(st.integers(0, presentations))
    laid = order_origins(RANKING, presentations - synthetic, synthetic, 22, "reader")
    assert Counter(laid.origins)["synthetic"] == synthetic
    assert len(laid.origins) == presentations == sum(laid.block_sizes)
    assert longest_run(laid.origins) <= 3 or any("Runs of one origin" in n for n in laid.notes)


def test_counting_agrees_with_listing_every_sequence():
    blocks = ((3, 2), (2, 3))
    listed = {
        (*first, *second)
        for first in set(permutations([0, 0, 0, 1, 1]))
        for second in set(permutations([0, 0, 1, 1, 1]))
        if longest_run((*first, *second)) <= 2
    }
    assert count_sequences(blocks, 2)[0][3, 2, (0, 0)] == len(listed)
    assert {tuple(draw_sequence(RANKING, blocks, 2, str(n))) for n in range(3000)} == listed


def test_every_admissible_sequence_is_as_likely():
    drawn = Counter(tuple(draw_sequence(RANKING, ((3, 3),), 2, str(n))) for n in range(7000))
    expected = 7000 / 14
    assert len(drawn) == 14  # of the 20 orders of 3 + 3, six hold a run of three
    # 99.9th percentile of chi-square with 13 degrees of freedom
    assert sum((count - expected) ** 2 / expected for count in drawn.values()) < 34.5


@pytest.mark.parametrize(
    ("block", "least"), [((11, 11), 3), ((10, 1), 5), ((5, 0), 5), ((9, 2), 3), ((10, 2), 4)]
)
def test_the_longest_run_gives_way_no_more_than_it_must(block, least):
    assert least_longest_run((block,)) == least


def test_origins_follow_each_other_as_the_limit_on_runs_demands():
    """Lag-1: with runs of 1 to 3 a switch has probability 0.618 (tribonacci constant)."""
    switches = pairs = 0
    for reader in range(20):
        origins = order_origins(RANKING, 100, 100, 22, str(reader)).origins
        switches += sum(a != b for a, b in pairwise(origins))
        pairs += len(origins) - 1
    assert switches / pairs == pytest.approx(0.625, abs=0.03)


def test_no_position_favours_an_origin():
    laid = [order_origins(RANKING, 12, 12, 22, str(reader)).origins for reader in range(1600)]
    for position in range(24):
        synthetic = sum(origins[position] == "synthetic" for origins in laid)
        assert 800 - 100 < synthetic < 800 + 100  # five standard deviations
