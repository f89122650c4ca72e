"""The parts of a questionnaire: frozen, and read from or written to JSON without loss."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from reviewapp.studies.questionnaire.document import MOST_ERRORS, read_value
from reviewapp.studies.questionnaire.faults import find_faults


class QuestionnaireError(ValueError):
    """A questionnaire that cannot be used; ``errors`` names each fault and where it stands."""

    def __init__(self, *errors: str) -> None:
        """Keep the ``errors``, each one sentence that begins with its place."""
        super().__init__("; ".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class Label:
    """One wording in each language."""

    en: str
    de: str

    def in_language(self, language: str) -> str:
        """The German wording for "de" or "de-AT" and the like, else the English one."""
        return self.de if language.lower().split("-")[0] == "de" else self.en


@dataclass(frozen=True)
class Choice:
    """One possible answer: a language-free code, its label, and the key that picks it."""

    code: str
    label: Label
    key: str


@dataclass(frozen=True)
class Question:
    """One question of a step.

    ``kind`` is one of codes.KINDS. ``least``, ``most`` and ``unit`` belong to a number; ``most``
    also bounds the characters of a text. ``required_with`` ("reason:other") asks for an answer
    only beside that answer. Nothing is ever preselected.
    """

    code: str
    kind: str
    label: Label
    choices: tuple[Choice, ...] = ()
    required: bool = True
    required_with: str = ""
    least: int = 0
    most: int = 0
    unit: str = ""


@dataclass(frozen=True)
class Step:
    """Questions that are asked, and locked, together."""

    code: str
    title: Label
    questions: tuple[Question, ...]
    key: str = ""


@dataclass(frozen=True)
class Questionnaire:
    """Steps in the order they are locked, and alternatives that may stand in place of them all.

    ``from_json`` holds it to the rules of ``faults``; the app makes it no other way.
    """

    version: str
    steps: tuple[Step, ...]
    alternatives: tuple[Step, ...]

    def step(self, code: str) -> Step:
        """The step or alternative of that code. Raises KeyError when there is none."""
        for step in (*self.steps, *self.alternatives):
            if step.code == code:
                return step
        raise KeyError(code)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all steps, in order; those of the alternatives are not among them."""
        return tuple(question for step in self.steps for question in step.questions)

    @property
    def scale_codes(self) -> tuple[str, ...]:
        """Codes of the morphology questions, in order."""
        return tuple(question.code for question in self.questions if question.kind == "scale")

    def to_json(self) -> dict[str, Any]:
        """The questionnaire as plain JSON values; :meth:`from_json` reads it."""
        document: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return document

    @classmethod
    def from_json(cls, document: object) -> "Questionnaire":
        """Read what :meth:`to_json` wrote. Raises QuestionnaireError naming every fault."""
        errors: list[str] = []
        questionnaire = read_value(cls, document, "questionnaire", errors)
        errors = errors or find_faults(questionnaire)
        if errors:
            raise QuestionnaireError(*errors[:MOST_ERRORS])
        assert isinstance(questionnaire, cls)
        return questionnaire

    @property
    def sha256(self) -> str:
        """SHA-256, in hex, of the JSON with sorted keys and no blanks, in ASCII."""
        text = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
