"""One signal chain for every ECG of a study, whatever its origin.

Untreated, trivial features of the numbers (grid, limb-lead residual, offset) tell real from
synthetic ECGs without looking at them. So each case passes the same eight steps before it is
drawn; :mod:`reviewapp.ecg.signal_chain` says what each step is for and what it hides of a
generator.

Shape legend: ``_lt`` is lead x time.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import firwin, kaiserord, upfirdn

from reviewapp.ecg.record import (
    DURATION_S,
    INDEPENDENT_LEADS,
    MICROVOLT_PER_MILLIVOLT,
    STANDARD_LEADS,
    Ecg,
)

HARMONISE_VERSION: Final = "1"
"""Raised whenever a constant below, or the arithmetic, changes the outcome for any ECG."""

COMMON_RATE_HZ: Final = 100
"""The rate that every ECG passes through: the native rate of the generators under review."""

DRAWN_RATE_HZ: Final = 500
"""The rate of the harmonised ECG; at 100 Hz a polyline visibly flattens R peaks."""

LOW_PASS_HZ: Final = 40.0
"""Half-amplitude frequency of the clinical low-pass, as printed on the paper."""

TRIM_S: Final = 0.25
"""Cut at both ends, where resampling and filtering leave transients."""

STEP_UV: Final = 5
"""One step of the amplitude grid, in microvolt (the limit of IEC 60601-2-25)."""

HARMONISED_SAMPLES: Final = round((DURATION_S - 2 * TRIM_S) * DRAWN_RATE_HZ)
"""4,750 samples: 9.5 s at 500 Hz."""

_PADDING_S: Final = 1.0
"""Reflected at both ends; longer than the reach of all three filters together (0.6 s)."""

_LARGEST_STEP: Final = np.iinfo(np.int16).max // 2
"""+-81.9 mV. Every derived lead of two leads within it fits int16, so nothing is ever clipped."""

# Stop bands begin where the next step would fold or image. 42-50 Hz serves a 100 Hz input too,
# so no rate takes a path of its own; 80 dB leave 0.1 microvolt of 1 mV mains.
_ANTI_ALIAS: Final = (42.0, 50.0, 80.0)
_LOW_PASS: Final = (LOW_PASS_HZ - 2.0, LOW_PASS_HZ + 2.0, 60.0)
_ANTI_IMAGE: Final = (42.0, 58.0, 80.0)


@dataclass(frozen=True, eq=False)
class HarmonisedEcg:
    """Twelve leads as they are drawn: steps of 5 microvolt at 500 Hz for 9.5 s.

    ``signal_5uv`` has shape (12, 4750), int16, in standard lead order, read-only.
    Raises ValueError for any other shape or type.
    """

    signal_5uv: NDArray[np.int16]
    rate_hz: int = DRAWN_RATE_HZ

    def __post_init__(self) -> None:
        shape = (len(STANDARD_LEADS), HARMONISED_SAMPLES)
        if self.signal_5uv.shape != shape or self.signal_5uv.dtype != np.int16:
            raise ValueError(
                f"a harmonised ECG is int16 of shape {shape}, "
                f"not {self.signal_5uv.dtype} of shape {self.signal_5uv.shape}"
            )
        if self.rate_hz != DRAWN_RATE_HZ:
            raise ValueError(f"a harmonised ECG has {DRAWN_RATE_HZ} Hz, not {self.rate_hz}")
        self.signal_5uv.setflags(write=False)

    @classmethod
    def from_bytes(cls, data: bytes) -> "HarmonisedEcg":
        """The ECG that :meth:`to_bytes` wrote. Raises ValueError when the length is wrong."""
        expected = 2 * len(STANDARD_LEADS) * HARMONISED_SAMPLES
        if len(data) != expected:
            raise ValueError(f"a harmonised ECG has {expected} bytes, not {len(data)}")
        signal = np.frombuffer(data, dtype="<i2").astype(np.int16)
        return cls(signal.reshape(len(STANDARD_LEADS), HARMONISED_SAMPLES))

    def to_bytes(self) -> bytes:
        """The signal as little-endian int16, lead after lead; 114,000 bytes for every ECG."""
        return self.signal_5uv.astype("<i2").tobytes()

    @property
    def signal_mv(self) -> NDArray[np.float64]:
        """The signal in mV, float64, shape (12, 4750)."""
        return self.signal_5uv * np.float64(STEP_UV / MICROVOLT_PER_MILLIVOLT)

    @property
    def duration_s(self) -> float:
        """9.5 s."""
        return HARMONISED_SAMPLES / self.rate_hz


def harmonise(ecg: Ecg) -> HarmonisedEcg:
    """Bring a 10 s ECG of any rate from 100 Hz up to the one rate, band, length and grid.

    Raises ValueError when the ECG does not last 10 s (to within one sample), is sampled below
    100 Hz, or leaves +-81.9 mV.
    """
    _refuse_unsuitable(ecg)
    independent_lt = ecg.signal_mv[[STANDARD_LEADS.index(lead) for lead in INDEPENDENT_LEADS]]
    padded_lt, padding = _resample(independent_lt, ecg.rate_hz)
    kept = slice(padding, padding + round(DURATION_S * COMMON_RATE_HZ))
    padded_lt = padded_lt - np.median(padded_lt[:, kept], axis=1, keepdims=True)
    padded_lt = _filter(padded_lt, _LOW_PASS)
    factor = DRAWN_RATE_HZ // COMMON_RATE_HZ
    padded_lt = _filter(padded_lt, _ANTI_IMAGE, up=factor)
    first = padding * factor + round(TRIM_S * DRAWN_RATE_HZ)
    quantised_lt = _quantise(padded_lt[:, first : first + HARMONISED_SAMPLES])
    return HarmonisedEcg(derive_limb_leads(quantised_lt))


def derive_limb_leads(independent_lt: NDArray[np.int16]) -> NDArray[np.int16]:
    """Twelve leads in standard order from I, II, V1 to V6, all in the same integer steps.

    III = II - I exactly (Einthoven); aVR = -(I + II) / 2, aVL = (2 I - II) / 2 and
    aVF = (2 II - I) / 2 (Goldberger), where a half is always rounded up. Shapes (8, samples) to
    (12, samples).
    """
    one, two = independent_lt[0].astype(np.int32), independent_lt[1].astype(np.int32)
    doubled = np.stack([-(one + two), 2 * one - two, 2 * two - one])
    augmented = (doubled + 1) >> 1
    rows = [one, two, two - one, *augmented, *independent_lt[2:]]
    return np.stack(rows).astype(np.int16)


def _refuse_unsuitable(ecg: Ecg) -> None:
    """Raise ValueError when the chain cannot take this ECG."""
    if ecg.rate_hz < COMMON_RATE_HZ:
        raise ValueError(
            f"an ECG sampled at {ecg.rate_hz:g} Hz cannot carry the band up to "
            f"{LOW_PASS_HZ:g} Hz; at least {COMMON_RATE_HZ} Hz are needed"
        )
    missing = DURATION_S * ecg.rate_hz - ecg.signal_mv.shape[1]
    # A thousandth of a sample allows for rates that floating point cannot hold.
    if abs(missing) > 1.001:
        raise ValueError(
            f"an ECG of a study lasts {DURATION_S:g} s, and this one {ecg.duration_s:g} s"
        )


def _resample(signal_lt: NDArray[np.float64], rate_hz: float) -> tuple[NDArray[np.float64], int]:
    """The signal at 100 Hz, reflected at both ends, and how many samples each end grew by.

    Raises ValueError when no small ratio gives 100 Hz to within 0.1 ms at the end of the ECG.
    """
    ratio = Fraction(COMMON_RATE_HZ / rate_hz).limit_denominator(2000)
    if abs(ratio * rate_hz / COMMON_RATE_HZ - 1) * DURATION_S > 1e-4:
        raise ValueError(f"{rate_hz} Hz is no rational sampling rate that resamples to 100 Hz")
    up, down = ratio.numerator, ratio.denominator
    # Whole periods of the ratio, so that the first real sample falls on the new grid.
    periods = ceil(_PADDING_S * rate_hz / down)
    padded_lt = np.pad(signal_lt, ((0, 0), (periods * down,) * 2), mode="reflect")
    return _filter(padded_lt, _ANTI_ALIAS, up=up, down=down, rate_hz=rate_hz), periods * up


def _filter(
    signal_lt: NDArray[np.float64],
    band: tuple[float, float, float],
    *,
    up: int = 1,
    down: int = 1,
    rate_hz: float = COMMON_RATE_HZ,
) -> NDArray[np.float64]:
    """Filter at ``up`` times ``rate_hz`` and keep every ``down``-th sample, without delay."""
    taps = _taps(band, rate_hz * up) * up
    delay = len(taps) // 2
    # Leading zeros make the delay a multiple of `down`, so that sample 0 stays sample 0.
    taps = np.concatenate([np.zeros(-delay % down), taps])
    samples = ceil(signal_lt.shape[1] * up / down)
    first = ceil(delay / down)
    filtered_lt: NDArray[np.float64] = upfirdn(taps, signal_lt, up, down)
    return filtered_lt[:, first : first + samples]


@lru_cache(maxsize=32)
def _taps(band: tuple[float, float, float], rate_hz: float) -> NDArray[np.float64]:
    """Taps of a symmetric (zero-phase) Kaiser low-pass: pass edge, stop edge in Hz, dB."""
    pass_hz, stop_hz, attenuation_db = band
    order, beta = kaiserord(attenuation_db, (stop_hz - pass_hz) / (rate_hz / 2))
    cutoff_hz = (pass_hz + stop_hz) / 2
    taps: NDArray[np.float64] = firwin(order | 1, cutoff_hz, window=("kaiser", beta), fs=rate_hz)
    return taps


def _quantise(signal_lt: NDArray[np.float64]) -> NDArray[np.int16]:
    """Round mV to steps of 5 microvolt. Raises ValueError beyond +-81.9 mV."""
    steps_lt = np.rint(signal_lt * (MICROVOLT_PER_MILLIVOLT / STEP_UV))
    if np.abs(steps_lt).max() > _LARGEST_STEP:
        limit_mv = _LARGEST_STEP * STEP_UV / MICROVOLT_PER_MILLIVOLT
        raise ValueError(f"the signal leaves +-{limit_mv:.1f} mV, so its unit or gain is wrong")
    return steps_lt.astype(np.int16)
