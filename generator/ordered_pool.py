"""Map over items in other processes, in order, with few of them in memory at any time."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Final, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK: Final = 8
"""Items handed over at once: enough that handing over costs little beside the work."""
AHEAD: Final = 3
"""Chunks that are under way for each worker; what waits for its turn is bounded by it."""


def in_order(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int
) -> Iterator[tuple[Item, Result]]:
    """Give each item with its result, in the order of the items, which are drawn as needed.

    ``function`` and items must be picklable when ``workers`` is 2 or more; with 1 all happens here.
    Raises ValueError for fewer than 1 worker, and whatever ``function`` raises.
    """
    if workers < 1:
        raise ValueError(f"{workers} workers do no work; give 1 or more")
    if workers == 1:
        for item in items:
            yield item, function(item)
        return
    drawn = iter(items)
    waiting: deque[tuple[list[Item], Future[list[Result]]]] = deque()
    with ProcessPoolExecutor(workers) as pool:
        try:
            while chunk := list(islice(drawn, CHUNK)):
                waiting.append((chunk, pool.submit(_all_of, function, chunk)))
                if len(waiting) >= AHEAD * workers:
                    yield from _first_of(waiting)
            while waiting:
                yield from _first_of(waiting)
        finally:
            # Whoever stops listening does not wait for what is still to come.
            pool.shutdown(wait=False, cancel_futures=True)


def _all_of(function: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
    return [function(item) for item in chunk]


def _first_of(
    waiting: deque[tuple[list[Item], Future[list[Result]]]],
) -> Iterator[tuple[Item, Result]]:
    chunk, result = waiting.popleft()
    yield from zip(chunk, result.result(), strict=True)
