"""An ECG as a signal: 12 standard leads in standard order, in mV, at a known rate.

Shape legend: ``_lt`` is lead x time.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

STANDARD_LEADS: Final = (
    "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6",
)  # fmt: skip
"""The standard order of the 12 leads, everywhere in this project."""

INDEPENDENT_LEADS: Final = ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6")
"""The leads that are measured; the other four follow from I and II."""

RHYTHMS: Final = {
    "SR": "sinus rhythm",
    "AF": "atrial fibrillation",
    "AFL": "atrial flutter",
    "SVT": "supraventricular tachycardia",
    "PACE": "paced rhythm",
    "OTHER": "other rhythm",
}
"""Rhythm codes that a record may carry, with their names."""

ORIGINS: Final = ("real", "synthetic")
"""The two origins of an ECG."""

DURATION_S: Final = 10.0
"""Every record of a pool lasts 10 s."""

MICROVOLT_PER_MILLIVOLT: Final = 1000.0


@dataclass(frozen=True)
class Ecg:
    """Twelve leads in mV.

    ``signal_mv`` has shape (12, samples), float64, in :data:`STANDARD_LEADS` order, finite;
    ``rate_hz`` is the sampling rate. Raises ValueError when either does not hold.
    """

    signal_mv: NDArray[np.float64]
    rate_hz: float

    def __post_init__(self) -> None:
        if self.signal_mv.ndim != 2 or self.signal_mv.shape[0] != len(STANDARD_LEADS):
            raise ValueError(f"an ECG has shape (12, samples), not {self.signal_mv.shape}")
        if not (np.isfinite(self.rate_hz) and self.rate_hz > 0):
            raise ValueError(f"a sampling rate is a positive number of Hz, not {self.rate_hz}")
        if not np.isfinite(self.signal_mv).all():
            raise ValueError("an ECG holds finite numbers only, and this one holds NaN or infinity")

    @classmethod
    def from_microvolts(cls, signal_uv: NDArray[np.int16], rate_hz: float) -> "Ecg":
        """The ECG that ``signal_uv`` (int16 microvolt, shape (12, samples)) keeps."""
        return cls(signal_uv.astype(np.float64) / MICROVOLT_PER_MILLIVOLT, rate_hz)

    @property
    def duration_s(self) -> float:
        """Samples divided by rate, in seconds."""
        return float(self.signal_mv.shape[1] / self.rate_hz)

    def to_microvolts(self) -> NDArray[np.int16]:
        """The signal rounded to whole microvolts, int16, shape (12, samples).

        Raises ValueError when a sample lies beyond +-32.767 mV, which int16 cannot hold.
        """
        return quantise_to_microvolts(self.signal_mv)


@dataclass(frozen=True)
class Recording:
    """One ECG as a file gave it, on its way into a pool: signal, label and provenance.

    ``signal_uv`` is int16 microvolt of shape (12, samples) in standard order at its own rate.
    ``detail`` holds what only a synthetic record has (seed, condition, sampler, ...).
    ``cut`` says by which rule a longer recording was cut to 10 s; empty when it was not.
    """

    name: str
    signal_uv: NDArray[np.int16]
    rate_hz: float
    rhythm: str
    origin: str
    source: str
    licence: str
    patient: str = ""
    age: int | None = None
    sex: str = ""
    cut: str = ""
    note: str = ""
    detail: dict[str, object] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """SHA-256 of the kept signal, see :func:`signal_sha256`."""
        return signal_sha256(self.signal_uv)


@dataclass(frozen=True)
class Refusal:
    """A record that was not taken: which one, a stable code, and the reason for a person."""

    name: str
    code: str
    reason: str


def quantise_to_microvolts(signal_mv: NDArray[np.float64]) -> NDArray[np.int16]:
    """Round mV to whole microvolts, int16, same shape.

    Raises ValueError when a sample lies beyond +-32.767 mV.
    """
    signal_uv = np.rint(signal_mv * MICROVOLT_PER_MILLIVOLT)
    peak_uv = float(np.abs(signal_uv).max(initial=0.0))
    if peak_uv > np.iinfo(np.int16).max:
        raise ValueError(
            f"the signal reaches {peak_uv / MICROVOLT_PER_MILLIVOLT:.1f} mV; "
            "more than 32.767 mV is no ECG, so the unit or the gain is wrong"
        )
    return signal_uv.astype(np.int16)


def signal_sha256(signal_uv: NDArray[np.int16]) -> str:
    """SHA-256, in hex, of int16 microvolts as little-endian bytes, lead after lead (C order)."""
    return hashlib.sha256(np.ascontiguousarray(signal_uv, dtype="<i2").tobytes()).hexdigest()
