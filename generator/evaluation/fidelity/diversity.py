"""Does the batch show as many kinds of heart as there are, and only such as there are?

Precision and recall: Kynkäänniemi et al. 2019, NeurIPS 32, section 2. Density and coverage: Naeem
et al. 2020, ICML, equations 4 and 5. All four take the ball around a point that just reaches its
k-th nearest fellow as the reach of that point. Shape legend: ``_nn`` every point to every point.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
TOO_NEAR: Final = 0.25
"""Of the usual nearness: closer than windows of one recording, which lie about a third apart."""


@dataclass(frozen=True, kw_only=True)
class Diversity:
    """How two clouds of points cover each other."""

    precision: float
    """Share of synthetic points within reach of a real one."""
    recall: float
    """Share of real points within reach of a synthetic one."""
    density: float
    """How many real points reach a synthetic one, in k; about 1 where both are alike."""
    coverage: float
    """Share of real points that reach a synthetic one."""


def diversity(
    distances_nn: NDArray[np.float64], real: Rows, synthetic: Rows, *, k: int
) -> Diversity | None:
    """Of the rows ``real`` and ``synthetic`` of a matrix of distances.

    None with k or fewer points on a side.
    """
    if min(len(real), len(synthetic)) <= k:
        return None
    across = distances_nn[np.ix_(real, synthetic)]
    real_reach = _reach(distances_nn[np.ix_(real, real)], k)
    synthetic_reach = _reach(distances_nn[np.ix_(synthetic, synthetic)], k)
    in_real = across <= real_reach[:, None]
    in_synthetic = across <= synthetic_reach[None, :]
    return Diversity(
        precision=float(in_real.any(axis=0).mean()),
        recall=float(in_synthetic.any(axis=1).mean()),
        density=float(in_real.sum(axis=0).mean() / k),
        coverage=float(in_real.any(axis=1).mean()),
    )


def nearest_fellow(distances_nn: NDArray[np.float64], rows: Rows) -> NDArray[np.float64]:
    """Of each of the ``rows`` the distance to the nearest other one; at least two rows."""
    return _reach(distances_nn[np.ix_(rows, rows)], 1)


def usual_nearness(distances_nn: NDArray[np.float64], real: Rows) -> float:
    """The median distance of a real record to its nearest fellow."""
    return float(np.median(nearest_fellow(distances_nn, real)))


def share_repeated(distances_nn: NDArray[np.float64], real: Rows, synthetic: Rows) -> float:
    """Share of synthetic records nearer to a fellow than a quarter of the usual among real ones."""
    near = TOO_NEAR * usual_nearness(distances_nn, real)
    return float((nearest_fellow(distances_nn, synthetic) < near).mean())


def repeats_of(
    distances_nn: NDArray[np.float64], rows: Rows, *, nearer_than: float
) -> list[tuple[int, int]]:
    """(row, the earlier row that it repeats) for each row with such a fellow before it."""
    within = distances_nn[np.ix_(rows, rows)]
    found = []
    for later in range(1, len(rows)):
        earlier = int(within[later, :later].argmin())
        if within[later, earlier] < nearer_than:
            found.append((int(rows[later]), int(rows[earlier])))
    return found


def _reach(within_nn: NDArray[np.float64], k: int) -> NDArray[np.float64]:
    """The distance of each point to its k-th nearest fellow, itself not counted."""
    others = within_nn + np.diag(np.full(len(within_nn), np.inf))
    return np.asarray(np.partition(others, k - 1, axis=1)[:, k - 1], dtype=np.float64)
