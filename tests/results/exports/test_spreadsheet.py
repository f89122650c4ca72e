import csv
import io
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewapp.results.exports.spreadsheet import NUMBER, cell, safe_text, write_csv


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+49 6221",
        "-2+3",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "  =HYPERLINK(1)",
        "-",
        "-1e5x",
        "\n1",
        "\x00x",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "\u200b=1",
    ],
)
def test_a_text_that_would_run_is_made_harmless(text):
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("fine;=1+1", "fine;'=1+1"),
        ("two\r\n =cmd", "two\r\n '=cmd"),
        ("\t=1", "'\t'=1"),
        ("ST; -5 mV", "ST; '-5 mV"),
    ],
)
def test_neither_does_what_stands_after_a_break(text, safe):
    assert safe_text(text) == safe


@given(st.text(alphabet=st.sampled_from("=+-@＝＋－＠\t\r\n\x00 ;'\"0a\u200b,"), max_size=8))
def test_no_text_but_a_number_begins_with_a_formula(text):
    back = next(csv.reader(io.StringIO(write_csv([text], []).decode("utf-8"), newline="")))
    assert back == [safe_text(text)]
    for part in re.split("[;\t\r\n]", back[0]):
        begins = part.lstrip(" \x00\u200b")[:1]
        assert begins not in set("=+-@＝＋－＠") or NUMBER.fullmatch(text)


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_the_same_number_in_the_file(number):
    assert cell(number) == str(number)
    assert type(number)(safe_text(str(number))) == number


@pytest.mark.parametrize("text", ["-5", "-0.25", "+3", "1e-9", "-.5", "plain", "a=b", "", "Müller"])
def test_numbers_and_plain_text_stay_as_they_are(text):
    assert safe_text(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "1"),
        (False, "0"),
        (-3, "-3"),
        (-0.5, "-0.5"),
        (["qrs", "st_t"], '["qrs", "st_t"]'),
        (datetime(2026, 5, 4, 9, 30, tzinfo=UTC), "2026-05-04T09:30:00+00:00"),
    ],
)
def test_each_kind_of_value_has_one_form(value, text):
    assert cell(value) == text


def test_a_table_reads_back_with_its_commas_quotes_lines_and_umlauts():
    rows = [['Grüße, "Anna"', "two\nlines", -1], ["心電図", "", 0.1]]
    content = write_csv(["a", "b", "c"], rows)
    back = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    assert back == [["a", "b", "c"], ['Grüße, "Anna"', "two\nlines", "-1"], ["心電図", "", "0.1"]]
