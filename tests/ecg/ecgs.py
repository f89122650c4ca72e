"""ECGs for the tests of this room: simulated ones of any rate, and the real ones beside us."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reviewapp.ecg.record import STANDARD_LEADS, Ecg

TURING_TEST_LEADS = ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6", "III", "aVR", "aVL", "aVF")


def simulated_ecg(*, rate_hz: float = 500.0, scale: float = 1.0, beats_per_min: int = 72) -> Ecg:
    """P, QRS and T as bells too wide to hold anything above 40 Hz; Einthoven's law holds."""
    phase_s = np.arange(round(10 * rate_hz)) / rate_hz % (60 / beats_per_min)
    bells = ((0.20, 0.025, 0.15), (0.38, 0.015, 1.2), (0.62, 0.04, 0.3))
    beat = sum(mv * np.exp(-((phase_s - at_s) ** 2) / (2 * sd_s**2)) for at_s, sd_s, mv in bells)
    one, two = 0.6 * beat, beat
    limb = [one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2]
    chest = [share * beat for share in (-0.8, -0.5, 0.4, 1.1, 1.2, 0.9)]
    return Ecg(scale * np.stack([*limb, *chest]), rate_hz)


def sinusoid(frequency_hz: float, *, rate_hz: float, amplitude_mv: float = 1.0) -> Ecg:
    """The same sinusoid in all leads that are measured."""
    time_s = np.arange(round(10 * rate_hz)) / rate_hz
    wave = amplitude_mv * np.sin(2 * np.pi * frequency_hz * time_s)
    return Ecg(np.tile(wave, (12, 1)), rate_hz)


def turing_test(shared_data: Path, origin: str) -> list[Ecg]:
    """The 22 ECGs of one origin of the 2023 test, brought into standard lead order."""
    order = [TURING_TEST_LEADS.index(lead) for lead in STANDARD_LEADS]
    arrays = np.load(shared_data / "turing-test-2023" / f"samples_{origin}_22.npy")
    return [Ecg(array[order].astype(np.float64), 100.0) for array in arrays]


def recorded(shared_data: Path, name: str) -> Ecg:
    """A real record of 500 Hz, read without the app's own reader."""
    samples: NDArray[np.int16] = np.fromfile(shared_data / "ecg" / f"{name}.dat", dtype="<i2")
    return Ecg.from_microvolts(samples.reshape(-1, 12).T, 500.0)
