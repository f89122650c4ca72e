"""Maximum mean discrepancy: unbiased, with a Gaussian kernel, and its permutation test.

Gretton et al. 2012, J Mach Learn Res 13:723, equation 3. Shape legend: ``_nd`` record x dimension.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import pdist, squareform

Rows = NDArray[np.int64]


def median_distance(points_nd: NDArray[np.float64]) -> float:
    """The median heuristic: the bandwidth at which half of the pairs count as near.

    Gretton et al. 2012, section 8. Where all points are equal, 1.
    """
    return float(np.median(pdist(points_nd))) or 1.0


def gaussian_kernel(distances_nn: NDArray[np.float64], bandwidth: float) -> NDArray[np.float64]:
    """exp(-d² / 2 h²) of a matrix of distances."""
    return np.asarray(np.exp(-(distances_nn**2) / (2 * bandwidth**2)), dtype=np.float64)


def squared_mmd(kernel_nn: NDArray[np.float64], first: Rows, second: Rows) -> float:
    """The unbiased estimate of the squared discrepancy; below 0 by chance where none is.

    ``first`` and ``second`` are rows of the kernel matrix, at least two each.
    """
    within = [_mean_off_diagonal(kernel_nn[np.ix_(rows, rows)]) for rows in (first, second)]
    return sum(within) - 2 * float(kernel_nn[np.ix_(first, second)].mean())


def permutation_p(
    kernel_nn: NDArray[np.float64],
    count: int,
    patients: Sequence[str],
    *,
    permutations: int,
    stream: np.random.Generator,
) -> float:
    """How likely so great a discrepancy is if the sides were exchangeable between patients.

    The first ``count`` rows of the kernel matrix are one side, the others the other; a patient's
    records change side together, but for one at the border. With the observed one counted, so
    never 0 (Phipson & Smyth 2010).
    """
    _, patient_n = np.unique(np.asarray(patients, dtype=str), return_inverse=True)
    first_pn = np.zeros((permutations + 1, len(patients)))
    first_pn[0, :count] = 1
    for row in first_pn[1:]:
        rank_n = stream.permutation(patient_n.max() + 1)[patient_n]
        row[np.argsort(rank_n, kind="stable")[:count]] = 1
    found_p = _squared_mmds(kernel_nn, first_pn)
    # The observed sides anew are no greater; rounding may say otherwise
    return float((found_p >= found_p[0] - 1e-12).mean())


def _squared_mmds(
    kernel_nn: NDArray[np.float64], first_pn: NDArray[np.float64]
) -> NDArray[np.float64]:
    """``squared_mmd`` of each permutation, whose first side is 1 in ``first_pn``."""
    sides = (first_pn, 1 - first_pn)
    sums = [side_pn @ kernel_nn for side_pn in sides]
    within = []
    for side_pn, sum_pn in zip(sides, sums, strict=True):
        count = side_pn[0].sum()
        total_p = (sum_pn * side_pn).sum(axis=1) - side_pn @ np.diag(kernel_nn)
        within.append(total_p / (count * (count - 1)))
    counts = sides[0][0].sum() * sides[1][0].sum()
    across_p = (sums[0] * sides[1]).sum(axis=1) / counts
    return np.asarray(within[0] + within[1] - 2 * across_p, dtype=np.float64)


def distances_between(points_nd: NDArray[np.float64]) -> NDArray[np.float64]:
    """Euclidean distance of every point to every other, (n, n)."""
    return np.asarray(squareform(pdist(points_nd)), dtype=np.float64)


def _mean_off_diagonal(square_nn: NDArray[np.float64]) -> float:
    count = len(square_nn)
    return float((square_nn.sum() - np.trace(square_nn)) / (count * (count - 1)))
