"""Simple ECGs made by the tests: beats of Gaussian waves, limb leads that follow from I and II."""

from pathlib import Path

import numpy as np
import wfdb
from numpy.typing import NDArray

from reviewapp.ecg.record import INDEPENDENT_LEADS, STANDARD_LEADS, Recording

PUBLISHED_ORDER = ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6", "III", "aVR", "aVL", "aVF")


def simple_ecg_mv(
    *, seed: int = 1, rate_hz: float = 500.0, duration_s: float = 10.0
) -> NDArray[np.float64]:
    """A (12, samples) ECG in mV, in standard order; each seed gives another."""
    rng = np.random.default_rng(seed)
    samples = round(duration_s * rate_hz)
    phase_s = (np.arange(samples) / rate_hz + rng.uniform(0, 0.8)) % 0.8
    waves = [(0.20, 0.02, 0.12), (0.32, 0.012, 1.0), (0.55, 0.045, 0.25)]  # P, R, T: s, s, mV
    independent = {
        lead: rng.normal(0, 0.01, samples)
        + sum(
            rng.uniform(0.4, 1.4) * height * np.exp(-0.5 * ((phase_s - centre) / width) ** 2)
            for centre, width, height in waves
        )
        for lead in INDEPENDENT_LEADS
    }
    one, two = independent["I"], independent["II"]
    derived = {
        "III": two - one, "aVR": -(one + two) / 2, "aVL": one - two / 2, "aVF": two - one / 2,
    }  # fmt: skip
    return np.stack([{**independent, **derived}[lead] for lead in STANDARD_LEADS])


def simple_ecg_uv(**how: float) -> NDArray[np.int16]:
    """The same, in int16 microvolt."""
    return np.rint(simple_ecg_mv(**how) * 1000).astype(np.int16)


def simple_recording(name: str = "r1", *, seed: int = 1, **changed: object) -> Recording:
    """A real sinus rhythm at 500 Hz, but for what is ``changed``."""
    stated: dict[str, object] = {
        "name": name,
        "signal_uv": simple_ecg_uv(seed=seed),
        "rate_hz": 500.0,
        "rhythm": "SR",
        "origin": "real",
        "source": "Test hospital",
        "licence": "CC0-1.0",
    }
    return Recording(**{**stated, **changed})  # type: ignore[arg-type]


def write_record(
    folder: Path,
    name: str = "r1",
    signal_mv: NDArray[np.float64] | None = None,
    *,
    rate_hz: float = 500.0,
    leads: tuple[str, ...] = STANDARD_LEADS,
    unit: str = "mV",
    comments: tuple[str, ...] = (),
) -> Path:
    """Write one WFDB record with wfdb itself; returns the path of its header."""
    signal_mv = simple_ecg_mv(rate_hz=rate_hz) if signal_mv is None else signal_mv
    per_mv = {"mV": 1.0, "uV": 1e3, "V": 1e-3}.get(unit, 1.0)
    wfdb.wrsamp(
        name,
        fs=rate_hz,
        units=[unit] * len(leads),
        sig_name=list(leads),
        p_signal=signal_mv.T * per_mv,
        fmt=["16"] * len(leads),
        adc_gain=[1000 / per_mv] * len(leads),
        baseline=[0] * len(leads),
        comments=list(comments),
        write_dir=str(folder),
    )
    return folder / f"{name}.hea"


def write_labels(folder: Path, *rows: str, columns: str = "record,rhythm,source,licence") -> None:
    """Write ``labels.csv`` from its lines."""
    (folder / "labels.csv").write_text("\n".join([columns, *rows]) + "\n", encoding="utf-8")
