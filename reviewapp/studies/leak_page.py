"""The page about leaks: what was found, in words and rows; figures alone, nothing of a case."""

from collections.abc import Iterable
from dataclasses import dataclass

from reviewapp.studies.gate import gate_of
from reviewapp.studies.leaks.report import Figure, LeakReport
from reviewapp.studies.models import LeakProbe, LeakWaiver, Status, Study
from reviewapp.studies.opening import read_draft

MOST_CASES_ON_PAGE = 60
"""Beyond, a browser would wait for minutes: the command shows progress."""

SECONDS_A_CASE = 1
"""Measured on two cores: 0.7 at load 5, 2 at load 9 (docs/blinding.md)."""

LEAST_SECONDS = 10


@dataclass(frozen=True)
class Row:
    """One figure, ready for the table: numbers as text, and in percent for the drawing."""

    name: str
    auc: str
    interval: str
    p: str
    is_leak: bool
    auc_percent: float
    low_percent: float
    width_percent: float

    @classmethod
    def of(cls, figure: Figure) -> "Row":
        """The row of a figure that varies."""
        return cls(
            name=figure.name,
            auc=f"{figure.auc:.2f}",
            interval=f"{figure.low:.2f} to {figure.high:.2f}",
            p=f"{figure.p:.3f}" if figure.p >= 0.0005 else "< 0.001",
            is_leak=figure.is_leak,
            auc_percent=round(100 * figure.auc, 1),
            low_percent=round(100 * figure.low, 1),
            width_percent=round(100 * (figure.high - figure.low), 1),
        )


@dataclass(frozen=True)
class LeakPage:
    """Everything that the template gets.

    `state` is the gate's, or "over" once the study is open; `is_outdated` when the newest probe
    was of another draft. `case_count` is how many cases the draft wants. `constant` names what is
    the same for all, by kind.
    """

    study: Study
    state: str
    probe: LeakProbe | None
    report: LeakReport | None
    waiver: LeakWaiver | None
    is_outdated: bool
    case_count: int
    rows: tuple[Row, ...]
    picture: Row | None
    canary: Row | None
    constant: tuple[tuple[str, str], ...]

    @property
    def may_probe(self) -> bool:
        """Is this still a draft with cases to probe?"""
        return self.state != "over" and self.case_count > 0

    @property
    def is_for_the_command(self) -> bool:
        """Are there too many cases to wait for in a browser?"""
        return self.case_count > MOST_CASES_ON_PAGE

    @property
    def seconds(self) -> int:
        """About how long a probe takes."""
        return max(LEAST_SECONDS, SECONDS_A_CASE * self.case_count)

    @property
    def may_waive(self) -> bool:
        """Does something stand in the way that a coordinator may waive?"""
        return self.state in {"unprobed", "refused", "leaking"} and self.may_probe


def leak_page(study: Study) -> LeakPage:
    """The page for `study` as it is now."""
    newest = LeakProbe.objects.filter(study=study).select_related("by").first()
    gate = gate_of(study, read_draft(study)) if study.status == Status.DRAFT else None
    report = LeakReport.from_json(newest.report) if newest else None
    best = report.best_canary if report else None
    figures = report.figures if report else ()
    return LeakPage(
        study=study,
        state=gate.state if gate else "over",
        probe=newest,
        report=report,
        waiver=gate.waiver if gate else _last_waiver(study, newest),
        is_outdated=gate is not None and newest is not None and newest != gate.probe,
        case_count=sum(cell.case_count for cell in study.cells.all()),
        rows=_rows(figures),
        picture=Row.of(report.picture) if report and report.picture else None,
        canary=Row.of(best) if best else None,
        constant=_by_kind(figure.name for figure in figures if figure.is_constant),
    )


def _rows(figures: tuple[Figure, ...]) -> tuple[Row, ...]:
    """What varies: leaks first, then by how far from 0.5."""
    varying = [figure for figure in figures if not figure.is_constant]
    varying.sort(key=lambda figure: (not figure.is_leak, -figure.strength))
    return tuple(map(Row.of, varying))


def _by_kind(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """ "picture: length", "picture: words" as ("picture", "length, words"), kind by kind."""
    kinds: dict[str, list[str]] = {}
    for name in names:
        kind, _, feature = name.partition(": ")
        kinds.setdefault(kind, []).append(feature)
    return tuple((kind, ", ".join(features)) for kind, features in kinds.items())


def _last_waiver(study: Study, probe: LeakProbe | None) -> LeakWaiver | None:
    """What the study was opened with."""
    waivers = LeakWaiver.objects.filter(study=study, probe=probe)
    return waivers.select_related("by").first()
