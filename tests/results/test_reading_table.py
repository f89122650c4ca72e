from dataclasses import replace

import numpy as np
import pytest

from reviewapp.results.reading_table import Case, Item, Reader, Readings, ReadingTable, Scale

READERS = [Reader("R-B", "HD"), Reader("R-A", "HD"), Reader("R-C", "GOE")]
CASES = [Case("c2", "real", "SR"), Case("c1", "synthetic", "AF")]
VERDICTS = np.array([[0, 1], [1, -1], [0, 0]])


def make_table(**first: np.ndarray) -> ReadingTable:
    readings = Readings.of((3, 2), verdict_rc=VERDICTS, **first)
    return ReadingTable.of(READERS, CASES, readings, items=(Item("qrs", "QRS"),))


def test_what_is_not_given_is_missing():
    table = make_table()
    assert np.isnan(table.first.rating_rc).all()
    assert (table.again.verdict_rc == -1).all()
    assert table.first.read_rc.tolist() == [[True, True], [True, False], [True, True]]


def test_readers_stand_by_site_and_code_and_cases_by_code():
    table = make_table().in_order()
    assert [reader.code for reader in table.readers] == ["R-C", "R-A", "R-B"]
    assert [case.code for case in table.cases] == ["c1", "c2"]
    assert table.first.verdict_rc.tolist() == [[0, 0], [-1, 1], [1, 0]]
    assert table.truth_c.tolist() == [1, 0]


def test_sites_and_rhythms_pick_their_own():
    table = make_table()
    assert (table.sites, table.rhythms) == (("GOE", "HD"), ("AF", "SR"))
    assert table.of_site("HD").tolist() == [True, True, False]
    assert table.of_rhythm("AF").tolist() == [False, True]


def test_a_case_of_unknown_origin_can_be_left_out():
    table = replace(make_table(), cases=(CASES[0], Case("c1")))
    assert table.truth_c.tolist() == [0, -1]
    assert table.of_known_origin().first.verdict_rc.tolist() == [[0], [1], [0]]


@pytest.mark.parametrize(
    ("first", "complaint"),
    [
        ({"rating_rc": np.full((3, 2), np.inf)}, "a finite number"),
        ({"rating_rc": np.zeros((2, 2))}, r"first rating: \(2, 2\), but the study has \(3, 2\)"),
        ({"value_rc": np.zeros((3, 2), dtype=np.int64)}, "a value is a code"),
        ({"scores": {"qrs": np.full((3, 2), 6.0)}}, "a score of qrs"),
        ({"scores": {"qrs": np.full((3, 2), 2.5)}}, "a score of qrs"),
        ({"scores": {"pq": np.ones((3, 2))}}, "there is no item pq"),
    ],
)
def test_a_table_that_cannot_be_says_why(first, complaint):
    with pytest.raises(ValueError, match=complaint):
        make_table(**first)


def test_a_verdict_is_real_or_synthetic():
    first = Readings.of((3, 2), verdict_rc=np.full((3, 2), 2))
    with pytest.raises(ValueError, match="a verdict is 0"):
        ReadingTable.of(READERS, CASES, first)


def test_nobody_stands_in_the_table_twice():
    with pytest.raises(ValueError, match="reader R-B stands in the table twice"):
        replace(make_table(), readers=(READERS[0], READERS[0], READERS[2]))
    with pytest.raises(ValueError, match="case c2"):
        replace(make_table(), cases=(CASES[0], CASES[0]))


def test_ranks_of_a_declared_scale_are_whole_and_within_it():
    table = make_table(rating_rc=np.full((3, 2), 4.0))
    with pytest.raises(ValueError, match="a rank from 1 to 3"):
        replace(table, rating_scale=Scale(("low", "middle", "high")))


def test_a_scale_has_different_names_and_a_value_for_each():
    with pytest.raises(ValueError, match="different names"):
        Scale(("a", "a"))
    with pytest.raises(ValueError, match="2 categories have 1 values"):
        Scale(("a", "b"), values=(1.0,))
