from collections.abc import Callable
from dataclasses import replace

import pytest

from reviewapp.studies.questionnaire import DEFAULT, Choice, Label, Question, Questionnaire, Step
from reviewapp.studies.questionnaire.faults import find_faults

WORD = Label("word", "Wort")
YES_NO = (Choice("yes", WORD, "1"), Choice("no", WORD, "2"))


def with_question(question: Question) -> Questionnaire:
    step = replace(DEFAULT.steps[0], questions=(question,))
    return replace(DEFAULT, steps=(step, *DEFAULT.steps[1:]))


def test_the_default_has_no_faults():
    assert find_faults(DEFAULT) == []


def test_a_question_of_ones_own_is_welcome():
    assert find_faults(with_question(Question("sure", "choice", WORD, YES_NO))) == []


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        (Question("Sure", "choice", WORD, YES_NO), "a code is lower-case"),
        (Question("sure", "guess", WORD, YES_NO), "a kind is one of"),
        (Question("sure", "choice", Label("word", ""), YES_NO), "label is missing"),
        (Question("sure", "choice", WORD, YES_NO[:1]), "2 to 30 choices"),
        (Question("sure", "choice", WORD, YES_NO * 2), "choice yes: stands twice"),
        (Question("sure", "scale", WORD, YES_NO), "the choices of a scale are 1, 2"),
        (Question("sure", "number", WORD, least=5, most=5), "between least and most"),
        (Question("sure", "text", WORD), "most gives the longest text"),
        (Question("sure", "text", WORD, YES_NO, most=9), "a text has no choices"),
        (Question("sure", "text", WORD, most=9, required_with="a:b"), "names no answer"),
        (
            Question("sure", "choice", WORD, (YES_NO[0], replace(YES_NO[1], key="1"))),
            "key 1: stands twice",
        ),
        (
            Question("sure", "choice", WORD, (YES_NO[0], replace(YES_NO[1], key="ab"))),
            "a key is one character",
        ),
    ],
)
def test_a_broken_question_says_what_is_wrong(question, fault):
    faults = find_faults(with_question(question))
    assert any(fault in sentence for sentence in faults), faults


def _without_verdict(whole: Questionnaire) -> Questionnaire:
    return replace(whole, steps=whole.steps[:2])


def _verdict_turned_round(whole: Questionnaire) -> Questionnaire:
    last = whole.steps[2]
    verdict = replace(last.questions[0], choices=last.questions[0].choices[::-1])
    return replace(whole, steps=(*whole.steps[:2], replace(last, questions=(verdict,))))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda whole: replace(whole, version="mine"), "version: write a name and a number"),
        (lambda whole: replace(whole, steps=()), "steps: 1 to 10"),
        (lambda whole: replace(whole, steps=whole.steps * 2), "step reading: stands twice"),
        (lambda whole: replace(whole, alternatives=(Step("skip", WORD, ()),)), "an alternative is"),
        (_without_verdict, "verdict: the last step asks this"),
        (_verdict_turned_round, "verdict: the choices are, in this order"),
    ],
)
def test_a_broken_whole_says_what_is_wrong(
    change: Callable[[Questionnaire], Questionnaire], fault: str
):
    faults = find_faults(change(DEFAULT))
    assert any(fault in sentence for sentence in faults), faults
