"""Power spectra of the leads: what share of an ECG is wander, waves, QRS and noise.

Shape legend: ``_nlf`` record x lead x frequency, ``_b`` band.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import welch

from generator.evaluation.ecg_set import RATE_HZ

SEGMENT: Final = 256
"""Samples of a Welch segment: 2.56 s, a line every 0.39 Hz."""
BANDS_HZ: Final[Mapping[str, tuple[float, float]]] = {
    "wander 0.5-1": (0.5, 1.0),
    "rate 1-3": (1.0, 3.0),
    "P and T 3-8": (3.0, 8.0),
    "QRS 8-15": (8.0, 15.0),
    "QRS 15-25": (15.0, 25.0),
    "notches and noise 25-40": (25.0, 40.0),
}
_LEAST_POWER: Final = 1e-10
"""mV² a Hz, that of about 0.1 µV: a flat lead has no logarithm."""


def log_spectra(signals_mv_nlt: NDArray[np.float64]) -> NDArray[np.float64]:
    """10 log10 of the power spectral density in mV² a Hz, (n, leads, SEGMENT / 2 + 1).

    Welch 1967, half-overlapping Hann segments.
    """
    power_nlf = welch(signals_mv_nlt, RATE_HZ, nperseg=SEGMENT, axis=-1)[1]
    return np.asarray(10 * np.log10(np.maximum(power_nlf, _LEAST_POWER)), dtype=np.float64)


def frequencies_hz() -> NDArray[np.float64]:
    """Of the lines of ``log_spectra``."""
    return np.asarray(np.fft.rfftfreq(SEGMENT, 1 / RATE_HZ), dtype=np.float64)


def band_levels(spectra_nlf: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean level of each lead in each band of ``BANDS_HZ`` in dB, (n, leads, bands)."""
    at_hz = frequencies_hz()
    inside = [(at_hz >= low) & (at_hz < high) for low, high in BANDS_HZ.values()]
    return np.stack([spectra_nlf[..., lines].mean(axis=-1) for lines in inside], axis=-1)


def band_errors(
    levels_nlb: NDArray[np.float64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Of each band the absolute difference of mean levels in dB, averaged over leads, (bands,)."""
    gap_lb = levels_nlb[first].mean(axis=0) - levels_nlb[second].mean(axis=0)
    return np.asarray(np.abs(gap_lb).mean(axis=0), dtype=np.float64)
