"""The columns that come from what a questionnaire asks: answers, and a column for each item."""

from typing import Final

from reviewapp.results.exports.columns import Kind, Read, ReadColumn
from reviewapp.studies.questionnaire import Questionnaire

ANSWER_PREFIX: Final = "answer_"
"""Before the code of each other question, so that none collides with a column above."""

SCORE_PREFIX: Final = "score_"
"""Before the code of a morphology item that has a column of its own."""

ANSWER_KINDS: Final[dict[str, Kind]] = {"number": "whole", "ticks": "texts"}


def answer_columns(questionnaire: Questionnaire) -> list[ReadColumn]:
    """A column for each question that is neither a score nor the verdict, in order."""
    asked = [q for q in questionnaire.questions if q.kind != "scale" and q.code != "verdict"]
    asked += [question for step in questionnaire.alternatives for question in step.questions]
    kinds: dict[str, set[Kind]] = {}
    for question in asked:
        kinds.setdefault(question.code, set()).add(ANSWER_KINDS.get(question.kind, "text"))
    labels = {question.code: question for question in reversed(asked)}
    return [
        ReadColumn(
            f"{ANSWER_PREFIX}{code}",
            found.pop() if len(found) == 1 else "text",
            labels[code].label.en,
            labels[code].unit,
            _answer_to(code),
        )
        for code, found in kinds.items()
    ]


def item_columns(questionnaire: Questionnaire) -> list[ReadColumn]:
    """A column for each morphology item."""
    labels = {question.code: question.label.en for question in questionnaire.questions}
    return [
        ReadColumn(
            f"{SCORE_PREFIX}{item}",
            "whole",
            f"score of “{labels[item]}”, 1 to 5; empty: not assessable, or set aside",
            "",
            _score_of(item),
        )
        for item in questionnaire.scale_codes
    ]


def _answer_to(code: str) -> Read:
    return lambda _, reading: reading.answers.get(code)


def _score_of(item: str) -> Read:
    return lambda _, reading: reading.scores.get(item)
