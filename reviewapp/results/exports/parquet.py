"""Tables as Parquet: typed, in row groups, written a group at a time."""

from collections.abc import Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from reviewapp.results.exports.columns import Column
from reviewapp.results.exports.spreadsheet import Value, list_text
from reviewapp.results.exports.tables import Table
from reviewapp.results.exports.workbook import pieces_of

ROWS_A_GROUP: Final = 20_000

TYPES: Final = {
    "text": pa.string(),
    "whole": pa.int64(),
    "real": pa.float64(),
    "flag": pa.bool_(),
    "moment": pa.timestamp("us", tz="UTC"),
    "texts": pa.list_(pa.string()),
    "reals": pa.list_(pa.float64()),
}
"""The type of each kind of column; any cell may be null."""


def schema_of(table: Table) -> Any:
    """The Arrow schema: each field with its meaning and unit."""
    return pa.schema([
        pa.field(one.name, TYPES[one.kind], metadata={"meaning": one.meaning, "unit": one.unit})
        for one in table.columns
    ])  # fmt: skip


def write_parquet(file: IO[bytes], table: Table) -> None:
    """Write the table. Texts are as they were given: Parquet runs nothing."""
    schema = schema_of(table)
    rows = table.rows()
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(rows, ROWS_A_GROUP)):
            arrays = [
                pa.array([_typed(column, row[number]) for row in group], TYPES[column.kind])
                for number, column in enumerate(table.columns)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def parquet_pieces(table: Table) -> Iterator[bytes]:
    """The file as a download: written to disk first, for its index stands at its end."""
    with TemporaryFile() as file:
        write_parquet(file, table)
        yield from pieces_of(file)


def _typed(column: Column, value: Value) -> Value:
    if column.kind == "text" and value is not None and not isinstance(value, str):
        return list_text(value) if isinstance(value, list) else str(value)
    return None if value == "" and column.kind == "text" else value
