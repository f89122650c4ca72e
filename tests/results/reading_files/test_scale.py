from pathlib import Path

import numpy as np
import pytest

from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.gathering import Gathering
from reviewapp.results.reading_files.scale import ranks_of, scale_of


def of(values: str, *declared: str):
    rows = [(line, {"value": value}) for line, value in enumerate(values.split(), start=2)]
    gathered = Gathering(rows, ["value"], file=Path("f.csv"), decimal_comma=False)
    return scale_of(gathered, declared=declared, decimal_comma=False)


def test_numbers_stand_in_their_order_and_one_is_one():
    scale, codes_n = of("10 9 1.0 NA 1")
    assert scale.levels == ("1", "9", "10")
    assert scale.values == (1, 9, 10)
    assert codes_n.tolist() == [2, 1, 0, -1, 0]


def test_words_have_no_order_until_it_is_declared():
    assert not of("mild severe none")[0].is_ordered
    scale, codes_n = of("mild severe", "none", "Mild", "severe")
    assert scale.is_ordered
    assert scale.values is None
    assert codes_n.tolist() == [1, 2]


def test_a_declared_scale_holds_categories_that_nobody_used():
    scale, codes_n = of("2 4", "1", "2", "3", "4", "5")
    assert scale.values == (1, 2, 3, 4, 5)
    assert codes_n.tolist() == [1, 3]


def test_a_value_off_the_declared_scale_is_refused_by_its_line():
    with pytest.raises(ReadingFileError, match="line 3, column 'value': '6' is not on"):
        of("1 6", "1", "2")


def test_ranks_are_declared_as_whole_numbers_from_one():
    assert ranks_of(("1", "2", "3")) is not None
    assert ranks_of(("0", "1", "2")) is None
    assert ranks_of(()) is None


def test_no_values_make_an_empty_scale():
    scale, codes_n = of("")
    assert scale.levels == ()
    assert codes_n.dtype == np.int64
