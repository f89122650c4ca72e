"""Everything that a study found, computed once: page, figures, API and export print this object.

Rules of what counts: practice is never analysed; of a case shown twice to one reader the first
reading counts, and the second only in the agreement of readers with themselves; a reading
without a verdict (abstained, or reported as unreadable) is counted and left out.
"""

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any, Final

from reviewapp.results.dataset import Dataset, StudyFacts, StudyReader, read_dataset
from reviewapp.results.statistics.discrimination.accuracy import Accuracy, accuracy_of
from reviewapp.results.statistics.discrimination.detection import Detection, detection_of
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.statistics.scores.comparison import ScoreComparison, adjusted, compare_scores
from reviewapp.results.tables import (
    binary_verdict,
    repeat_pairs,
    score_of,
    table,
    truth,
    verdict_counts,
)
from reviewapp.results.verdict_agreement import (
    ReaderRepeats,
    VerdictAgreement,
    agreement_between_readers,
    agreement_within_readers,
)
from reviewapp.studies.models import Enrolment, Study

SCHEMA: Final = "ecg-blind-review/analysis/1"


@dataclass(frozen=True)
class Group:
    """One reader, the readers of one site, or all readers."""

    kind: str  # reader, site or all
    label: str
    site: str
    readers: int
    accuracy: Accuracy
    detection: Detection


@dataclass(frozen=True)
class Flow:
    """How many presentations became readings, and why others did not."""

    label: str
    readers: int
    presented: int
    practice: int
    repeats_read: int
    not_read: int
    abstained: int
    unreadable: int
    analysed: int


@dataclass(frozen=True)
class Item:
    """One morphology item, real against synthetic."""

    code: str
    label: str
    comparison: ScoreComparison


@dataclass(frozen=True)
class Repeats:
    """Agreement of readers with themselves: each reader, and the share over all."""

    readers: tuple[ReaderRepeats, ...]
    everyone: Estimate


@dataclass(frozen=True)
class Analysis:
    """All results of a study, or of the one site that ``site`` names."""

    schema: str
    study: StudyFacts
    site: str
    site_names: dict[str, str]
    cases: dict[str, int]
    is_simulated: bool
    flow: tuple[Flow, ...]
    readers: tuple[Group, ...]
    sites: tuple[Group, ...]
    everyone: Group
    verdicts: dict[str, tuple[int, ...]]
    agreement: tuple[VerdictAgreement, ...]
    repeats: Repeats
    morphology: tuple[Item, ...]
    software: dict[str, str]


def analyse_study(*, study: Study, enrolment: Enrolment) -> Analysis:
    """Read the study once and analyse it; what isn't visible to `enrolment` is left out.

    Raises `blinding.StillBlind` before unblinding.
    """
    return analyse(read_dataset(study=study, enrolment=enrolment))


def analyse(dataset: Dataset) -> Analysis:
    """The results of a dataset. The same dataset gives the same results, bit for bit."""
    readers = dataset.readers
    sites = {reader.site: [r for r in readers if r.site == reader.site] for reader in readers}
    analysed = {shown.case.code: shown.case for shown in dataset.main}.values()
    first, again = repeat_pairs(dataset)
    repeats = agreement_within_readers(dataset, first, again)
    return Analysis(
        schema=SCHEMA,
        study=dataset.study,
        site=dataset.site,
        site_names=dataset.site_names,
        cases={
            origin: sum(case.origin == origin for case in analysed)
            for origin in ("real", "synthetic")
        },
        is_simulated=any(case.is_simulated for case in dataset.cases),
        flow=(
            *(_flow(dataset, reader.code, [reader]) for reader in readers),
            _flow(dataset, "all readers", readers),
        ),
        readers=tuple(_group(dataset, "reader", r.code, r.site, [r]) for r in readers),
        sites=tuple(_group(dataset, "site", code, code, group) for code, group in sites.items()),
        everyone=_group(dataset, "all", "all readers", dataset.site, readers),
        verdicts=verdict_counts(dataset),
        agreement=agreement_between_readers(dataset, sites),
        repeats=Repeats(*repeats),
        morphology=_morphology(dataset),
        software={
            name: version(name) for name in ("ecg-blind-review", "numpy", "scipy", "matplotlib")
        },
    )


def _group(
    dataset: Dataset,
    kind: str,
    label: str,
    site: str,
    readers: Sequence[StudyReader],
) -> Group:
    verdict_rc = table(dataset, dataset.main, binary_verdict, readers=readers)
    truth_c = truth(dataset)
    return Group(
        kind=kind,
        label=label,
        site=site,
        readers=len(readers),
        accuracy=accuracy_of(truth_c=truth_c, verdict_rc=verdict_rc),
        detection=detection_of(truth_c=truth_c, verdict_rc=verdict_rc),
    )


def _flow(dataset: Dataset, label: str, readers: Sequence[StudyReader]) -> Flow:
    codes = {reader.code for reader in readers}
    reasons = [p.excluded_because for p in dataset.presentations if p.reader.code in codes]
    return Flow(
        label=label,
        readers=len(readers),
        presented=len(reasons),
        practice=reasons.count("practice"),
        repeats_read=reasons.count("repeat"),
        not_read=reasons.count("not read"),
        abstained=reasons.count("abstained"),
        unreadable=reasons.count("unreadable"),
        analysed=reasons.count(""),
    )


def _morphology(dataset: Dataset) -> tuple[Item, ...]:
    labels = {question.code: question.label.en for question in dataset.questionnaire.questions}
    truth_c = truth(dataset)
    compared = {
        code: compare_scores(score_rc=table(dataset, dataset.main, score_of(code)), truth_c=truth_c)
        for code in dataset.questionnaire.scale_codes
    }
    return tuple(Item(code, labels[code], one) for code, one in adjusted(compared).items())


def as_json(analysis: Analysis) -> dict[str, Any]:
    """The analysis as plain JSON values: null where undefined (the reason stands beside it)."""
    document: dict[str, Any] = json.loads(
        json.dumps(dataclasses.asdict(analysis), default=_moment, allow_nan=False)
    )
    return document


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no JSON")
