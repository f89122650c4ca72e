"""The report of an evaluation: what was compared, by what, the answer, and the evidence for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from generator.evaluation.findings import Check, Light, Section

SCHEMA: Final = "ecg-evaluation/1"


@dataclass(frozen=True, kw_only=True)
class BatchIdentity:
    """Which batch was evaluated; texts are '' and numbers None where nothing states them."""

    folder: str
    """The name of its folder, without the path."""
    kind: str
    """``batch`` or ``arrays``."""
    manifest_sha256: str
    """Of manifest.json, or of the declaration ecgs.json."""
    source: str
    generator: str
    """Name and version."""
    checkpoint_sha256: str | None
    sampler: str
    """JSON, as the manifest states it."""
    records: int | None


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side of the comparison."""

    source: str
    records: int
    patients: int
    by_rhythm: Mapping[str, int]
    by_split: Mapping[str, int]
    """Of real records: how many the generator learnt from, and how many were held out."""
    refused: Mapping[str, int]
    """Records that are in the folder and not in the comparison, by reason."""
    faulty: Mapping[str, int]
    """Records in the comparison that break a rule of signal quality, by rule."""
    records_sha256: str
    """Of names, patients, rhythms and signals, whatever their order."""


@dataclass(frozen=True, kw_only=True)
class ModelFile:
    """A checkpoint that the evaluation used."""

    name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Computation:
    """By what the numbers were computed."""

    at: str
    """When it began, ISO 8601, UTC."""
    seconds: float
    seed: int
    replicates: int
    """Of each bootstrap."""
    code: str
    """Version of this project, and 12 digits of the SHA-256 of the source that decides numbers."""
    software: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """What one part of the evaluation says in a sentence."""

    section: str
    title: str
    light: Light
    text: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The traffic light of the report, and three sentences for it."""

    light: Light
    because: str
    """One sentence: which checks decided the colour."""
    sentences: tuple[Sentence, ...]
    red: tuple[str, ...]
    amber: tuple[str, ...]
    grey: tuple[str, ...]
    """Names of the checks of these colours."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that an evaluation found: page, JSON and CSV print this object."""

    schema: str
    rhythms: tuple[str, str]
    batches: tuple[BatchIdentity, ...]
    synthetic: Side
    real: Side
    training: Side | None
    """The generator's training set, where it is at hand."""
    checkpoint: ModelFile | None
    reference_checkpoint: ModelFile | None
    computation: Computation
    answer: Answer
    sections: tuple[Section, ...]

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks of all sections, in their order."""
        return tuple(check for section in self.sections for check in section.checks)


def refuse_names_twice(sections: tuple[Section, ...]) -> None:
    """Raise ValueError where two sections, checks, tables or pictures have one name."""
    names: dict[str, list[str]] = {
        "section": [section.name for section in sections],
        "check": [check.name for section in sections for check in section.checks],
        "table": [table.name for section in sections for table in section.tables],
        "picture": [picture.name for section in sections for picture in section.pictures],
    }
    for kind, given in names.items():
        if twice := sorted({name for name in given if given.count(name) > 1}):
            raise ValueError(f"{kind} {', '.join(twice)} is in the report twice")
