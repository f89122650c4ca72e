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
    first: Rows,
    second: Rows,
    patients: Sequence[str],
    *,
    permutations: int,
    stream: np.random.Generator,
) -> float:
    """How likely so great a discrepancy is if the sides were exchangeable between patients.

    ``patients`` has one entry a row of the kernel matrix; a patient's records change side
    together. With the observed one counted, so never 0 (Phipson & Smyth 2010).
    """
    rows = np.concatenate([first, second])
    found = squared_mmd(kernel_nn, first, second)
    _, patient_k = np.unique(np.asarray(patients, dtype=str)[rows], return_inverse=True)
    as_great = 1
    for _ in range(permutations):
        rank_k = stream.permutation(patient_k.max() + 1)[patient_k]
        order = np.argsort(rank_k, kind="stable")
        one, other = rows[order[: len(first)]], rows[order[len(first) :]]
        as_great += squared_mmd(kernel_nn, one, other) >= found
    return as_great / (permutations + 1)


def distances_between(points_nd: NDArray[np.float64]) -> NDArray[np.float64]:
    """Euclidean distance of every point to every other, (n, n)."""
    return np.asarray(squareform(pdist(points_nd)), dtype=np.float64)


def _mean_off_diagonal(square_nn: NDArray[np.float64]) -> float:
    count = len(square_nn)
    return float((square_nn.sum() - np.trace(square_nn)) / (count * (count - 1)))
