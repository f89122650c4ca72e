"""The area under the curve by ranks, also of weighted and resampled records.

The area is the share of pairs, one record of each origin, in which the synthetic one has the
higher score; ties count half (Bamber 1975, J Math Psychol 12:387). Shape legend: ``_n`` record,
``_rn`` replicate x record.
"""

import numpy as np
from numpy.typing import NDArray


def area_under_curve(score_n: NDArray[np.float64], synthetic_n: NDArray[np.bool_]) -> float | None:
    """Of these records; None where one origin is absent."""
    areas = areas_of_replicates(score_n, synthetic_n, np.ones((1, len(score_n))))
    return float(areas[0]) if len(areas) else None


def areas_of_replicates(
    score_n: NDArray[np.float64], synthetic_n: NDArray[np.bool_], count_rn: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Of each replicate, in which record n was drawn ``count_rn`` times.

    A replicate without one of the origins is left out.
    """
    order = np.argsort(score_n, kind="stable")
    starts = np.append(0, np.flatnonzero(np.diff(score_n[order]) > 0) + 1)
    count_rn = count_rn[:, order]
    kinds = (count_rn * synthetic_n[order], count_rn * ~synthetic_n[order])
    # One column for each level of the score: records of one level are ties
    synthetic_rk, real_rk = (np.add.reduceat(kind, starts, axis=1) for kind in kinds)
    real_below_rk = np.cumsum(real_rk, axis=1) - real_rk / 2
    pairs_r = synthetic_rk.sum(axis=1) * real_rk.sum(axis=1)
    won_r = (synthetic_rk * real_below_rk).sum(axis=1)
    return np.asarray(won_r[pairs_r > 0] / pairs_r[pairs_r > 0], dtype=np.float64)
