"""What a source's page shows of its evaluations: words and rows, ready for the template."""

from dataclasses import dataclass
from typing import Final

from reviewapp.ecg.evaluation_document import (
    EvaluationCheck,
    EvaluationDocument,
    EvaluationSection,
    read_document,
)
from reviewapp.pool.models import Evaluation, Light, Record, Source
from reviewapp.pool.queries import newest_of_each_batch, records_by_signal

FLAGGED_SHOWN: Final = 50
BARRED, LET_IN, ABSENT = "barred", "may be drawn", "not in the pool"


@dataclass(frozen=True)
class CheckRow:
    """One check: numbers as text, "" where there is none."""

    title: str
    light: Light
    value: str
    interval: str
    n: int
    says: str
    limits: str

    @classmethod
    def of(cls, check: EvaluationCheck) -> "CheckRow":
        """The row of a check."""
        has_interval = check.low is not None and check.high is not None
        return cls(
            title=check.title,
            light=Light(check.light),
            value=_shown(check.value),
            interval=f"{_shown(check.low)} to {_shown(check.high)}" if has_interval else "",
            n=check.n,
            says=check.says,
            limits=check.limits,
        )


@dataclass(frozen=True)
class FlaggedRow:
    """A record that should enter no pool; `record` is there when it did, `state` says how.

    `name` is the pool's, or, without a record, the report's.
    """

    name: str
    reason: str
    record: Record | None
    state: str


@dataclass(frozen=True)
class EvaluationCard:
    """One evaluation: its light, its answer, its checks by section, and the first it flagged."""

    evaluation: Evaluation
    document: EvaluationDocument
    flagged: list[FlaggedRow]

    @property
    def light(self) -> Light:
        """The light of the whole."""
        return Light(self.evaluation.light)

    @property
    def batch_names(self) -> str:
        """The batches that were measured, each with its records."""
        batches = self.document.batches
        return ", ".join(f"{each.folder} ({each.n_records} records)" for each in batches)

    @property
    def sentences(self) -> list[tuple[str, Light, str]]:
        """Title, light and text of each sentence of the answer."""
        return [(each.title, Light(each.light), each.text) for each in self.document.sentences]

    @property
    def sections(self) -> list[tuple[EvaluationSection, list[CheckRow]]]:
        """Each section that checks something, with a row for each check."""
        return [
            (section, [CheckRow.of(check) for check in section.checks])
            for section in self.document.sections
            if section.checks
        ]

    @property
    def counts(self) -> list[tuple[Light, int]]:
        """How many checks have each light."""
        return [(Light(light), count) for light, count in self.document.count_checks().items()]

    @property
    def flagged_count(self) -> int:
        """How many records were flagged, shown or not."""
        return len(self.evaluation.barred)

    @property
    def more_flagged(self) -> int:
        """How many are not shown."""
        return self.flagged_count - len(self.flagged)


def cards_of(source: Source) -> tuple[list[EvaluationCard], list[Evaluation]]:
    """The newest evaluation of each batch of `source`, as cards; and the earlier ones in short."""
    kept = list(source.evaluations.in_short().select_related("created_by"))
    newest = newest_of_each_batch(kept)
    documents = dict(
        Evaluation.objects.filter(pk__in=[each.pk for each in newest]).values_list("pk", "document")
    )
    shown = {each.pk: each.barred[:FLAGGED_SHOWN] for each in newest}
    hashes = {sha256 for rows in shown.values() for sha256, _, _ in rows}
    records = records_by_signal(source, hashes)
    cards = [
        EvaluationCard(
            evaluation=each,
            document=read_document("report.json", documents[each.pk]),
            flagged=[
                _flagged(records.get(sha256), name, why) for sha256, name, why in shown[each.pk]
            ],
        )
        for each in newest
    ]
    return cards, [each for each in kept if each not in newest]


def _flagged(record: Record | None, name: str, reason: str) -> FlaggedRow:
    if record is None:
        return FlaggedRow(name, reason, None, ABSENT)
    return FlaggedRow(record.name, reason, record, BARRED if record.barred_reason else LET_IN)


def _shown(value: float | None) -> str:
    """Three digits, without an exponent where there need be none."""
    if value is None:
        return ""
    return f"{value:.0f}" if 100 <= abs(value) < 1e6 else f"{value:.3g}"
