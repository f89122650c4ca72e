"""The first and the last half second of a record: filters and networks betray themselves there.

Shape legend: ``_nlt`` record x lead x time.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.ecg_set import RATE_HZ

EDGE_S: Final = 0.5
_WIDTH: Final = round(EDGE_S * RATE_HZ)
_LEAST_MV: Final = 1e-4
"""So that the logarithm of a flat stretch stays a number."""


def edge(signals_mv_nlt: NDArray[np.float64], *, end: bool) -> NDArray[np.float64]:
    """The edge itself with the middle of the record after it, the outermost sample first."""
    return signals_mv_nlt[..., ::-1] if end else signals_mv_nlt


def edge_level(outward_nlt: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean absolute level of the half second, over the leads, against the middle's: log2, (n,).

    The middle's is the mean over its own half seconds, so that beats weigh the same.
    """
    return _against_middle(outward_nlt, lambda part: np.abs(part.mean(axis=-1)))


def edge_variance(outward_nlt: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard deviation of the half second against the middle's: log2, (n,)."""
    return _against_middle(outward_nlt, lambda part: part.std(axis=-1))


def edge_slope(outward_nlt: NDArray[np.float64]) -> NDArray[np.float64]:
    """Steepness of the line through the half second against the middle's: log2, (n,)."""
    time = np.arange(_WIDTH) - (_WIDTH - 1) / 2
    return _against_middle(outward_nlt, lambda part: np.abs(part @ time) / (time @ time) * RATE_HZ)


def edge_step(outward_nlt: NDArray[np.float64]) -> NDArray[np.float64]:
    """The two outermost steps from sample to sample against the record's median: log2, (n,)."""
    steps = np.abs(np.diff(outward_nlt, axis=-1))
    outermost = steps[..., :2].mean(axis=(-2, -1))
    usual = np.median(steps.mean(axis=-2), axis=-1)
    return _log_ratio(outermost, usual)


def _against_middle(
    outward_nlt: NDArray[np.float64],
    measure: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> NDArray[np.float64]:
    parts = outward_nlt.reshape(*outward_nlt.shape[:-1], -1, _WIDTH)
    measured = np.asarray(measure(parts)).mean(axis=-2)
    return _log_ratio(measured[:, 0], measured[:, 1:-1].mean(axis=-1))


def _log_ratio(over: NDArray[np.float64], under: NDArray[np.float64]) -> NDArray[np.float64]:
    ratio = np.maximum(over, _LEAST_MV) / np.maximum(under, _LEAST_MV)
    return np.asarray(np.log2(ratio), dtype=np.float64)
