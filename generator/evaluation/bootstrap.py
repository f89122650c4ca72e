"""Intervals by resampling patients: records of one heart are no independent evidence.

Shape legend: ``_n`` record.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

FEWEST_REPLICATES: Final = 20
"""Fewer than this many defined replicates bound no interval."""


def resampled_by_patient(
    patients: Sequence[str], *, replicates: int, stream: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    """Indices of records: as many patients as there are, drawn with replacement, all theirs.

    The cluster bootstrap (Davison & Hinkley 1997, Bootstrap Methods, section 3.8).
    """
    _, patient_n = np.unique(np.asarray(patients), return_inverse=True)
    order = np.argsort(patient_n, kind="stable")
    records_of = np.split(order, np.flatnonzero(np.diff(patient_n[order])) + 1)
    for _ in range(replicates):
        drawn = stream.integers(len(records_of), size=len(records_of))
        yield np.concatenate([records_of[patient] for patient in drawn])


def percentile_interval(
    statistic: Callable[[NDArray[np.int64]], float | None],
    patients: Sequence[str],
    *,
    replicates: int,
    stream: np.random.Generator,
    level: float = 0.95,
) -> tuple[float, float] | None:
    """The percentile interval of ``statistic`` of record indices; None where it is too often None.

    A replicate in which the statistic is undefined (None) is left out.
    """
    found = [
        value
        for indices in resampled_by_patient(patients, replicates=replicates, stream=stream)
        if (value := statistic(indices)) is not None
    ]
    if len(found) < max(FEWEST_REPLICATES, replicates // 2):
        return None
    tail = (1 - level) / 2
    low, high = np.quantile(found, [tail, 1 - tail])
    return float(low), float(high)
