from math import isnan

import pytest

from reviewapp.results.reading_files.cells import is_missing, number_of


@pytest.mark.parametrize("text", ["", "NA", "n/a", "NaN", "#N/A", "null"])
def test_what_r_pandas_and_excel_write_for_nothing_is_missing(text: str):
    assert is_missing(text)
    assert isnan(number_of(text))


def test_a_decimal_comma_counts_only_where_commas_separate_no_cells():
    assert number_of("0,75", decimal_comma=True) == 0.75
    with pytest.raises(ValueError, match="0,75"):
        number_of("0,75")


@pytest.mark.parametrize("text", ["1_000", "inf", "-Infinity", "six"])
def test_what_is_no_finite_number_is_refused(text: str):
    with pytest.raises(ValueError, match=text.lstrip("-")[:3]):
        number_of(text)
