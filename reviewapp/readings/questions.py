"""A study's questions as a page shows them: with keys, what is chosen already, and errors."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import uuid4

from reviewapp.studies.models import Study
from reviewapp.studies.questionnaire import Question, Questionnaire, Step


@dataclass(frozen=True)
class ShownChoice:
    """One choice: its code, label and key, and whether it is chosen."""

    code: str
    label: str
    key: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownQuestion:
    """One question; `text` is what stands in the field of a number or a text."""

    code: str
    kind: str
    label: str
    choices: tuple[ShownChoice, ...]
    is_required: bool
    text: str
    error: str
    least: int
    most: int
    unit: str


@dataclass(frozen=True)
class ShownStep:
    """One step, or an alternative to all steps, as a form; `submission_id` is minted with it."""

    code: str
    title: str
    key: str
    questions: tuple[ShownQuestion, ...]
    submission_id: str

    @property
    def has_errors(self) -> bool:
        """Was something sent that does not answer the questions?"""
        return any(question.error for question in self.questions)

    @property
    def scale(self) -> tuple[ShownChoice, ...]:
        """The choices that the scale questions of this step share; the legend lists them once."""
        return next((q.choices for q in self.questions if q.kind == "scale"), ())


def questionnaire_of(study: Study) -> Questionnaire:
    """The questionnaire that the study's opening froze."""
    return _read(json.dumps(study.protocol["questionnaire"]))


@lru_cache(maxsize=32)
def _read(text: str) -> Questionnaire:
    """Kept between requests: checking a questionnaire takes longer than the rest of a page."""
    return Questionnaire.from_json(json.loads(text))


def show_step(
    step: Step,
    language: str,
    answers: Mapping[str, list[str]] | None = None,
    errors: Mapping[str, str] | None = None,
) -> ShownStep:
    """The step in `language`, filled with `answers` as a form sent them, with `errors` by code."""
    given, wrong = answers or {}, errors or {}
    questions = tuple(
        _show_question(q, language, given.get(q.code, []), wrong.get(q.code, ""))
        for q in step.questions
    )
    return ShownStep(step.code, step.title.in_language(language), step.key, questions, str(uuid4()))


def sent_answers(step: Step, data: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Of a form's fields, those that the step asks for, with every text that arrived."""
    return {q.code: list(data[q.code]) for q in step.questions if q.code in data}


def _show_question(
    question: Question, language: str, texts: list[str], error: str
) -> ShownQuestion:
    choices = tuple(
        ShownChoice(c.code, c.label.in_language(language), c.key, c.code in texts)
        for c in question.choices
    )
    return ShownQuestion(
        code=question.code,
        kind=question.kind,
        label=question.label.in_language(language),
        choices=choices,
        is_required=question.required,
        text=texts[0] if texts and not choices else "",
        error=error,
        least=question.least,
        most=question.most,
        unit=question.unit,
    )
