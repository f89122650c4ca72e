"""Memory that does not grow with rows: four times the readings need no more of it."""

import gc
import tracemalloc
from tempfile import TemporaryFile

import pytest

from reviewapp.results.exports import parquet
from reviewapp.results.exports.archive import Member, zip_pieces
from reviewapp.results.exports.columns import Column
from reviewapp.results.exports.parquet import parquet_pieces
from reviewapp.results.exports.tables import Table
from reviewapp.results.exports.workbook import workbook_pieces
from tests.results.datasets import MOMENT

COLUMNS = (
    Column("token", "text", ""),
    Column("position", "whole", ""),
    Column("seconds", "real", ""),
    Column("cues", "texts", ""),
)
ROOM_BYTES = 300_000
"""What may differ: the rows of one chunk more or less, never 15,000 rows."""


def table_of(count):
    rows = ([f"token-{number}", number, number / 7, ["qrs"]] for number in range(count))
    return Table("readings", COLUMNS, lambda: rows)


def zip_of_csv(table):
    return zip_pieces([Member("a.csv", "", table.csv)], folder="f", made_at=MOMENT)


def kept_bytes_of_a_list(table):
    """What is not flat, so that the test is known to notice it."""
    return iter([b"".join(list(table.csv()))])


def peak_bytes(write, count):
    gc.collect()
    tracemalloc.start()
    try:
        with TemporaryFile() as file:
            for piece in write(table_of(count)):
                file.write(piece)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


WRITERS = {
    "zip of csv": zip_of_csv,
    "parquet": parquet_pieces,
    "xlsx": lambda table: workbook_pieces({"readings": table}, made_at=MOMENT),
}


@pytest.mark.parametrize("name", WRITERS)
def test_memory_does_not_grow_with_rows(name, monkeypatch):
    monkeypatch.setattr(parquet, "ROWS_A_GROUP", 500)
    write = WRITERS[name]
    peak_bytes(write, 100)  # what is imported and cached on the first use
    assert peak_bytes(write, 20_000) < peak_bytes(write, 5_000) + ROOM_BYTES


def test_a_writer_that_keeps_its_rows_would_be_noticed():
    few, many = (peak_bytes(kept_bytes_of_a_list, count) for count in (5_000, 20_000))
    assert many > few + ROOM_BYTES
