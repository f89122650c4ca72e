"""Which records become cases, and which become practice: by rank under the seed, never by hand.

Within a stratum, records go by HMAC-SHA256(seed, "draw|rhythm/origin|key"). A patient gives one
record to a study; where one patient has records in several strata, a shortest swap between
strata (augmenting path, Kuhn 1955) sees to it that no cell stays short that could be filled.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reviewapp.ecg.record import ORIGINS
from reviewapp.studies.allocation.plan import AllocationError, Candidate, Cell, Stratum
from reviewapp.studies.allocation.ranking import Ranking


@dataclass(frozen=True)
class Selection:
    """The drawn cases by stratum, each list by rank; the practice cases; rules that gave way."""

    cases: Mapping[Stratum, tuple[Candidate, ...]]
    practice: tuple[Candidate, ...]
    notes: tuple[str, ...] = ()


@dataclass
class _Draw:
    """The candidates of each wanted stratum by rank, and who of them is taken so far."""

    ranked: Mapping[Stratum, Sequence[Candidate]]
    one_per_patient: bool
    taken: dict[str, tuple[Stratum, Candidate]] = field(default_factory=dict)

    def person(self, candidate: Candidate) -> str:
        return candidate.person if self.one_per_patient else candidate.key

    def next_free(self, stratum: Stratum) -> Candidate | None:
        """The first by rank whose patient is not in the study yet."""
        return next((c for c in self.ranked[stratum] if self.person(c) not in self.taken), None)

    def fill_one(self, stratum: Stratum, passed: frozenset[Stratum] = frozenset()) -> bool:
        """Take one more record for ``stratum``, moving other strata's picks if need be."""
        free = self.next_free(stratum)
        if free is not None:
            self.taken[self.person(free)] = (stratum, free)
            return True
        passed = passed | {stratum}
        for candidate in self.ranked[stratum]:
            holder, _ = self.taken[self.person(candidate)]
            if holder not in passed and self.fill_one(holder, passed):
                self.taken[self.person(candidate)] = (stratum, candidate)
                return True
        return False


def select(
    ranking: Ranking,
    candidates: Iterable[Candidate],
    cells: Sequence[Cell],
    *,
    practice: int,
    one_per_patient: bool,
) -> Selection:
    """Draw the cases of all ``cells``, then ``practice`` further records, one a cell in turn.

    Raises AllocationError with one reason for each short cell, saying how many are missing.
    """
    draw = _Draw(_rank_candidates(ranking, candidates, cells), one_per_patient)
    _fill_cells(draw, cells)
    chosen = {candidate.key: stratum for stratum, candidate in draw.taken.values()}
    cases = {
        stratum: tuple(candidate for candidate in ranked if candidate.key in chosen)
        for stratum, ranked in draw.ranked.items()
    }
    practice_cases, notes = _draw_practice(draw, ranking, practice)
    return Selection(cases, practice_cases, notes)


def _rank_candidates(
    ranking: Ranking, candidates: Iterable[Candidate], cells: Sequence[Cell]
) -> dict[Stratum, list[Candidate]]:
    by_key: dict[str, Candidate] = {}
    for candidate in candidates:
        if by_key.setdefault(candidate.key, candidate) != candidate:
            raise AllocationError(
                f"The record {candidate.key} stands in the pools twice, with different labels."
            )
    wanted = sorted(cell.stratum for cell in cells if cell.count)
    keys: dict[Stratum, list[str]] = {stratum: [] for stratum in wanted}
    for key, candidate in by_key.items():
        if candidate.stratum in keys:
            keys[candidate.stratum].append(key)
    return {
        stratum: [by_key[key] for key in ranking.ordered(keys[stratum], "draw", str(stratum))]
        for stratum in wanted
    }


def _fill_cells(draw: _Draw, cells: Sequence[Cell]) -> None:
    reasons = []
    for cell in sorted(cells, key=lambda cell: cell.stratum):
        filled = 0
        while filled < cell.count and draw.fill_one(cell.stratum):
            filled += 1
        if filled < cell.count:
            reasons.append(_shortage(draw, cell, filled))
    if reasons:
        raise AllocationError(*reasons)


def _shortage(draw: _Draw, cell: Cell, filled: int) -> str:
    records = len(draw.ranked[cell.stratum])
    why = (
        f"of {records} records, the others are of patients who are in the study already"
        if records > filled
        else f"the pools hold {records}"
    )
    return (
        f"{cell.rhythm}, {cell.origin}: {cell.count} cases are wanted and "
        f"{cell.count - filled} are missing ({why})."
    )


def _draw_practice(
    draw: _Draw, ranking: Ranking, count: int
) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    """``count`` more records from the strata in turn, origins alternating."""
    practice: list[Candidate] = []
    empty: list[Stratum] = []
    turns = _alternate_origins(ranking, draw.ranked)
    while len(practice) < count and len(empty) < len(turns):
        for stratum in [turn for turn in turns if turn not in empty]:
            free = draw.next_free(stratum)
            if free is None:
                empty.append(stratum)
            elif len(practice) < count:
                draw.taken[draw.person(free)] = (stratum, free)
                practice.append(free)
    if len(practice) < count:
        raise AllocationError(
            f"{count} practice cases are wanted beside the cases, and "
            f"{count - len(practice)} are missing: no more records (or patients) are left."
        )
    have = {candidate.stratum for candidate in practice}
    lacking = [stratum for stratum in turns[:count] if stratum not in have]
    notes = tuple(
        f"No practice case of {stratum}: no record (or patient) is left." for stratum in lacking
    )
    return tuple(practice), notes


def _alternate_origins(ranking: Ranking, strata: Iterable[Stratum]) -> list[Stratum]:
    """Strata by rank, real and synthetic in turn, so that few practice cases show both."""
    by_name = {str(stratum): stratum for stratum in strata}
    ranked = [by_name[name] for name in ranking.ordered(by_name, "practice")]
    turn_of = {origin: ranking.rank("practice", origin) for origin in ORIGINS}
    within: dict[str, int] = dict.fromkeys(ORIGINS, 0)
    turns = []
    for stratum in ranked:
        turns.append((within[stratum.origin], turn_of[stratum.origin], stratum))
        within[stratum.origin] += 1
    return [stratum for _, _, stratum in sorted(turns)]
