"""The rules that hold between the parts of a questionnaire, and where one is broken."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reviewapp.studies.questionnaire.codes import (
    ALTERNATIVES,
    KINDS,
    NOT_ASSESSABLE,
    SCORES,
    VERDICT,
    VERDICTS,
)

if TYPE_CHECKING:
    from reviewapp.studies.questionnaire.definition import Question, Questionnaire, Step

MOST_STEPS = 10
LONGEST_ANSWER = 5000

_CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")
_VERSION = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}/[0-9]{1,6}")


def find_faults(questionnaire: "Questionnaire") -> list[str]:
    """Each broken rule as a sentence that begins with its place; empty when all hold."""
    steps = (*questionnaire.steps, *questionnaire.alternatives)
    faults = [fault for step in steps for fault in _faults_of_step(step)]
    if not _VERSION.fullmatch(questionnaire.version):
        faults.append('version: write a name and a number, such as "my-study/1"')
    if not 1 <= len(questionnaire.steps) <= MOST_STEPS:
        faults.append(f"steps: 1 to {MOST_STEPS} are expected")
    faults += _repeated("step", [step.code for step in steps])
    faults += _repeated("question", [question.code for question in questionnaire.questions])
    unknown = {step.code for step in questionnaire.alternatives} - set(ALTERNATIVES)
    faults += [f"{code}: an alternative is one of {', '.join(ALTERNATIVES)}" for code in unknown]
    faults += _faults_of_verdict(questionnaire)
    return faults


def _faults_of_verdict(questionnaire: "Questionnaire") -> Iterator[str]:
    """The analysis stands on one forced six-level verdict, asked last."""
    last = questionnaire.steps[-1].questions if questionnaire.steps else ()
    verdict = next((question for question in last if question.code == VERDICT), None)
    if verdict is None or verdict.kind != "choice" or not verdict.required:
        yield f"{VERDICT}: the last step asks this as a required question of kind choice"
    elif tuple(choice.code for choice in verdict.choices) != VERDICTS:
        yield f"{VERDICT}: the choices are, in this order, {', '.join(VERDICTS)}"


def _faults_of_step(step: "Step") -> Iterator[str]:
    if not _CODE.fullmatch(step.code):
        yield f"{step.code}: a code is lower-case letters, digits and _, 30 at most"
    if not (step.title.en and step.title.de):
        yield f"{step.code}: the title is missing in a language"
    if not step.questions:
        yield f"{step.code}: a step asks at least one question"
    codes = [question.code for question in step.questions]
    yield from _repeated(f"{step.code}: question", codes)
    for question in step.questions:
        place = f"{step.code}.{question.code}"
        yield from (f"{place}: {fault}" for fault in _faults_of_question(question))
        if question.required_with and question.required_with not in _answers_of(step):
            yield f"{place}: required_with names no answer of this step"


def _answers_of(step: "Step") -> set[str]:
    return {f"{q.code}:{choice.code}" for q in step.questions for choice in q.choices}


def _faults_of_question(question: "Question") -> Iterator[str]:
    if not _CODE.fullmatch(question.code):
        yield "a code is lower-case letters, digits and _, 30 at most"
    if not (question.label.en and question.label.de):
        yield "the label is missing in a language"
    if question.kind not in KINDS:
        yield f"a kind is one of {', '.join(KINDS)}"
    elif question.kind in ("number", "text"):
        yield from _faults_of_bounds(question)
    else:
        yield from _faults_of_choices(question)


def _faults_of_bounds(question: "Question") -> Iterator[str]:
    if question.choices:
        yield f"a {question.kind} has no choices"
    if question.kind == "number" and not 0 <= question.least < question.most <= 10**6:
        yield "a number lies between least and most, within 0 and 1000000"
    if question.kind == "text" and not 1 <= question.most <= LONGEST_ANSWER:
        yield f"most gives the longest text, up to {LONGEST_ANSWER} characters"


def _faults_of_choices(question: "Question") -> Iterator[str]:
    codes = [choice.code for choice in question.choices]
    if not 1 < len(codes) <= 30:
        yield "2 to 30 choices are expected"
    if question.kind == "scale" and set(codes) != {*SCORES, NOT_ASSESSABLE}:
        yield f"the choices of a scale are {', '.join(SCORES)} and {NOT_ASSESSABLE}"
    for choice in question.choices:
        if question.kind != "scale" and not _CODE.fullmatch(choice.code):
            yield f"{choice.code}: a code is lower-case letters, digits and _, 30 at most"
        if not (choice.label.en and choice.label.de):
            yield f"{choice.code}: the label is missing in a language"
        if len(choice.key) > 1:
            yield f"{choice.code}: a key is one character, or empty for none"
    yield from _repeated("choice", codes)
    yield from _repeated("key", [choice.key for choice in question.choices if choice.key])


def _repeated(what: str, codes: Iterable[str]) -> list[str]:
    return [f"{what} {code}: stands twice" for code, n in Counter(codes).items() if n > 1]
