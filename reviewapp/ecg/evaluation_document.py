"""What ``report.json`` of an evaluation says, as far as the app shows it.

docs/evaluation-report.md is the contract with whoever writes it.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from reviewapp.ecg.declaration import Declaration, load_json
from reviewapp.ecg.refusals import PoolInputError

SCHEMA: Final = "ecg-evaluation/1"
KINDS: Final = ("batch", "arrays")
LIGHTS: Final = ("green", "amber", "red", "grey")
MAX_SENTENCES: Final = 10
MAX_CHECKS: Final = 1000
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab and line feed, and halves of characters."""


@dataclass(frozen=True)
class EvaluatedBatch:
    """A batch that was measured; its manifest tells it from every other."""

    manifest_sha256: str
    folder: str
    source: str
    n_records: int


@dataclass(frozen=True)
class EvaluationCheck:
    """One number held against its limits; ``low`` and ``high`` are its 95 % interval."""

    name: str
    title: str
    light: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    limits: str
    """Green and amber, and why they are so, in words."""
    says: str


@dataclass(frozen=True)
class EvaluationSection:
    """What one part of the evaluation found."""

    title: str
    checks: tuple[EvaluationCheck, ...]


@dataclass(frozen=True)
class Sentence:
    """What one part of the evaluation says in a sentence."""

    title: str
    light: str
    text: str


@dataclass(frozen=True)
class EvaluationDocument:
    """The report: its light and why, its answer in sentences, and what they rest on.

    ``batches`` are those that came with a manifest.
    """

    batches: tuple[EvaluatedBatch, ...]
    light: str
    because: str
    sentences: tuple[Sentence, ...]
    sections: tuple[EvaluationSection, ...]
    at: datetime
    """When it was computed, UTC."""

    def count_checks(self) -> dict[str, int]:
        """How many checks have each light, in the order of LIGHTS, without those of none."""
        lights = [check.light for section in self.sections for check in section.checks]
        return {light: lights.count(light) for light in LIGHTS if light in lights}


def read_document(where: str, text: str) -> EvaluationDocument:
    """What the JSON ``text`` of the file ``where`` says.

    Raises PoolInputError naming the field that is at fault.
    """
    parsed = load_json(where, text)
    _refuse_faults(where, parsed)
    content = Declaration.of(where, parsed)
    content.one_of("schema", (SCHEMA,))
    answer = content.inner("answer")
    sentences = answer.inners("sentences")
    if not 1 <= len(sentences) <= MAX_SENTENCES:
        answer.fail("sentences", f"must be 1 to {MAX_SENTENCES}")
    document = EvaluationDocument(
        batches=tuple(_batches(content)),
        light=answer.one_of("light", LIGHTS),
        because=answer.text("because"),
        sentences=tuple(_sentence(entry) for entry in sentences),
        sections=tuple(_section(entry) for entry in content.inners("sections")),
        at=_moment(content.inner("computation"), "at"),
    )
    if sum(document.count_checks().values()) > MAX_CHECKS:
        content.fail("sections", f"hold more than {MAX_CHECKS} checks")
    return document


def _batches(content: Declaration) -> Iterator[EvaluatedBatch]:
    for entry in content.inners("batches"):
        if entry.one_of("kind", KINDS) == "batch":
            yield EvaluatedBatch(
                manifest_sha256=entry.sha256("manifest_sha256"),
                folder=entry.text("folder"),
                source=entry.text("source"),
                n_records=entry.integer("records", minimum=1),
            )


def _sentence(entry: Declaration) -> Sentence:
    return Sentence(
        title=entry.text("title"), light=entry.one_of("light", LIGHTS), text=entry.text("text")
    )


def _moment(entry: Declaration, name: str) -> datetime:
    text = entry.text(name)
    try:
        moment = datetime.fromisoformat(text)
        utc = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        entry.fail(name, "must be a date and time in ISO 8601")
    if moment.tzinfo is None:
        entry.fail(name, "must say its offset from UTC")
    return utc


def _section(entry: Declaration) -> EvaluationSection:
    return EvaluationSection(
        title=entry.text("title"), checks=tuple(_check(each) for each in entry.inners("checks"))
    )


def _check(entry: Declaration) -> EvaluationCheck:
    value = entry.finite_or_none("value")
    says = entry.text("says", default="")
    if value is None and not says:
        entry.fail("says", "is missing; say why there is no value")
    return EvaluationCheck(
        name=entry.text("name"),
        title=entry.text("title"),
        light=entry.one_of("light", LIGHTS),
        value=value,
        low=entry.finite_or_none("low"),
        high=entry.finite_or_none("high"),
        n=entry.integer("n"),
        limits=_limits(entry.inner("threshold")),
        says=says,
    )


def _limits(threshold: Declaration) -> str:
    limits = [threshold.finite_or_none(name) for name in ("green", "amber")]
    green, amber = limits
    if green is None or amber is None:
        threshold.fail("green" if green is None else "amber", "is missing; add it")
    side = "from" if green >= amber else "up to"
    return f"green {side} {green:g}, amber {side} {amber:g}: {threshold.text('why')}"


def _refuse_faults(where: str, content: object) -> None:
    """Refuse what neither a database nor a page can hold, however deep it lies.

    A walk without recursion, since the depth is the writer's; raises PoolInputError.
    """
    names: list[str] = []
    opened = [_inside(content)]
    while opened:
        name, value = next(opened[-1], (None, None))
        if name is None:
            opened.pop()
            del names[-1:]
            continue
        fault = _fault_of(name) or _fault_of(value)
        if fault:
            raise PoolInputError(f"{where}: field {'.'.join([*names, name])!a} {fault}")
        if isinstance(value, dict | list):
            names.append(name)
            opened.append(_inside(value))


def _inside(content: object) -> Iterator[tuple[str, object]]:
    if isinstance(content, dict):
        return iter(content.items())
    return (
        (str(at), value) for at, value in enumerate(content if isinstance(content, list) else [])
    )


def _fault_of(value: object) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return "is not finite"
    if isinstance(value, str) and UNPRINTABLE.search(value):
        return "holds a control character"
    return ""
