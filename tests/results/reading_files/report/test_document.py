import json

import pytest

from reviewapp.results.reading_files.report.document import SCHEMA, as_document

from .conftest import AGREEMENT, VERDICTS, Report

EMPTY = "reader,case,truth,verdict\n"
KEYS = "value low high se df method n readers cases missing reason interval_reason note seed"


@pytest.mark.parametrize("text", [AGREEMENT, VERDICTS, EMPTY])
def test_the_document_is_strict_json(report: Report, text: str):
    document = as_document(report(text))
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert document["schema"] == SCHEMA


def test_every_figure_has_the_same_keys_and_a_value_or_a_reason(report: Report):
    document = as_document(report(VERDICTS))
    figures = [
        *document["figures"].values(),
        *(figure for reader in document["readers"] for figure in reader["figures"].values()),
    ]
    for figure in figures:
        assert set(KEYS.split()) <= set(figure)
        assert (figure["value"] is None) == bool(figure["reason"])


def test_what_was_read_stands_in_it(report: Report):
    document = as_document(report(VERDICTS))
    assert document["read"]["readings"] == 24
    assert document["read"]["positive_label"] == "1"
    assert document["file"]["rows"] == 24
    assert len(document["file"]["sha256"]) == 64
    assert [reader["site"] for reader in document["readers"]] == ["GOE", "HD", "HD"]
    assert len(document["cases"]) == 8
    assert document["answer"]["answer"] == "yes"


def test_agreement_has_no_answer_and_its_scale(report: Report):
    document = as_document(report(AGREEMENT, categories=("1", "2", "3", "4")))
    assert document["answer"] is None
    assert document["read"]["categories"] == ["1", "2", "3", "4"]
    assert document["cases"] == []
