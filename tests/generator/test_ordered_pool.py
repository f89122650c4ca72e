"""Results come in the order of the items, and no more items are drawn than are needed."""

import math
import os

import pytest

from generator.ordered_pool import AHEAD, CHUNK, in_order


def process_of(_):
    return os.getpid()


@pytest.mark.parametrize("workers", [1, 2])
def test_each_item_has_its_result_in_order(workers):
    given = list(in_order(math.sqrt, range(50), workers))
    assert given == [(number, math.sqrt(number)) for number in range(50)]


def test_two_workers_are_other_processes():
    processes = {process for _, process in in_order(process_of, range(50), 2)}
    assert os.getpid() not in processes


@pytest.mark.parametrize("workers", [1, 2])
def test_a_long_source_is_drawn_from_as_needed(workers):
    drawn = []
    source = (drawn.append(number) or number for number in range(10_000))
    results = in_order(math.sqrt, source, workers)
    for _ in range(20):
        next(results)
    results.close()
    assert len(drawn) <= 20 + AHEAD * CHUNK * workers


@pytest.mark.parametrize("workers", [1, 2])
def test_what_an_item_raises_is_raised(workers):
    with pytest.raises(ValueError, match=r"math domain|nonnegative"):
        list(in_order(math.sqrt, [4, -1], workers))


def test_no_workers_are_refused():
    with pytest.raises(ValueError, match="1 or more"):
        list(in_order(math.sqrt, [4], 0))
