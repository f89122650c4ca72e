"""Readers one by one: the best of them, allowing for having looked at all, and their leanings."""

from dataclasses import dataclass

import numpy as np

from reviewapp.results.reading_table import ReadingTable
from reviewapp.results.statistics.coding import MISSING
from reviewapp.results.statistics.discrimination.best_reader import (
    BestReader,
    ReaderTest,
    best_reader,
)
from reviewapp.results.statistics.discrimination.response_bias import ReaderBias, response_bias
from reviewapp.results.statistics.estimate import Estimate


@dataclass(frozen=True, kw_only=True)
class NamedTest:
    """A reader's test against chance, adjusted for the number of readers."""

    reader: str
    site: str
    test: ReaderTest


@dataclass(frozen=True, kw_only=True)
class BestReaders:
    """Every reader that can be tested, best first, on ratings, or on verdicts without them.

    None, and why, in ``reason``.
    """

    of: str  # rating or verdict
    readers: tuple[NamedTest, ...]
    permutations: int
    seed: int
    method: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class NamedBias:
    """A reader's leaning."""

    reader: str
    site: str
    bias: ReaderBias


@dataclass(frozen=True, kw_only=True)
class BiasFindings:
    """Each reader's leaning; over all, the excess of verdicts "synthetic" and the criterion c."""

    readers: tuple[NamedBias, ...]
    excess: Estimate
    criterion: Estimate


def find_best_reader(table: ReadingTable) -> BestReaders:
    """The test of every reader of a table whose cases all have a known origin."""
    rating_rc = table.first.rating_rc
    has_ratings = bool(np.isfinite(rating_rc).any())
    if not has_ratings:
        verdict_rc = table.first.verdict_rc
        rating_rc = np.where(verdict_rc == MISSING, np.nan, verdict_rc).astype(np.float64)
    found: BestReader = best_reader(truth_c=table.truth_c, rating_rc=rating_rc, seed=table.seed)
    return BestReaders(
        of="rating" if has_ratings else "verdict",
        readers=tuple(
            NamedTest(
                reader=table.readers[test.row].code, site=table.readers[test.row].site, test=test
            )
            for test in found.readers
        ),
        permutations=found.permutations,
        seed=found.seed,
        method=found.method,
        reason=found.reason,
    )


def find_bias(table: ReadingTable) -> BiasFindings:
    """The leanings of a table whose cases all have a known origin."""
    found = response_bias(truth_c=table.truth_c, verdict_rc=table.first.verdict_rc)
    return BiasFindings(
        readers=tuple(
            NamedBias(reader=reader.code, site=reader.site, bias=bias)
            for reader, bias in zip(table.readers, found.readers, strict=True)
        ),
        excess=found.excess,
        criterion=found.criterion,
    )
