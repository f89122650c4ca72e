"""The Fréchet distance between two clouds of points, taken as Gaussians.

Dowson & Landau 1982, J Multivariate Anal 12:450; Heusel et al. 2017 made it the FID of images.
Covariances are shrunk after Ledoit & Wolf 2004 (J Multivariate Anal 88:365): with fewer records
than the square of the dimensions the plain ones are mostly noise. What bias remains falls with the
sample, so only distances at the same number of records on both sides may be held together.

Shape legend: ``_nd`` record x dimension, ``_dd`` covariance.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.covariance import ledoit_wolf


@dataclass(frozen=True, eq=False)
class Gaussian:
    """Mean and covariance."""

    mean_d: NDArray[np.float64]
    covariance_dd: NDArray[np.float64]


def gaussian_of(points_nd: NDArray[np.float64]) -> Gaussian:
    """Mean and shrunk covariance of at least two points."""
    covariance_dd, _ = ledoit_wolf(points_nd)
    return Gaussian(points_nd.mean(axis=0), np.asarray(covariance_dd, dtype=np.float64))


def squared_frechet(first: Gaussian, second: Gaussian) -> float:
    """|m - n|² + tr(A + B - 2 (A B)^½), at least 0."""
    between = float(((first.mean_d - second.mean_d) ** 2).sum())
    # A B has the eigenvalues of the symmetric A^½ B A^½, which rounding cannot make complex
    half_dd = _root_of(first.covariance_dd)
    inner = np.linalg.eigvalsh(half_dd @ second.covariance_dd @ half_dd)
    root_trace = float(np.sqrt(np.maximum(inner, 0)).sum())
    traces = float(np.trace(first.covariance_dd) + np.trace(second.covariance_dd))
    return max(0.0, between + traces - 2 * root_trace)


def _root_of(covariance_dd: NDArray[np.float64]) -> NDArray[np.float64]:
    values, vectors = np.linalg.eigh(covariance_dd)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T, dtype=np.float64)
