import csv
import io

from reviewapp.results.exports.codebook import codebook_csv
from reviewapp.results.exports.tables import (
    readings_table,
    scores_table,
    wide_cases_table,
    wide_readings_table,
)
from reviewapp.studies.questionnaire import DEFAULT
from tests.results.datasets import two_site_study

from .files import table_of


def rows(tables=()):
    content = codebook_csv(DEFAULT, tables).decode("utf-8")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_every_column_of_every_table_is_explained():
    study = two_site_study()
    tables = [
        *(table_of(make, study) for make in (readings_table, scores_table, wide_readings_table)),
        wide_cases_table(DEFAULT, study.readers, lambda: ()),
    ]
    explained = {(row["file"], row["column"]) for row in rows(tables) if row["label_en"]}
    for table in tables:
        header = next(table.csv()).decode("utf-8").strip().split(",")
        assert [name for name in header if (f"{table.name}.csv", name) not in explained] == []


def test_every_code_that_a_reader_can_give_is_explained_in_both_languages():
    codes = {(row["column"], row["code"]): row for row in rows() if row["kind"] == "code"}
    assert codes["verdict", "possibly_real"]["label_de"] == "möglicherweise echt"
    assert codes["answer_rhythm", "af"]["label_en"] == "atrial fibrillation"
    assert codes["score", "5"]["label_en"] == "textbook-typical"
    assert codes["score", ""]["label_en"] == "not assessable"
    assert codes["answer_reason", "known_case"]["label_en"] == "I know this ECG"


def test_every_item_of_the_scores_is_named():
    items = [row["code"] for row in rows() if row["column"] == "item" and row["kind"] == "scale"]
    assert tuple(items) == DEFAULT.scale_codes
