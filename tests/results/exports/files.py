"""Exports as a reader of them meets them: rows by column name."""

import csv
import io
from collections.abc import Iterable

from reviewapp.results.dataset import Dataset
from reviewapp.results.exports.tables import Table


def table_of(make, dataset: Dataset) -> Table:
    """A table of a dataset that was made by hand."""
    return make(dataset.questionnaire, lambda: dataset.presentations)


def rows_of(pieces: Iterable[bytes]) -> list[dict[str, str]]:
    """The rows of a CSV file by column name."""
    text = b"".join(pieces).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))
