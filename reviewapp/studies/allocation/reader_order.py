"""The sequence of one reader: whose turn when, and which cases come back unannounced.

Cases of one origin stand in an order of the reader's own, by HMAC-SHA256(seed,
"order|rhythm/origin|reader|case"), within quartiles that rotate over readers by a Williams
square (Williams 1949: each quartile group stands in each quartile, and after each other group,
equally often over four readers). The origins' own sequence comes from origin_order.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from reviewapp.ecg.record import ORIGINS
from reviewapp.studies.allocation.origin_order import OriginOrder, order_origins
from reviewapp.studies.allocation.plan import (
    AllocationError,
    Candidate,
    Design,
    PlannedPresentation,
    ReaderPlan,
    Stratum,
)
from reviewapp.studies.allocation.ranking import Ranking, percent_of
from reviewapp.studies.allocation.repeats import (
    Drawn,
    merge_repeats,
    quota_of_repeats,
    repeats_refusal,
)

QUARTILES = 4
WILLIAMS = (0, 1, 3, 2)
"""First row of the Williams square of order 4; the others add 1, 2, 3 modulo 4."""

OFFSETS = 2**32
ATTEMPTS = 64
"""So many sequences of origins are tried before hidden repeats are refused for good."""


def cases_of_reader(ranking: Ranking, cases: Drawn, index: int, design: Design) -> Drawn:
    """The cases that reader number ``index`` is given: all, or a balanced part.

    The cases of a stratum stand on a circle, by rank; each reader takes the arc that begins
    where the arc of the reader before ended, so that no case is read by more than one reader
    more than another.
    """
    if design.share_percent == 100:
        return cases
    return {
        stratum: _arc(ranking, stratum, drawn, index, design.share_percent)
        for stratum, drawn in cases.items()
    }


def share_of(stratum_size: int, share_percent: int) -> int:
    """How many cases of a stratum each reader is given: at least one."""
    return max(1, percent_of(share_percent, stratum_size))


def _arc(
    ranking: Ranking, stratum: Stratum, drawn: Sequence[Candidate], index: int, percent: int
) -> list[Candidate]:
    by_key = {case.key: case for case in drawn}
    circle = ranking.ordered(by_key, "share", str(stratum))
    length = share_of(len(circle), percent)
    start = index * length
    return [by_key[circle[(start + step) % len(circle)]] for step in range(length)]


def quartile_of_cases(ranking: Ranking, cases: Drawn, index: int) -> dict[str, int]:
    """The position quartile 0..3 planned for each case key of reader number ``index``.

    Every four readers make a square with quartile groups of its own. Groups are dealt round and
    round over the strata, so that each holds as many of each stratum, and of each origin,
    within one.
    """
    square, row = divmod(index, QUARTILES)
    in_quartile = {(group + row) % QUARTILES: place for place, group in enumerate(WILLIAMS)}
    quartiles = {}
    dealt = ranking.number_below(QUARTILES, "deal", str(square))
    for stratum in sorted(cases, key=lambda stratum: (stratum.origin, stratum.rhythm)):
        keys = [case.key for case in cases[stratum]]
        for key in ranking.ordered(keys, "quartile", str(square), str(stratum)):
            quartiles[key] = in_quartile[dealt % QUARTILES]
            dealt += 1
    return quartiles


def order_cases(
    ranking: Ranking, reader: str, cases: Drawn, quartiles: Mapping[str, int]
) -> dict[str, list[Candidate]]:
    """Each origin's cases in the reader's own order: by quartile, rhythms spread evenly in it."""
    placed: dict[str, list[tuple[int, Fraction, bytes, Candidate]]] = {o: [] for o in ORIGINS}
    for stratum, drawn in cases.items():
        name = str(stratum)
        ranked = sorted(
            (ranking.rank("order", name, reader, case.key), case.key, case) for case in drawn
        )
        for quartile in range(QUARTILES):
            here = [(rank, case) for rank, key, case in ranked if quartiles[key] == quartile]
            offset = ranking.number_below(OFFSETS, "spread", name, reader, str(quartile))
            for index, (rank, case) in enumerate(here):
                place = Fraction(index * OFFSETS + offset, len(here) * OFFSETS)
                placed[stratum.origin].append((quartile, place, rank, case))
    return {
        origin: [case for *_, case in sorted(of, key=lambda place: place[:3])]
        for origin, of in placed.items()
    }


def plan_reader(
    ranking: Ranking,
    reader: str,
    *,
    practice: Sequence[Candidate],
    cases: Drawn,
    quartiles: Mapping[str, int],
    design: Design,
) -> tuple[ReaderPlan, tuple[str, ...]]:
    """Everything that ``reader`` is shown, and the rules that gave way.

    Raises AllocationError where hidden repeats cannot stand far enough apart.
    """
    shown = order_practice(ranking, reader, practice)
    ordered = order_cases(ranking, reader, cases, quartiles)
    repeats = quota_of_repeats(ranking, reader, cases, design.repeat_percent)
    totals = [
        len(ordered[origin]) + sum(n for stratum, n in repeats.items() if stratum.origin == origin)
        for origin in ORIGINS
    ]
    for attempt in range(ATTEMPTS):
        words = (reader, str(attempt))
        laid = order_origins(ranking, totals[0], totals[1], design.block_size, *words)
        sequence = merge_repeats(
            ranking, reader, laid.origins, ordered, repeats, gap=design.repeat_gap
        )
        if sequence is not None:
            return ReaderPlan(reader, (*shown, *_number(sequence, laid, len(shown)))), laid.notes
    raise AllocationError(repeats_refusal(sum(map(len, cases.values())), design))


def _number(
    sequence: Sequence[tuple[Candidate, int | None]], laid: OriginOrder, after: int
) -> list[PlannedPresentation]:
    """Positions from ``after`` + 1 on, and block numbers, for a filled sequence."""
    blocks = [block for block, size in enumerate(laid.block_sizes, start=1) for _ in range(size)]
    return [
        PlannedPresentation(
            position=after + index + 1,
            block=block,
            case_key=case.key,
            repeat_of_position=None if first is None else after + first + 1,
        )
        for index, ((case, first), block) in enumerate(zip(sequence, blocks, strict=True))
    ]


def order_practice(
    ranking: Ranking, reader: str, practice: Sequence[Candidate]
) -> list[PlannedPresentation]:
    """The practice cases in the reader's own order, positions from 1, block 0."""
    ranked = ranking.ordered((case.key for case in practice), "practice", reader)
    return [
        PlannedPresentation(position, 0, key, practice=True)
        for position, key in enumerate(ranked, start=1)
    ]
