"""What each column of the tables means, and each code in them; labels in English and German."""

from collections.abc import Iterator, Sequence
from typing import Final

from reviewapp.results.exports.asked_columns import ANSWER_PREFIX
from reviewapp.results.exports.columns import Column
from reviewapp.results.exports.spreadsheet import write_csv
from reviewapp.results.exports.tables import (
    Table,
    readings_table,
    scores_table,
    wide_readings_table,
)
from reviewapp.studies.questionnaire import Question, Questionnaire

CODEBOOK_COLUMNS: Final = (
    Column("file", "text", "the file that has the column"),
    Column("column", "text", "name of the column"),
    Column("code", "text", "a code that stands in it; empty: the row is about the column"),
    Column("kind", "text", "column, code, or the kind of question"),
    Column("label_en", "text", "what it means, in English"),
    Column("label_de", "text", "the same in German, where a reader met it"),
    Column("unit", "text", "unit"),
)

Row = tuple[str, str, str, str, str, str, str]


def codebook_csv(questionnaire: Questionnaire, tables: Sequence[Table] = ()) -> bytes:
    """The code book of the exported tables: a row for each column, and one for each code."""
    names = [column.name for column in CODEBOOK_COLUMNS]
    return write_csv(names, codebook_rows(questionnaire, tables))


def codebook_rows(questionnaire: Questionnaire, tables: Sequence[Table] = ()) -> Iterator[Row]:
    """Rows of CODEBOOK_COLUMNS. Without `tables` it is about those that every study has."""
    labels = {q.code: q for q in _answered(questionnaire)}
    for table in tables or _usual_tables(questionnaire):
        for column in table.columns:
            question = labels.get(column.name.removeprefix(ANSWER_PREFIX))
            is_answer = column.name.startswith(ANSWER_PREFIX) and question is not None
            label_de = question.label.de if question and is_answer else ""
            yield (f"{table.name}.csv", column.name, "", "column", column.meaning, label_de,
                   column.unit)  # fmt: skip
    yield from _verdict(questionnaire)
    for question in _answered(questionnaire):
        yield from _codes("readings.csv", f"{ANSWER_PREFIX}{question.code}", question)
    yield from _items(questionnaire)


def _usual_tables(questionnaire: Questionnaire) -> list[Table]:
    return [
        make(questionnaire, lambda: ())
        for make in (readings_table, scores_table, wide_readings_table)
    ]


def _answered(questionnaire: Questionnaire) -> list[Question]:
    asked = [q for q in questionnaire.questions if q.kind != "scale" and q.code != "verdict"]
    return asked + [q for step in questionnaire.alternatives for q in step.questions]


def _verdict(questionnaire: Questionnaire) -> Iterator[Row]:
    for question in questionnaire.questions:
        if question.code == "verdict":
            yield from _codes("readings.csv", "verdict", question)


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
