"""From candidates, cells, readers and a seed to the whole plan of a study, reproducibly."""

from collections import Counter
from collections.abc import Iterable, Sequence

from reviewapp.studies.allocation.plan import (
    AllocationError,
    Candidate,
    Cell,
    Design,
    Plan,
)
from reviewapp.studies.allocation.ranking import Ranking
from reviewapp.studies.allocation.reader_order import (
    cases_of_reader,
    plan_reader,
    quartile_of_cases,
    share_of,
)
from reviewapp.studies.allocation.repeats import repeats_need, repeats_refusal
from reviewapp.studies.allocation.selection import Selection, select


def allocate(
    *,
    seed: bytes | str,
    candidates: Iterable[Candidate],
    cells: Iterable[Cell],
    readers: Iterable[str],
    design: Design,
) -> Plan:
    """The plan that ``seed`` makes of ``candidates``: the same whatever order things come in.

    ``readers`` are stable keys of the caller's choice. The same plan follows again from the
    seed and the plan's own cases and practice cases as the only candidates. Raises
    AllocationError, with every reason, where no plan can be had.
    """
    ranking = Ranking(seed)
    wanted = sorted((cell for cell in cells if cell.count), key=lambda cell: cell.stratum)
    reader_keys = sorted(readers)
    reasons = find_refusals(wanted, reader_keys, design)
    if reasons:
        raise AllocationError(*reasons)
    drawn = select(
        ranking,
        candidates,
        wanted,
        practice=design.practice,
        one_per_patient=design.one_per_patient,
    )
    return _plan_readers(ranking, wanted, reader_keys, design, drawn)


def check_allocation(
    *,
    candidates: Iterable[Candidate],
    cells: Iterable[Cell],
    readers: Iterable[str],
    design: Design,
) -> list[str]:
    """Every reason known without a seed why no plan would follow; empty when none stands.

    Whether cells and practice can be filled does not depend on the seed. What remains is the
    rare sequence in which hidden repeats find no room: `allocate` itself says so.
    """
    wanted = sorted((cell for cell in cells if cell.count), key=lambda cell: cell.stratum)
    reasons = find_refusals(wanted, sorted(readers), design)
    try:
        select(
            Ranking("any"),
            candidates,
            wanted,
            practice=design.practice if wanted else 0,
            one_per_patient=design.one_per_patient,
        )
    except AllocationError as refusal:
        reasons += refusal.reasons
    return reasons


def find_refusals(cells: Sequence[Cell], readers: Sequence[str], design: Design) -> list[str]:
    """Every reason, visible before any drawing, why no plan follows; empty when none stands."""
    reasons = []
    if not cells:
        reasons.append("No cases are wanted in any cell.")
    if not readers:
        reasons.append("There are no readers.")
    reasons += [
        f"{stratum} is named in more than one cell."
        for stratum, times in Counter(cell.stratum for cell in cells).items()
        if times > 1
    ]
    reasons += [
        f"The reader {reader} is named more than once."
        for reader, times in Counter(readers).items()
        if times > 1
    ]
    reasons += _find_unread(cells, len(readers), design)
    a_reader = sum(share_of(cell.count, design.share_percent) for cell in cells)
    if a_reader < repeats_need(a_reader, design):
        reasons.append(repeats_refusal(a_reader, design))
    return reasons


def _find_unread(cells: Sequence[Cell], readers: int, design: Design) -> list[str]:
    """Cells in which the readers' shares leave some case without any reader."""
    return [
        f"{cell.stratum}: {readers} readers with {design.share_percent} % of the cases each "
        f"leave some of the {cell.count} cases unread."
        for cell in cells
        if readers and share_of(cell.count, design.share_percent) * readers < cell.count
    ]


def _plan_readers(
    ranking: Ranking,
    cells: Sequence[Cell],
    readers: Sequence[str],
    design: Design,
    drawn: Selection,
) -> Plan:
    notes = set(drawn.notes)
    plans = []
    for index, reader in enumerate(ranking.ordered(readers, "reader")):
        plan, given_way = plan_reader(
            ranking,
            reader,
            practice=drawn.practice,
            cases=cases_of_reader(ranking, drawn.cases, index, design),
            quartiles=quartile_of_cases(ranking, drawn.cases, index),
            design=design,
        )
        plans.append(plan)
        notes.update(given_way)
    return Plan(
        seed_commitment=ranking.commitment,
        design=design,
        cells=tuple(cells),
        cases=_by_key(case for cases in drawn.cases.values() for case in cases),
        practice=_by_key(drawn.practice),
        readers=tuple(sorted(plans, key=lambda plan: plan.reader)),
        notes=tuple(sorted(notes)),
    )


def _by_key(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Sorted by key, so that their order tells nothing of stratum or origin."""
    return tuple(sorted(candidates, key=lambda candidate: candidate.key))
