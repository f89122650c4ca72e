"""Hidden repeats: which cases a reader is shown twice, and where, far enough from the first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reviewapp.ecg.record import ORIGINS
from reviewapp.studies.allocation.plan import Candidate, Design, Stratum
from reviewapp.studies.allocation.ranking import Ranking, apportion, percent_of

Drawn = Mapping[Stratum, Sequence[Candidate]]
"""Cases by stratum, each in the order of the draw."""

Showing = tuple[Candidate, int | None]
"""A case, and the index of its first showing where this is a repeat."""


def quota_of_repeats(
    ranking: Ranking, reader: str, cases: Drawn, percent: int
) -> dict[Stratum, int]:
    """How many cases of each stratum come back: ``percent`` of all, in proportion to strata."""
    sizes = {stratum: len(drawn) for stratum, drawn in cases.items()}
    ties = {stratum: ranking.rank("repeats", reader, str(stratum)) for stratum in sizes}
    return apportion(percent_of(percent, sum(sizes.values())), sizes, ties=ties)


def repeats_need(case_count: int, design: Design) -> int:
    """The least number of cases a reader is given for the repeats of ``design`` to fit."""
    repeats = percent_of(design.repeat_percent, case_count)
    return design.repeat_gap + repeats if repeats else 0


def repeats_refusal(case_count: int, design: Design) -> str:
    """The sentence that refuses the repeats of ``design`` in a sequence of ``case_count``."""
    repeats = percent_of(design.repeat_percent, case_count)
    return (
        f"{repeats} hidden repeats ({design.repeat_percent} % of {case_count} cases) must stand "
        f"at least {design.repeat_gap} presentations after the first showing, which takes "
        f"{repeats_need(case_count, design)} cases a reader or more, well mixed. "
        "Draw more cases, or set the repeats to 0 %."
    )


def merge_repeats(
    ranking: Ranking,
    reader: str,
    origins: Sequence[str],
    ordered: Mapping[str, Sequence[Candidate]],
    repeats: Mapping[Stratum, int],
    *,
    gap: int,
) -> list[Showing] | None:
    """Fill ``origins`` with the ``ordered`` cases and ``repeats`` of each stratum among them.

    A repeat stands ``gap`` or more presentations after the first showing. None where one found
    no first showing that far back.
    """
    merge = _Merge(ranking, reader, gap, dict(repeats))
    waiting = {origin: list(reversed(ordered[origin])) for origin in ORIGINS}
    due = _draw_due(ranking, reader, len(origins), repeats, gap)
    for index, origin in enumerate(origins):
        is_due = due[origin] and (due[origin][0] <= index or not waiting[origin])
        if is_due and merge.add_repeat(origin):
            due[origin].pop(0)
        elif waiting[origin]:
            merge.sequence.append((waiting[origin].pop(), None))
        else:
            return None
    return merge.sequence


def _draw_due(
    ranking: Ranking, reader: str, length: int, repeats: Mapping[Stratum, int], gap: int
) -> dict[str, list[int]]:
    """For each origin the indices, rising, from which its repeats are due: all after ``gap``."""
    due: dict[str, list[int]] = {}
    for origin in ORIGINS:
        count = sum(number for stratum, number in repeats.items() if stratum.origin == origin)
        due[origin] = sorted(
            gap + ranking.number_below(max(1, length - gap), "due", reader, origin, str(index))
            for index in range(count)
        )
    return due


@dataclass
class _Merge:
    """A sequence as it grows. ``left`` counts the repeats still to come in each stratum."""

    ranking: Ranking
    reader: str
    gap: int
    left: dict[Stratum, int]
    sequence: list[Showing] = field(default_factory=list)
    repeated: set[int] = field(default_factory=set)

    def add_repeat(self, origin: str) -> bool:
        """Show again a case of ``origin`` that stands far enough back; False if there is none.

        Any will do for what follows: cases far enough back only grow in number, and strata
        with repeats left only shrink by the one that is used.
        """
        far_enough = self.sequence[: max(0, len(self.sequence) - self.gap + 1)]
        eligible = [
            index
            for index, (case, first) in enumerate(far_enough)
            if first is None and index not in self.repeated
            if case.origin == origin and self.left[case.stratum]
        ]
        if not eligible:
            return False
        first = min(eligible, key=self._rank_of)
        case = self.sequence[first][0]
        self.left[case.stratum] -= 1
        self.repeated.add(first)
        self.sequence.append((case, first))
        return True

    def _rank_of(self, index: int) -> bytes:
        return self.ranking.rank("repeat", self.reader, self.sequence[index][0].key)
