"""A report as JSON: what is read equals what was written, and anything else is named."""

import json
from dataclasses import replace

import numpy as np
import pytest

from generator.evaluation.report.document import ReportError, report_from_document, to_document
from tests.generator.evaluation.report.made_up import UTILITY, check, made_up_report


def document_of(report):
    return json.loads(json.dumps(to_document(report), allow_nan=False))


def test_a_report_survives_the_round_trip():
    report = made_up_report()
    assert report_from_document(document_of(report), "report.json") == report


def test_numbers_of_numpy_are_numbers_of_json():
    numpy_check = check("utility.x", np.float32(0.5), n=np.int64(7), low=np.float64(0.25), high=1)
    stated = document_of(made_up_report(replace(UTILITY, checks=(numpy_check,))))
    found = stated["sections"][0]["checks"][0]
    assert (found["value"], found["n"], found["low"]) == (0.5, 7, 0.25)


def test_a_check_states_its_light():
    checks = document_of(made_up_report())["sections"][0]["checks"]
    assert [one["light"] for one in checks] == ["green", "amber"]


def test_what_no_page_can_show_becomes_a_sign():
    odd = made_up_report(replace(UTILITY, title="a\x00b\x1b[31m\tc\nd"))
    assert document_of(odd)["sections"][0]["title"] == "a�b�[31m\tc\nd"


def change(document, path, value):
    """The document with another value at ``path``; None removes the field."""
    *way, last = path
    for step in way:
        document = document[step]
    if value is None:
        del document[last]
    else:
        document[last] = value


CHECK = ("sections", 0, "checks", 1)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("schema",), "ecg-evaluation/2", "report.json: schema is 'ecg-evaluation/2'"),
        (("schema",), None, "schema is None"),
        (("answer",), None, "the report lacks or does not know answer"),
        (("answer", "light"), "pink", "answer.light is 'pink', none of green, amber"),
        (("computation", "seed"), "1", "computation.seed is '1', no int"),
        (("computation", "seed"), True, "computation.seed is True, no int"),
        ((*CHECK, "value"), "0.75", r"sections\[0\].checks\[1\].value is '0.75', no float"),
        ((*CHECK, "light"), "green", r"checks\[1\].light is 'green', but .* give amber"),
        ((*CHECK, "value"), float("inf"), "inf is no number"),
        ((*CHECK, "extra"), 1, r"sections\[0\].checks\[1\] lacks or does not know extra"),
        (("sections", 0, "tables", 0, "rows", 0, "f1"), [], r"rows\[0\].f1 is \[\], no"),
        (("rhythms",), ["SR"], "rhythms has 1 values instead of 2"),
        (("real", "by_rhythm"), {"SR": 1.5}, "real.by_rhythm.SR is 1.5, no int"),
        (("sections",), {}, "sections is {}, no list"),
    ],
)
def test_what_is_no_report_is_refused_by_file_and_field(path, value, says):
    document = document_of(made_up_report())
    change(document, path, value)
    with pytest.raises(ReportError, match=says):
        report_from_document(document, "report.json")


def test_a_list_is_no_report():
    with pytest.raises(ReportError, match="schema is None"):
        report_from_document([], "report.json")


def test_an_array_is_no_part_of_a_report():
    with pytest.raises(TypeError, match="ndarray"):
        to_document({"values": np.zeros(2)})
