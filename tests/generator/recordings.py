"""Recordings as plain as can be: twelve leads of one beat shape, each with its own size."""

import csv
from pathlib import Path

import numpy as np
import wfdb

from generator.leads import TWELVE_LEADS
from generator.recording import Recording

SIZE_MV = {
    # I and aVF decide on the limb leads; V leads as in a healthy chest
    "I": 0.6,
    "II": 1.1,
    "III": 0.5,
    "aVR": -0.85,
    "aVL": 0.05,
    "aVF": 0.8,
    "V1": -0.7,
    "V2": -0.4,
    "V3": 0.3,
    "V4": 1.2,
    "V5": 1.4,
    "V6": 1.0,
}
"""Of R in each lead. T waves of II and V leads are a quarter of it, of I a third."""
TYPICAL_BEATS_S = tuple(0.5 + 0.8 * beat for beat in range(12))


def recording(
    *, rate_hz=500, duration_s=10.0, leads=TWELVE_LEADS, beats_s=TYPICAL_BEATS_S, noise_mv=0.01
) -> Recording:
    """QRS complexes at ``beats_s``, each with a T wave, in leads that differ in size alone."""
    time_s = np.arange(round(rate_hz * duration_s)) / rate_hz
    qrs_t = sum(np.exp(-(((time_s - beat_s) / 0.012) ** 2)) for beat_s in beats_s)
    t_wave_t = sum(np.exp(-(((time_s - beat_s - 0.28) / 0.05) ** 2)) for beat_s in beats_s)
    noise_it = noise_mv * np.random.default_rng(1).standard_normal((2, len(time_s)))
    i_t = SIZE_MV["I"] * (qrs_t + t_wave_t / 3) + noise_it[0]
    avf_t = SIZE_MV["aVF"] * (qrs_t + t_wave_t / 4) + noise_it[1]
    by_name = {name: size_mv * (qrs_t + t_wave_t / 4) for name, size_mv in SIZE_MV.items()}
    by_name |= {"I": i_t, "aVF": avf_t, "II": i_t / 2 + avf_t, "III": avf_t - i_t / 2}
    by_name |= {"aVR": -0.75 * i_t - avf_t / 2, "aVL": 0.75 * i_t - avf_t / 2}
    signal_mv_lt = np.stack([by_name[name] for name in leads])
    return Recording(signal_mv_lt, tuple(leads), float(rate_hz))


def write_record(folder: Path, name: str, given: Recording, *, unit="mV") -> Path:
    """The recording as a WFDB record of format 16, 1 microvolt a step."""
    folder.mkdir(parents=True, exist_ok=True)
    steps_a_unit = {"mV": 1000, "uV": 1}[unit]
    count = len(given.leads)
    wfdb.wrsamp(
        name,
        fs=given.rate_hz,
        units=[unit] * count,
        sig_name=list(given.leads),
        p_signal=given.signal_mv_lt.T * (1000 / steps_a_unit),
        fmt=["16"] * count,
        adc_gain=[steps_a_unit] * count,
        baseline=[0] * count,
        write_dir=str(folder),
    )
    return folder / name


def write_table(path: Path, rows: list[dict[str, object]]) -> Path:
    """A CSV table with the fields of the first row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV table."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
