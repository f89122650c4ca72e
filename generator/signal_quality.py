"""What makes a recording useless for training: each rule declared, counted under its name.

Shape legend: ``_lt`` lead x time, ``_t`` time.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

FLAT_MV: Final = 0.05
"""A lead that moves less from peak to peak is not connected."""
HELD_S: Final = 1.0
"""So long at one value means a lead that came loose, or a gap that was filled."""
CLIPPED_S: Final = 0.02
CLIPPED_BEYOND_MV: Final = 1.0
CLIPPED_TIMES: Final = 3
LARGEST_MV: Final = 8.0
STEP_MV: Final = 1.5
STEP_WITHIN_S: Final = 0.2
_MEDIAN_S: Final = 0.6

RULES: Final = {
    "missing samples": "a modelled lead has samples that are not finite",
    "flat": f"a modelled lead moves less than {FLAT_MV} mV, or keeps one value for {HELD_S} s",
    "clipped": f"a modelled lead stands {CLIPPED_TIMES} times for {1000 * CLIPPED_S:.0f} ms at its "
    f"highest or lowest value, more than {CLIPPED_BEYOND_MV} mV from its median",
    "amplitude": f"a modelled lead goes beyond {LARGEST_MV} mV after the high-pass",
    "step": f"the median over {_MEDIAN_S:.1f} s of a modelled lead, after the filters, moves more "
    f"than {STEP_MV} mV within {STEP_WITHIN_S} s",
}
"""What set.json declares; the names are the reasons that are counted."""


def fault_as_recorded(signal_mv_lt: NDArray[np.float64], rate_hz: float) -> str | None:
    """The name of the rule that the signal breaks before any filter, or None."""
    if not np.isfinite(signal_mv_lt).all():
        return "missing samples"
    held = round(HELD_S * rate_hz)
    for signal_mv_t in signal_mv_lt:
        if np.ptp(signal_mv_t) < FLAT_MV or _runs(signal_mv_t).max() >= held:
            return "flat"
    if any(_is_clipped(signal_mv_t, rate_hz) for signal_mv_t in signal_mv_lt):
        return "clipped"
    return None


def fault_after_filters(signal_mv_lt: NDArray[np.float64], rate_hz: float) -> str | None:
    """The name of the rule that the filtered signal breaks, or None."""
    if np.abs(signal_mv_lt).max() > LARGEST_MV:
        return "amplitude"
    # A median this long knows no QRS, and keeps steps as steep as they are; of every fourth sample
    # it takes a tenth of the time, and that of a whole set is mostly this.
    sparse_mv_lt, sparse_hz = signal_mv_lt[:, ::4], rate_hz / 4
    size = round(_MEDIAN_S * sparse_hz) | 1
    # Whole windows alone: beyond the ends is nothing to take a median of
    slow_mv_lt = median_filter(sparse_mv_lt, size=(1, size))[:, size // 2 : -(size // 2)]
    apart = round(STEP_WITHIN_S * sparse_hz)
    if np.abs(slow_mv_lt[:, apart:] - slow_mv_lt[:, :-apart]).max() > STEP_MV:
        return "step"
    return None


def _is_clipped(signal_mv_t: NDArray[np.float64], rate_hz: float) -> bool:
    middle_mv = float(np.median(signal_mv_t))
    for limit_mv in (signal_mv_t.max(), signal_mv_t.min()):
        if abs(limit_mv - middle_mv) <= CLIPPED_BEYOND_MV:
            continue
        runs = _runs(signal_mv_t, only=limit_mv)
        if np.count_nonzero(runs >= max(CLIPPED_S * rate_hz, 3)) >= CLIPPED_TIMES:
            return True
    return False


def _runs(signal_mv_t: NDArray[np.float64], only: float | None = None) -> NDArray[np.int64]:
    """The lengths of the runs of one value, or of that value ``only``, in samples."""
    starts = np.concatenate([[0], np.flatnonzero(np.diff(signal_mv_t)) + 1])
    lengths = np.diff(np.append(starts, len(signal_mv_t)))
    return lengths if only is None else lengths[signal_mv_t[starts] == only]
