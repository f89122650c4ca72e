"""Clipped amplitudes and flat pieces.

Shape legend: ``_nlt`` record x lead x time, ``_e`` extreme.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
LEVEL_MV: Final = 0.002
"""Within this two samples count as equal: twice the step of a batch, below that of recorders."""
SHORTEST: Final = 3
"""Samples of a plateau. At 100 Hz no R peak stays within 2 µV for 30 ms."""
_BIN: Final = 0.01
_LEAST_EXTREME_MV: Final = 0.05
_FEWEST_EXTREMES: Final = 20


def longest_flat_s(signals_mv_nlt: NDArray[np.float64], rate_hz: float) -> NDArray[np.float64]:
    """The longest stretch of any lead that moves less than ``LEVEL_MV`` a sample, in s, (n,)."""
    still = np.abs(np.diff(signals_mv_nlt, axis=-1)) < LEVEL_MV
    return np.asarray(_longest_run(still).max(axis=-1) / rate_hz, dtype=np.float64)


def share_at_limit(signals_mv_nlt: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of samples in plateaus at a lead's own highest or lowest level, in percent, (n,)."""
    shares = [_plateau_share(sign * signals_mv_nlt) for sign in (1, -1)]
    return np.asarray(100 * sum(shares), dtype=np.float64)


def extremes_mv(signals_mv_nlt: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each lead goes up and down from zero, in mV, (n, 2 x leads)."""
    return np.concatenate([signals_mv_nlt.max(axis=-1), -signals_mv_nlt.min(axis=-1)], axis=1)


def share_at_common_limit(extremes_mv_ne: NDArray[np.float64], rows: Rows) -> float | None:
    """Share of the rows' extremes on their commonest level, 1 % wide; None where all are tiny."""
    extremes = extremes_mv_ne[rows].ravel()
    extremes = np.sort(np.log(extremes[extremes > _LEAST_EXTREME_MV]))
    if len(extremes) < _FEWEST_EXTREMES:
        return None
    reached = np.searchsorted(extremes, extremes + _BIN, side="right")
    return float((reached - np.arange(len(extremes))).max() / len(extremes))


def _plateau_share(signals_mv_nlt: NDArray[np.float64]) -> NDArray[np.float64]:
    near = signals_mv_nlt >= signals_mv_nlt.max(axis=-1, keepdims=True) - LEVEL_MV
    # A sample is in a plateau where it is one of SHORTEST in a row
    whole = np.ones((*near.shape[:-1], near.shape[-1] - SHORTEST + 1), dtype=bool)
    for shift in range(SHORTEST):
        whole &= near[..., shift : shift + whole.shape[-1]]
    inside = np.zeros_like(near)
    for shift in range(SHORTEST):
        inside[..., shift : shift + whole.shape[-1]] |= whole
    return np.asarray(inside.mean(axis=(-2, -1)), dtype=np.float64)


def _longest_run(true_nlt: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Of each row of the last axis the longest run of True."""
    times = np.arange(1, true_nlt.shape[-1] + 1)
    last_false = np.maximum.accumulate(np.where(true_nlt, 0, times), axis=-1)
    return np.asarray((times - last_false).max(axis=-1), dtype=np.int64)
