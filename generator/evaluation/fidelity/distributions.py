"""Distances between two samples of one number: Wasserstein and Kolmogorov-Smirnov.

Shape legend: ``_n`` record (first sample), ``_m`` record (second), ``_r`` bootstrap replicate.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Sample = NDArray[np.float64]
_NOTHING: Final = 1e-12
"""Rounding of equal numbers."""


def wasserstein(first_n: Sample, second_m: Sample) -> float:
    """Wasserstein-1: the area between the two distribution functions, in the numbers' unit.

    Villani 2009, Optimal Transport, 6.0.2: in one dimension the integral of |F - G|.
    """
    grid, gaps = _difference(first_n, second_m)
    return float(np.abs(gaps[:-1]) @ np.diff(grid))


def kolmogorov_smirnov(first_n: Sample, second_m: Sample) -> float:
    """The greatest distance of the two distribution functions, in [0, 1]."""
    return float(np.abs(_difference(first_n, second_m)[1]).max())


def spread_of(real_n: Sample, synthetic_m: Sample) -> tuple[float, str]:
    """What counts as one spread of real ECGs, and what it is.

    Their interquartile range; where half of them are equal, their SD; where all are, the SD of
    both sides; where even these are equal, 1, for then there is no distance to measure.
    """
    low, high = np.quantile(real_n, [0.25, 0.75])
    candidates = (
        (float(high - low), "IQR"),
        (float(real_n.std()), "SD"),
        (float(np.concatenate([real_n, synthetic_m]).std()), "SD of both"),
    )
    return next((found for found in candidates if found[0] > _NOTHING), (1.0, "unit"))


def ks_replicates(
    first_n: Sample,
    second_m: Sample,
    count_rn: NDArray[np.float64],
    count_rm: NDArray[np.float64],
) -> Sample:
    """Kolmogorov-Smirnov in each replicate: how often each record was drawn stands in ``count``.

    A replicate without any record on a side is left out.
    """
    used_r = (count_rn.sum(axis=1) > 0) & (count_rm.sum(axis=1) > 0)
    signed_rk = np.concatenate(
        [
            count_rn[used_r] / count_rn[used_r].sum(axis=1, keepdims=True),
            -count_rm[used_r] / count_rm[used_r].sum(axis=1, keepdims=True),
        ],
        axis=1,
    )
    values_k = np.concatenate([first_n, second_m])
    order = np.argsort(values_k, kind="stable")
    last_of_ties = np.append(np.diff(values_k[order]) > 0, True)
    gaps_rk = np.cumsum(signed_rk[:, order], axis=1)[:, last_of_ties]
    return np.asarray(np.abs(gaps_rk).max(axis=1), dtype=np.float64)


def _difference(first_n: Sample, second_m: Sample) -> tuple[Sample, Sample]:
    """F - G on the grid of all values, each right-continuous."""
    grid = np.unique(np.concatenate([first_n, second_m]))
    first = np.searchsorted(np.sort(first_n), grid, side="right") / len(first_n)
    second = np.searchsorted(np.sort(second_m), grid, side="right") / len(second_m)
    return grid, first - second
