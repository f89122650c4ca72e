"""What each column of the tables means, and each code in them; labels in English and German."""

from collections.abc import Iterator
from typing import Final

from reviewapp.results.export import (
    ANSWER_PREFIX,
    READING_COLUMNS,
    SCORE_COLUMNS,
    SHARED_COLUMNS,
)
from reviewapp.results.spreadsheet import write_csv
from reviewapp.studies.questionnaire import Question, Questionnaire

COLUMNS: Final = ("file", "column", "code", "kind", "label_en", "label_de", "unit")

TIMES: Final = ("seconds", "active_s", "idle_s", "hidden_s", "unseen_s", "active_s_by_step")
UNITS: Final = {**dict.fromkeys(TIMES, "s"), "mm_per_px": "mm"}

Row = tuple[str, str, str, str, str, str, str]


def codebook_csv(questionnaire: Questionnaire) -> bytes:
    """The code book of the exported tables: a row for each column, and one for each code."""
    return write_csv(COLUMNS, [*_columns(), *_verdict(questionnaire), *_answers(questionnaire),
                               *_items(questionnaire)])  # fmt: skip


def _columns() -> Iterator[Row]:
    for file, columns in (
        ("readings.csv", SHARED_COLUMNS | READING_COLUMNS),
        ("scores.csv", SHARED_COLUMNS),
    ):
        for column, (meaning, _) in columns.items():
            yield (file, column, "", "column", meaning, "", UNITS.get(column, ""))
    for column, meaning in SCORE_COLUMNS.items():
        yield ("scores.csv", column, "", "column", meaning, "", "")


def _verdict(questionnaire: Questionnaire) -> Iterator[Row]:
    for question in questionnaire.questions:
        if question.code == "verdict":
            yield from _codes("readings.csv", "verdict", question)


def _answers(questionnaire: Questionnaire) -> Iterator[Row]:
    alternatives = [(step.code, q) for step in questionnaire.alternatives for q in step.questions]
    asked = [("", q) for q in questionnaire.questions if q.kind != "scale" and q.code != "verdict"]
    for _, question in [*asked, *alternatives]:
        column = f"{ANSWER_PREFIX}{question.code}"
        label = question.label
        yield ("readings.csv", column, "", question.kind, label.en, label.de, question.unit)
        yield from _codes("readings.csv", column, question)


def _items(questionnaire: Questionnaire) -> Iterator[Row]:
    scales = [question for question in questionnaire.questions if question.kind == "scale"]
    for question in scales:
        label = question.label
        yield ("scores.csv", "item", question.code, "scale", label.en, label.de, "")
    for question in scales[:1]:
        yield from _codes("scores.csv", "score", question)


def _codes(file: str, column: str, question: Question) -> Iterator[Row]:
    for choice in question.choices:
        # "not assessable" is an empty cell of the scores
        code = "" if question.kind == "scale" and not choice.code.isdigit() else choice.code
        yield (file, column, code, "code", choice.label.en, choice.label.de, "")
