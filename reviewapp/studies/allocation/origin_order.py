"""Where real and synthetic stand in a reader's sequence: blocks, their shares, and no long runs.

Both draws are exact: the admissible sequences are counted by dynamic programming, one number
below the count is drawn, and the sequence of that number is read off ("unranking"). Each
admissible sequence is thus as likely as any other, and there is nothing to retry.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from reviewapp.ecg.record import ORIGINS
from reviewapp.studies.allocation.plan import LONGEST_RUN, SYNTHETIC_PERCENT
from reviewapp.studies.allocation.ranking import Ranking

REAL, SYNTHETIC = range(len(ORIGINS))

Run = tuple[int, int]
"""The origin of the last presentation, and how many of it stand in a row (0 at the start)."""

Blocks = tuple[tuple[int, int], ...]
"""How many real and how many synthetic presentations each block holds."""

Ways = dict[tuple[int, int, Run], int]
"""How many admissible continuations: (real left, synthetic left) in the block, after a run."""

START: Run = (REAL, 0)
SHARE_SLACK_PERCENT = 5
"""Where a study is not balanced, the share of a block stays this near the study's own."""

SIZE_SLACK = (2, 3)
"""A block of the default size 22 may hold 20 to 25."""


@dataclass(frozen=True)
class OriginOrder:
    """The origin at each position, the size of each block, and the rules that gave way."""

    origins: tuple[str, ...]
    block_sizes: tuple[int, ...]
    notes: tuple[str, ...]


def order_origins(
    ranking: Ranking, real: int, synthetic: int, block_size: int, *words: str
) -> OriginOrder:
    """Lay ``real`` + ``synthetic`` presentations (at least one) out in blocks.

    ``words`` name the reader to the ranking. What cannot be kept gives way by a declared rule,
    and ``notes`` says so.
    """
    sizes = cut_into_blocks(real + synthetic, block_size)
    bounds, share_notes = share_bounds(sizes, synthetic)
    counts = draw_shares(ranking, bounds, synthetic, *words)
    blocks = tuple((size - count, count) for size, count in zip(sizes, counts, strict=True))
    longest_run = least_longest_run(blocks)
    origins = draw_sequence(ranking, blocks, longest_run, *words)
    notes = _note_sizes(sizes, block_size) + share_notes
    if longest_run > LONGEST_RUN:
        notes += (
            f"Runs of one origin reach {longest_run}, as {real} real and {synthetic} synthetic "
            f"cannot be ordered with at most {LONGEST_RUN} in a row.",
        )
    return OriginOrder(tuple(ORIGINS[origin] for origin in origins), sizes, notes)


def cut_into_blocks(presentations: int, block_size: int) -> tuple[int, ...]:
    """Sizes of the blocks, equal within one and all near ``block_size`` where that can be.

    Of the numbers of blocks, those with every size within SIZE_SLACK come first, then the one
    whose mean size is nearest ``block_size``.
    """

    def unfitness(blocks: int) -> tuple[bool, Fraction]:
        sizes = (presentations // blocks, -(-presentations // blocks))
        return not _near(sizes, block_size), abs(Fraction(presentations, blocks) - block_size)

    blocks = min(range(1, presentations // block_size + 2), key=unfitness)
    return tuple((presentations + index) // blocks for index in range(blocks))


def _near(sizes: Iterable[int], block_size: int) -> bool:
    less, more = SIZE_SLACK
    return all(block_size - less <= size <= block_size + more for size in sizes)


def _note_sizes(sizes: Sequence[int], block_size: int) -> tuple[str, ...]:
    if _near(sizes, block_size):
        return ()
    least, most = block_size - SIZE_SLACK[0], block_size + SIZE_SLACK[1]
    listed = ", ".join(map(str, sizes))
    return (f"{sum(sizes)} presentations make blocks of {listed}, not of {least} to {most}.",)


def share_bounds(
    sizes: Sequence[int], synthetic: int
) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...]]:
    """The least and most synthetic cases in each block, such that ``synthetic`` in all fit.

    40 to 60 % where that can be; else the study's own share +-5 points; else one case wider at
    both ends until it can.
    """
    total = sum(sizes)
    least, most = SYNTHETIC_PERCENT
    bounds = tuple((-(-least * size // 100), most * size // 100) for size in sizes)
    if _fits(bounds, synthetic):
        return bounds, ()
    widening = -1
    while not _fits(bounds, synthetic):
        widening += 1
        bounds = tuple(
            (
                max(
                    0,
                    -(-(100 * synthetic - SHARE_SLACK_PERCENT * total) * size // (100 * total))
                    - widening,
                ),
                min(
                    size,
                    (100 * synthetic + SHARE_SLACK_PERCENT * total) * size // (100 * total)
                    + widening,
                ),
            )
            for size in sizes
        )
    note = (
        f"The synthetic share of a block leaves {least} to {most} %, as {synthetic} of {total} "
        f"are synthetic: each block keeps to that share within {SHARE_SLACK_PERCENT} points"
        + (f" and {widening} more at either end." if widening else ".")
    )
    return bounds, (note,)


def _fits(bounds: Sequence[tuple[int, int]], synthetic: int) -> bool:
    possible = all(least <= most for least, most in bounds)
    return possible and (
        sum(least for least, _ in bounds) <= synthetic <= sum(most for _, most in bounds)
    )


def draw_shares(
    ranking: Ranking, bounds: Sequence[tuple[int, int]], synthetic: int, *words: str
) -> tuple[int, ...]:
    """Synthetic cases of each block within ``bounds``, summing to ``synthetic``."""
    ways: list[dict[int, int]] = [{0: 1}]
    for least, most in reversed(bounds):
        after = ways[0]
        ways.insert(0, {})
        for rest in range(synthetic + 1):
            count = sum(after.get(rest - share, 0) for share in range(least, most + 1))
            if count:
                ways[0][rest] = count
    number = ranking.number_below(ways[0][synthetic], "shares", *words)
    rest, shares = synthetic, []
    for (least, most), after in zip(bounds, ways[1:], strict=True):
        for share in range(least, most + 1):
            count = after.get(rest - share, 0)
            if number < count:
                break
            number -= count
        shares.append(share)
        rest -= share
    return tuple(shares)


def least_longest_run(blocks: Blocks) -> int:
    """The smallest limit, 3 or more, under which ``blocks`` (real, synthetic) can be ordered."""
    real, synthetic = (sum(block[origin] for block in blocks) for origin in (REAL, SYNTHETIC))
    fewer, more = sorted((real, synthetic))
    limit = max(LONGEST_RUN, -(-more // (fewer + 1)))
    while not count_sequences(blocks, limit)[0][(*blocks[0], START)]:
        limit += 1
    return limit


@lru_cache(maxsize=64)
def count_sequences(blocks: Blocks, limit: int) -> tuple[Ways, ...]:
    """For each block, the number of ways to finish it and all that follow, by state.

    Filled from the last block back; a run of one origin may cross from block to block.
    """
    runs = [(origin, length) for origin in (REAL, SYNTHETIC) for length in range(limit + 1)]
    tables: list[Ways] = []
    ending = dict.fromkeys(runs, 1)
    for real, synthetic in reversed(blocks):
        ways: Ways = {(0, 0, run): ending[run] for run in runs}
        for left in range(1, real + synthetic + 1):
            for real_left in range(max(0, left - synthetic), min(real, left) + 1):
                for run in runs:
                    state = (real_left, left - real_left, run)
                    ways[state] = sum(ways[after] for _, after in _steps(state, limit))
        tables.insert(0, ways)
        ending = {run: ways[real, synthetic, run] for run in runs}
    return tuple(tables)


def _steps(state: tuple[int, int, Run], limit: int) -> list[tuple[int, tuple[int, int, Run]]]:
    """The origins that may come next, each with the state it leads to."""
    real_left, synthetic_left, (last, length) = state
    steps = []
    if real_left and (last != REAL or length < limit):
        run = (REAL, length + 1 if last == REAL else 1)
        steps.append((REAL, (real_left - 1, synthetic_left, run)))
    if synthetic_left and (last != SYNTHETIC or length < limit):
        run = (SYNTHETIC, length + 1 if last == SYNTHETIC else 1)
        steps.append((SYNTHETIC, (real_left, synthetic_left - 1, run)))
    return steps


def draw_sequence(ranking: Ranking, blocks: Blocks, limit: int, *words: str) -> list[int]:
    """One of the sequences of origins that keep to ``blocks`` and ``limit``, each as likely."""
    tables = count_sequences(blocks, limit)
    run = START
    number = ranking.number_below(tables[0][(*blocks[0], run)], "origins", *words)
    origins = []
    for (real, synthetic), ways in zip(blocks, tables, strict=True):
        state = (real, synthetic, run)
        while state[0] or state[1]:
            for step in _steps(state, limit):
                origin, state = step
                if number < ways[state]:
                    break
                number -= ways[state]
            origins.append(origin)
        run = state[2]
    return origins
