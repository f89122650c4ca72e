"""All findings of a study, each section once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from reviewapp.results.reading_table import ReadingTable
from reviewapp.results.statistics.models.site_model import SiteComparison, compare_sites

from .accuracy import AccuracyFindings, find_accuracy
from .between import GroupAgreement, find_agreement
from .checks import Checks, find_checks
from .course import TimeFindings, TrendFindings, find_time, find_trend
from .difficulty import DifficultyFindings, find_difficulty
from .headline import Headline, find_headline
from .long_form import long_form
from .model import ModelFindings, find_model
from .morphology import ItemFindings, find_morphology
from .next_study import NextStudy, find_next_study
from .reach import Reach, reach_of
from .roc import RocFindings, find_roc
from .single_readers import BestReaders, BiasFindings, find_best_reader, find_bias
from .within import RepeatFindings, find_repeats

Progress = Callable[[str, int, int], None]
"""Takes what is being computed, the sections done, and all that there are."""

SECTIONS: Final = (
    "accuracy",
    "ROC curves",
    "bootstrap of readers and cases",
    "mixed models",
    "agreement between readers",
    "agreement of readers with themselves",
    "morphology",
    "sites",
    "order",
    "time",
    "cases",
    "single readers",
    "power of the next study",
)


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Everything that one table of readings says.

    Figures against the origin are of the cases whose origin is known; agreement is of all cases.
    What doesn't exist is there all the same, with the reason.
    """

    reach: Reach
    headline: Headline
    accuracy: AccuracyFindings
    roc: RocFindings
    checks: Checks
    model: ModelFindings
    agreement: tuple[GroupAgreement, ...]
    repeats: RepeatFindings
    morphology: tuple[ItemFindings, ...]
    sites: SiteComparison
    trend: TrendFindings
    time: TimeFindings
    difficulty: DifficultyFindings
    best_reader: BestReaders
    bias: BiasFindings
    next_study: NextStudy


def find(table: ReadingTable, *, progress: Progress | None = None) -> Findings:
    """Compute all findings; the same readings in any order give the same ones, bit for bit."""
    begin = _Begin(progress)
    table = table.in_order()
    known = table.of_known_origin()
    readings = long_form(known)
    begin("accuracy")
    accuracy = find_accuracy(known)
    begin("ROC curves")
    roc = find_roc(known)
    begin("bootstrap of readers and cases")
    checks = find_checks(known)
    begin("mixed models")
    model = find_model(known, readings)
    begin("agreement between readers")
    agreement = find_agreement(table)
    begin("agreement of readers with themselves")
    repeats = find_repeats(table)
    begin("morphology")
    morphology = find_morphology(known)
    begin("sites")
    sites = compare_sites(readings, seed=table.seed)
    begin("order")
    trend = find_trend(known, readings)
    begin("time")
    time = find_time(known, readings)
    begin("cases")
    difficulty = find_difficulty(known)
    begin("single readers")
    best_reader, bias = find_best_reader(known), find_bias(known)
    begin("power of the next study")
    next_study = find_next_study(known)
    begin.end()
    return Findings(
        reach=reach_of(table),
        headline=find_headline(known, roc, accuracy),
        accuracy=accuracy,
        roc=roc,
        checks=checks,
        model=model,
        agreement=agreement,
        repeats=repeats,
        morphology=morphology,
        sites=sites,
        trend=trend,
        time=time,
        difficulty=difficulty,
        best_reader=best_reader,
        bias=bias,
        next_study=next_study,
    )


class _Begin:
    """Tells which section begins, and how many are done."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress

    def __call__(self, section: str) -> None:
        if self.progress:
            self.progress(section, SECTIONS.index(section), len(SECTIONS))

    def end(self) -> None:
        if self.progress:
            self.progress("done", len(SECTIONS), len(SECTIONS))
