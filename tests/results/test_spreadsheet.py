import csv
import io
from datetime import UTC, datetime

import pytest

from reviewapp.results.spreadsheet import cell, safe_text, write_csv


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+49 6221",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =HYPERLINK(1)",
        "-",
        "-1e5x",
        "\n=1",
    ],
)
def test_a_text_that_would_run_is_made_harmless(text):
    assert safe_text(text) == f"'{text}"


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
