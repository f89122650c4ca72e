"""How the beats of one record vary, and what lies between them.

Shape legend: ``_lt`` lead x time, ``_b`` beat, ``_lbw`` lead x beat x window.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.ecg_set import RATE_HZ

FEWEST_BEATS: Final = 5
_QRS_S: Final = 0.06
_AWAY_S: Final = 0.12
_LEAST_QRS_MV: Final = 0.1
"""In a smaller QRS the noise makes the variation."""
_MAD_OF_NORMAL: Final = 0.6745
_SECOND_DIFFERENCE_SD: Final = 6**0.5
"""Of white noise with SD 1: 1 + 4 + 1 under the root."""
_FEWEST_QUIET: Final = 50


def qrs_variation_percent(
    signal_mv_lt: NDArray[np.float64], beats_s: NDArray[np.float64]
) -> float | None:
    """Coefficient of variation of the peak-to-peak QRS amplitude over the beats, in percent.

    The median of the leads with a QRS of 0.1 mV or more; None with fewer than FEWEST_BEATS.
    """
    half = round(_QRS_S * RATE_HZ)
    centre_b = np.rint(beats_s * RATE_HZ).astype(np.int64)
    centre_b = centre_b[(centre_b >= half) & (centre_b < signal_mv_lt.shape[1] - half)]
    if len(centre_b) < FEWEST_BEATS:
        return None
    window = centre_b[:, None] + np.arange(-half, half + 1)
    height_lb = np.ptp(signal_mv_lt[:, window], axis=-1)
    seen = height_lb.mean(axis=1) >= _LEAST_QRS_MV
    if not seen.any():
        return None
    return float(100 * np.median(height_lb[seen].std(axis=1) / height_lb[seen].mean(axis=1)))


def noise_uv(signal_mv_lt: NDArray[np.float64], beats_s: NDArray[np.float64]) -> float | None:
    """The noise floor in µV: SD of white noise with the same second differences away from QRS.

    The median over leads of the median absolute deviation (robust to P and T waves, which bend
    little within 30 ms). None where hardly anything lies between the beats.
    """
    bend_lt = np.diff(signal_mv_lt, n=2, axis=-1)
    at_s = (np.arange(bend_lt.shape[-1]) + 1) / RATE_HZ
    quiet = np.ones(len(at_s), dtype=bool)
    for beat_s in beats_s:
        quiet &= np.abs(at_s - beat_s) > _AWAY_S
    if quiet.sum() < _FEWEST_QUIET:
        return None
    deviation = np.median(np.abs(bend_lt[:, quiet]), axis=-1) / _MAD_OF_NORMAL
    return float(1000 * np.median(deviation) / _SECOND_DIFFERENCE_SD)


def wander_uv(signal_mv_lt: NDArray[np.float64]) -> float:
    """Root mean square in µV of what is slower than 0.7 Hz, the median over leads."""
    spectrum = np.fft.rfft(signal_mv_lt, axis=-1)
    spectrum[:, np.fft.rfftfreq(signal_mv_lt.shape[-1], 1 / RATE_HZ) >= _SLOWER_HZ] = 0
    slow = np.fft.irfft(spectrum, n=signal_mv_lt.shape[-1], axis=-1)
    return float(1000 * np.median(slow.std(axis=-1)))


_SLOWER_HZ: Final = 0.7
"""Below the lowest usual heart rate."""
