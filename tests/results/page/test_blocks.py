from reviewapp.results.page.blocks import LONG_TABLE, OFTEN, Cell, Row, Table, methods_of
from reviewapp.results.statistics.discrimination.reader_case import FEW_READERS_NOTE
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.wording import percent

HALF = Estimate(value=0.5, low=0.36, high=0.64, method="Wilson", extent=Extent())
NONE = Estimate.undefined(reason="nobody read", method="other")


def test_a_cell_holds_value_and_limits_or_the_reason():
    assert Cell.of(HALF, percent) == Cell("50 %", "36 to 64 %")
    assert Cell.of(NONE, percent) == Cell("", reason="nobody read")
    alone = Estimate(value=1.0, method="m", extent=Extent(), interval_reason="no spread")
    assert Cell.of(alone, percent) == Cell("100 %", reason="no spread")


def test_an_interval_of_few_readers_is_marked():
    few = Estimate(value=0.5, low=0, high=1, method="m", extent=Extent(), note=FEW_READERS_NOTE)
    table = Table("t", ("a", "b"), (Row("x", (Cell.of(few, percent),)),))
    assert table.has_unreliable


def test_columns_of_words_are_no_columns_of_numbers():
    row = Row("x", (Cell.words("SR"), Cell("3")))
    assert Table("t", ("Case", "Rhythm", "n"), (row,)).columns == (
        ("Case", False), ("Rhythm", False), ("n", True),
    )  # fmt: skip


def test_a_long_table_is_folded():
    rows = tuple(Row(str(n), ()) for n in range(LONG_TABLE + 1))
    assert Table("t", ("a",), rows).is_long
    assert not Table("t", ("a",), rows[1:]).is_long


def test_counts_of_thousands_are_parted_and_p_values_have_reasons():
    assert Cell.count(12345).value == "12\N{NARROW NO-BREAK SPACE}345"
    assert Cell.p(None, "one site").reason == "one site"
    assert Cell.p(0.0001, "one site") == Cell("<0.001")


def test_methods_are_those_that_were_used_once():
    assert methods_of([HALF, NONE, HALF]) == "Wilson (Wilson 1927)"


def test_a_reason_that_many_cells_share_is_said_once():
    shared = Cell("", reason="one reader")
    rows = tuple(Row(str(n), (shared, Cell("3"))) for n in range(OFTEN))
    table = Table("t", ("a", "b", "c"), rows)
    assert table.footnotes == (("a", "not defined: one reader"),)
    assert [cell.mark for cell in table.marked_rows[0].cells] == ["a", ""]
    assert Table("t", ("a", "b", "c"), rows[1:]).footnotes == ()
