import csv
import io

from reviewapp.results.codebook import codebook_csv
from reviewapp.results.export import readings_csv, scores_csv
from reviewapp.studies.questionnaire import DEFAULT

from .datasets import published_study


def rows():
    return list(csv.DictReader(io.StringIO(codebook_csv(DEFAULT).decode("utf-8"), newline="")))


def test_every_column_of_both_tables_is_explained():
    explained = {(row["file"], row["column"]) for row in rows() if row["label_en"]}
    for name, content in (
        ("readings.csv", readings_csv(published_study())),
        ("scores.csv", scores_csv(published_study())),
    ):
        header = next(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
        missing = [column for column in header if (name, column) not in explained]
        assert missing == []


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
