"""What report.json says, and which faults of it are named."""

import json
from typing import Any

import pytest

from reviewapp.ecg.evaluation_document import read_document
from reviewapp.ecg.refusals import PoolInputError
from tests.ecg.evaluation_reports import example


def read(content: Any):
    return read_document("report.json", json.dumps(content))


def test_light_answer_and_checks_are_read():
    document = read(example())
    assert (document.light, len(document.sentences)) == ("red", 3)
    assert document.sentences[2].light == "red"
    assert [batch.n_records for batch in document.batches] == [3]
    assert [section.title for section in document.sections] == ["Utility", "Privacy", "Fidelity"]
    assert document.count_checks() == {"green": 1, "amber": 1, "red": 1, "grey": 1}


def test_limits_are_said_in_words():
    utility, _, fidelity = read(example()).sections
    assert utility.checks[0].limits == "green from 0.8, amber from 0.7: the paper's figure"
    assert fidelity.checks[0].limits.startswith("green up to 10, amber up to 30: ")


def test_arrays_are_no_batches():
    content = example()
    content["batches"].append({"kind": "arrays", "manifest_sha256": "", "source": "x"})
    assert len(read(content).batches) == 1


def place(content: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """`content` with `value` at `path`, such as sections.0.title."""
    at: Any = content
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        at = at[step]
    at[last] = value
    return content


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("schema", "ecg-evaluation/2", "'schema' is 'ecg-evaluation/2'"),
        ("schema", None, "'schema' is missing"),
        ("answer.light", "blue", "field 'answer': field 'light' is 'blue'"),
        ("answer.sentences", [], "'sentences' must be 1 to 10"),
        ("answer.sentences.0.text", "", "field 'text' must be a non-empty text"),
        ("batches.0.kind", "pool", "field 'kind' is 'pool'"),
        ("batches.0.manifest_sha256", "AB", r"batches\[0\]: field 'manifest_sha256' must be a SHA"),
        ("batches.0.records", 0, "field 'records' must be an integer of at least 1"),
        ("sections.0.checks.0.value", "0.8", "field 'value' must be a number or null"),
        ("sections.0.checks.0.low", True, "field 'low' must be a number or null"),
        ("sections.0.checks.0.value", 10**400, "field 'value' must be finite"),
        ("sections.0.checks.1.says", "", "checks.1.: field 'says' must be a non-empty text"),
        ("sections.0.checks.1.says", None, "say why there is no value"),
        ("sections.0.checks.0.threshold.amber", None, "field 'amber' is missing"),
        ("sections.2.title", "a\x00b", "field 'sections.2.title' holds a control character"),
        ("answer.because", "\ud800", "field 'answer.because' holds a control character"),
        ("computation.at", "today", "field 'at' must be a date and time in ISO 8601"),
        ("computation.at", "2026-11-21T12:00:00", "field 'at' must say its offset"),
        (
            "computation.at",
            "0001-01-01T00:00:00+23:00",
            "field 'at' must be a date and time in ISO",
        ),
        ("computation", {"\x1b": 1}, "holds a control character"),
    ],
)
def test_a_fault_names_its_field(path, value, message):
    with pytest.raises(PoolInputError, match=message):
        read(place(example(), path, value))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "must be a JSON object"),
        ("{", "not valid JSON"),
        ('{"a": NaN}', "NaN is no JSON number"),
        ('{"a": [1, 1e999]}', "field 'a.1' is not finite"),
        ('{"a": ' + "[" * 100_000, "not valid JSON"),
    ],
)
def test_what_is_no_report_is_said(text, message):
    with pytest.raises(PoolInputError, match=message):
        read_document("report.json", text)


def test_more_checks_than_a_page_can_show_are_refused():
    content = example()
    content["sections"][0]["checks"] *= 600
    with pytest.raises(PoolInputError, match="more than 1000 checks"):
        read(content)
