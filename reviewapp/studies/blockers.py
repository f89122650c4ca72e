"""What still stands between a draft and its opening, and what only deserves a thought."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reviewapp.accounts.roles import PERMISSIONS, Permission, Role
from reviewapp.ecg.record import ORIGINS
from reviewapp.studies.allocation import check_allocation
from reviewapp.studies.enrolling import unsuitable_because
from reviewapp.studies.gate import gate_of
from reviewapp.studies.models import Enrolment, Study
from reviewapp.studies.opening import Draft, read_draft

FEW_CASES_AN_ORIGIN = 30
FEW_READERS = 4


@dataclass(frozen=True)
class Remark:
    """One sentence, and the section of the draft page where it can be mended."""

    section: str
    text: str


@dataclass(frozen=True)
class Readiness:
    """What blocks opening, and what only advises against it."""

    blockers: tuple[Remark, ...]
    advice: tuple[Remark, ...]

    @property
    def is_ready(self) -> bool:
        """May the study be opened?"""
        return not self.blockers


def check_readiness(study: Study) -> Readiness:
    """Everything that speaks against opening `study` as it is drafted now."""
    enrolments = list(
        study.enrolments.select_related("user", "site").prefetch_related("user__grants")
    )
    draft = read_draft(study)
    in_allocation = tuple(_blocking_allocation(draft))
    blockers = (
        *_blocking_sources(study),
        *_blocking_cells(draft),
        *_blocking_people(enrolments),
        *_blocking_unblinding(enrolments),
        *in_allocation,
        # What cannot be drawn cannot be probed either.
        *(() if in_allocation else _blocking_leaks(study, draft)),
    )
    return Readiness(tuple(blockers), tuple(_advise(draft, enrolments)))


def _blocking_sources(study: Study) -> Iterator[Remark]:
    if not study.sources.exists():
        yield Remark("pools", "No pool is chosen to draw cases from.")
    for source in study.sources.exclude(site_id=study.site_id):
        yield Remark("pools", f"The pool {source.name} belongs to another site.")


def _blocking_cells(draft: Draft) -> Iterator[Remark]:
    counts = _count_by_origin(draft)
    for origin in ORIGINS:
        if draft.cells and not counts[origin]:
            yield Remark("cases", f"No {origin} case is wanted, so there is nothing to tell apart.")


def _count_by_origin(draft: Draft) -> Counter[str]:
    counts: Counter[str] = Counter()
    for cell in draft.cells:
        counts[cell.origin] += cell.count
    return counts


def _blocking_people(enrolments: Iterable[Enrolment]) -> Iterator[Remark]:
    for enrolment in enrolments:
        granted = {grant.role for grant in enrolment.user.grants.all()}
        reason = unsuitable_because(enrolment.user, enrolment.role, granted)
        if reason:
            yield Remark("people", f"{enrolment.user.username}: {reason}")


def _blocking_unblinding(enrolments: Iterable[Enrolment]) -> Iterator[Remark]:
    """One person asks, another approves; the first must be able to run the study."""
    able = [enrolment for enrolment in enrolments if enrolment.user.is_active]
    askers = [e for e in able if Permission.RUN_STUDY in PERMISSIONS[e.role]]
    approvers = [e for e in able if Permission.APPROVE_UNBLINDING in PERMISSIONS[e.role]]
    if not any(asker.user_id != approver.user_id for asker in askers for approver in approvers):
        yield Remark(
            "people",
            "Unblinding takes two people, and nobody could approve it: enrol a second study "
            "coordinator, an auditor or a researcher.",
        )


def _blocking_allocation(draft: Draft) -> Iterator[Remark]:
    reasons = check_allocation(
        candidates=draft.candidates,
        cells=draft.cells,
        readers=draft.readers,
        design=draft.design,
    )
    for reason in reasons:
        yield Remark("people" if reason.startswith("There are no readers") else "cases", reason)


def _blocking_leaks(study: Study, draft: Draft) -> Iterator[Remark]:
    blocker = gate_of(study, draft).blocker
    if blocker:
        yield Remark("leaks", blocker)


def _synthetic_by_rhythm(draft: Draft) -> str:
    """How many cases of each rhythm are synthetic, where the share differs from that of all cases
    by more than one case; "" where it does not."""
    counts = _count_by_origin(draft)
    share = counts["synthetic"] / max(counts.total(), 1)
    wanted = {(cell.rhythm, cell.origin): cell.count for cell in draft.cells}
    shares = []
    for rhythm in dict.fromkeys(cell.rhythm for cell in draft.cells):
        synthetic = wanted.get((rhythm, "synthetic"), 0)
        shares.append((rhythm, synthetic, synthetic + wanted.get((rhythm, "real"), 0)))
    if all(abs(synthetic - share * both) <= 1 for _, synthetic, both in shares):
        return ""
    return ", ".join(f"{synthetic} of {both} {rhythm}" for rhythm, synthetic, both in shares)


def _advise(draft: Draft, enrolments: Iterable[Enrolment]) -> Iterator[Remark]:
    counts = _count_by_origin(draft)
    fewest = min(counts[origin] for origin in ORIGINS)
    if 0 < fewest < FEW_CASES_AN_ORIGIN:
        yield Remark(
            "cases",
            f"{fewest} cases of one origin prove little: equivalence within 10 points takes about "
            "80 cases and 8 readers or more.",
        )
    telling = _synthetic_by_rhythm(draft)
    if telling:
        yield Remark(
            "cases",
            f"The rhythm alone tells something of the origin: synthetic are {telling}. Wish for "
            "equal shares; the probe for leaks cannot tell this from a leak.",
        )
    readers = [enrolment for enrolment in enrolments if enrolment.role == Role.READER]
    if 0 < len(readers) < FEW_READERS:
        yield Remark("people", "Agreement between readers is better known from four or more.")
    if len({reader.site_id for reader in readers}) == 1:
        yield Remark("people", "All readers are of one site: no difference between sites can show.")
