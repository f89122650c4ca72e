"""The two filters of a training set: a zero-phase high-pass, and resampling without aliases.

Neither changes polarity nor order, and nothing else touches the signal's form: no notch, no
smoothing. Shape legend: ``_lt`` is lead x time.
"""

from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, firwin, kaiserord, sosfiltfilt, upfirdn

RATE_HZ: Final = 100.0
"""The rate of a training set, that of the published model."""
HIGH_PASS_HZ: Final = 0.5
"""Half-amplitude frequency of the high-pass, both passes together."""
LOW_PASS_HZ: Final = (42.0, 50.0)
"""Pass band and stop band of the anti-alias filter: those of the app's signal chain."""
STOP_DB: Final = 80.0
_HIGH_PASS_PADDING_S: Final = 3.0
_RESAMPLE_PADDING_S: Final = 1.0

FILTERS: Final = {
    "high_pass": "Butterworth of order 2 forward and backward (zero phase), ends reflected",
    "high_pass_half_amplitude_hz": HIGH_PASS_HZ,
    "anti_alias": "linear-phase FIR (Kaiser) in a polyphase resampler, delay removed",
    "anti_alias_pass_hz": LOW_PASS_HZ[0],
    "anti_alias_stop_hz": LOW_PASS_HZ[1],
    "anti_alias_stop_db": STOP_DB,
    "notch": "none",
    "polarity": "as recorded",
}
"""What set.json declares."""


def without_baseline(signal_lt: NDArray[np.float64], rate_hz: float) -> NDArray[np.float64]:
    """The signal without what is slower than 0.5 Hz; zero phase, so the ST segment stays."""
    # Each pass alone has half the power at its corner: twice that is half the amplitude.
    sections = butter(2, HIGH_PASS_HZ, "highpass", fs=rate_hz, output="sos")
    padding = min(round(_HIGH_PASS_PADDING_S * rate_hz), signal_lt.shape[-1] - 1)
    # Mirrored without turning it over: a record that ends in a QRS complex would else go on at
    # another level, and its last second bend towards that by up to 2 mV.
    filtered: NDArray[np.float64] = sosfiltfilt(
        sections, signal_lt, axis=-1, padtype="even", padlen=padding
    )
    return filtered


def resample(
    signal_lt: NDArray[np.float64], rate_hz: float, to_hz: float = RATE_HZ
) -> NDArray[np.float64]:
    """The signal at ``to_hz``; sample k stands at k / to_hz seconds, as before at k / rate_hz.

    Raises ValueError for a rate that is not positive.
    """
    if rate_hz <= 0:
        raise ValueError(f"a rate of {rate_hz} Hz cannot be resampled")
    ratio = Fraction(to_hz).limit_denominator(1000) / Fraction(rate_hz).limit_denominator(1000)
    up, down = ratio.numerator, ratio.denominator
    # A whole number of samples at both rates, so that the padding is cut off exactly
    padding = down * ceil(_RESAMPLE_PADDING_S * rate_hz / down)
    padding = min(padding, down * ((signal_lt.shape[-1] - 1) // down))
    padded_lt = np.pad(signal_lt, ((0, 0), (padding, padding)), mode="reflect", reflect_type="odd")
    taps = _anti_alias(rate_hz, up, down)
    # Between the samples stand up - 1 zeros, which the filter's gain makes up for
    resampled_lt = upfirdn(up * taps, padded_lt, up, down, axis=-1)
    start = padding * up // down + len(taps) // 2 // down
    return np.asarray(resampled_lt[:, start : start + signal_lt.shape[-1] * up // down])


@lru_cache(maxsize=8)
def _anti_alias(rate_hz: float, up: int, down: int) -> NDArray[np.float64]:
    """The taps at ``up`` times the rate; their delay is whole samples at the new rate."""
    pass_hz, stop_hz = LOW_PASS_HZ
    fast_hz = rate_hz * up
    count, beta = kaiserord(STOP_DB, (stop_hz - pass_hz) / (fast_hz / 2))
    half = down * ceil(count / 2 / down)
    taps: NDArray[np.float64] = firwin(
        2 * half + 1, (pass_hz + stop_hz) / 2, window=("kaiser", beta), fs=fast_hz
    )
    return taps
