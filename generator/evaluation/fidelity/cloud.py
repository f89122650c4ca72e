"""The embedded ECGs of one cohort as a cloud of points, and the distances between its halves.

Each dimension is centred and scaled by the real records of the rhythm, so that the unit is the
standard deviation of real ECGs. Shape legend: ``_nd`` row of the cohort x dimension, ``_nn`` row
x row.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.fidelity.cohort import Cohort, Contrast, Rows, contrast, contrasts
from generator.evaluation.fidelity.discrepancy import (
    distances_between,
    gaussian_kernel,
    median_distance,
    permutation_p,
    squared_mmd,
)
from generator.evaluation.fidelity.diversity import diversity, share_repeated
from generator.evaluation.fidelity.frechet import gaussian_of, squared_frechet
from generator.evaluation.fidelity.thresholds import FEWEST_FOR_COVARIANCE, NEIGHBOURS


@dataclass(frozen=True, kw_only=True, eq=False)
class Cloud:
    """Rows stand in the order of ``cohort.real``, then ``cohort.synthetic``."""

    cohort: Cohort
    points_nd: NDArray[np.float64]
    distances_nn: NDArray[np.float64]
    bandwidth: float
    """Of the kernel: the median distance of two real records."""

    @property
    def rows(self) -> Rows:
        """The cohort's number of each row, ascending."""
        return np.concatenate([self.cohort.real, self.cohort.synthetic])

    def here(self, rows: Rows) -> Rows:
        """Where these rows of the cohort stand in the cloud."""
        return np.searchsorted(self.rows, rows)


def cloud_of(cohort: Cohort, embedded_nd: NDArray[np.float64]) -> Cloud:
    """The cloud of a cohort with at least one pair; ``embedded_nd`` has all pooled rows."""
    real_nd = embedded_nd[cohort.real]
    spread_d = real_nd.std(axis=0)
    rows = np.concatenate([cohort.real, cohort.synthetic])
    points_nd = (embedded_nd[rows] - real_nd.mean(axis=0)) / np.where(spread_d > 0, spread_d, 1)
    return Cloud(
        cohort=cohort,
        points_nd=points_nd,
        distances_nn=distances_between(points_nd),
        bandwidth=median_distance(points_nd[: len(real_nd)]),
    )


def mmd_contrast(cloud: Cloud) -> Contrast | None:
    """The squared maximum mean discrepancy beside that of real halves."""
    kernel_nn = gaussian_kernel(cloud.distances_nn, cloud.bandwidth)
    return _contrast(cloud, lambda a, b: squared_mmd(kernel_nn, a, b))


def mmd_p(cloud: Cloud, *, permutations: int, stream: np.random.Generator) -> float:
    """Of all records: how likely so great a discrepancy is if the sides were exchangeable."""
    cohort = cloud.cohort
    owners = [f"real {name}" for name in cohort.patients]
    owners += [f"synthetic {row}" for row in cohort.synthetic]
    kernel_nn = gaussian_kernel(cloud.distances_nn, cloud.bandwidth)
    return permutation_p(
        kernel_nn, len(cohort.real), owners, permutations=permutations, stream=stream
    )


def frechet_contrast(cloud: Cloud) -> Contrast | None:
    """The squared Fréchet distance beside that of real halves; None with too few records."""
    if cloud.cohort.size < FEWEST_FOR_COVARIANCE:
        return None
    points_nd = cloud.points_nd
    return _contrast(
        cloud, lambda a, b: squared_frechet(gaussian_of(points_nd[a]), gaussian_of(points_nd[b]))
    )


def diversity_contrasts(cloud: Cloud) -> dict[str, Contrast]:
    """What precision, recall and coverage lack to 1, and the density, beside real halves."""

    def measures(real: Rows, other: Rows) -> list[float] | None:
        found = diversity(cloud.distances_nn, cloud.here(real), cloud.here(other), k=NEIGHBOURS)
        if found is None:
            return None
        return [1 - found.precision, 1 - found.recall, 1 - found.coverage, found.density]

    return contrasts(cloud.cohort, measures, ("precision", "recall", "coverage", "density"))


def repeated_contrast(cloud: Cloud) -> Contrast | None:
    """Share of records nearer to a fellow than real ones are, beside that of real halves."""
    return _contrast(cloud, lambda a, b: share_repeated(cloud.distances_nn, a, b))


def _contrast(cloud: Cloud, statistic: Callable[[Rows, Rows], float | None]) -> Contrast | None:
    return contrast(
        cloud.cohort, lambda first, second: statistic(cloud.here(first), cloud.here(second))
    )
