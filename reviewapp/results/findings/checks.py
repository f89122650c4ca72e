"""The primary figures by other methods: what a reader of the paper asks for to believe them."""

from dataclasses import dataclass

import numpy as np

from reviewapp.results.reading_table import ReadingTable
from reviewapp.results.statistics.coding import MISSING, Numbers
from reviewapp.results.statistics.discrimination.sensitivity_analysis import cluster_robust_mean
from reviewapp.results.statistics.discrimination.two_way_bootstrap import (
    bootstrap_accuracy,
    bootstrap_area,
)
from reviewapp.results.statistics.estimate import Estimate


@dataclass(frozen=True, kw_only=True)
class Checks:
    """Area and balanced accuracy by the two-way bootstrap; accuracy by the two-way robust SE."""

    area_bootstrap: Estimate
    accuracy_bootstrap: Estimate
    accuracy_cluster_robust: Estimate


def find_checks(table: ReadingTable) -> Checks:
    """The checks of a table whose cases all have a known origin."""
    correct_rc = correct_of(table)
    return Checks(
        area_bootstrap=bootstrap_area(
            truth_c=table.truth_c,
            rating_rc=table.first.rating_rc,
            seed=table.seed,
            replicates=table.replicates,
        ),
        accuracy_bootstrap=bootstrap_accuracy(
            truth_c=table.truth_c,
            correct_rc=correct_rc,
            seed=table.seed,
            replicates=table.replicates,
        ),
        accuracy_cluster_robust=cluster_robust_mean(correct_rc),
    )


def correct_of(table: ReadingTable) -> Numbers:
    """1 where the verdict is the origin, else 0, NaN without a verdict (readers, cases)."""
    verdict_rc = table.first.verdict_rc
    right_rc = (verdict_rc == table.truth_c).astype(np.float64)
    return np.where(verdict_rc == MISSING, np.nan, right_rc)
