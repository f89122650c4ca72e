"""ECGs whose intervals and amplitudes are known: each wave is a raised cosine between two times."""

import numpy as np
from scipy.signal import resample_poly

from generator.evaluation.ecg_set import UNKNOWN, EcgSet
from generator.leads import MODELLED_LEADS, twelve_leads

BUILT_HZ = 500
RR_S = 0.8
EVEN_BEATS_S = 0.5 + RR_S * np.arange(12)
UNEVEN_BEATS_S = 0.4 + np.cumsum([0, 0.6, 0.95, 0.5, 0.8, 1.1, 0.55, 0.7, 1.0, 0.62, 0.9, 0.75])
# P, Q, R, S, T in mV
HEIGHTS_MV = {
    "I": (0.08, -0.05, 0.6, -0.1, 0.2),
    "V1": (0.06, 0, 0.2, -1.0, 0.1),
    "V2": (0.06, 0, 0.4, -1.4, 0.5),
    "V3": (0.06, 0, 0.7, -1.0, 0.5),
    "V4": (0.06, 0, 1.2, -0.6, 0.4),
    "V5": (0.06, -0.05, 1.4, -0.2, 0.3),
    "V6": (0.06, -0.05, 1.1, -0.1, 0.25),
    "aVF": (0.12, -0.05, 0.7, -0.1, 0.2),
}


def wave(time_s, start_s, end_s):
    """A raised cosine of height 1 between two times, 0 outside."""
    along = np.clip((time_s - start_s) / (end_s - start_s), 0, 1)
    return 0.5 - 0.5 * np.cos(2 * np.pi * along)


def known_ecg(
    beats_s=EVEN_BEATS_S,
    *,
    pr_s=0.16,
    qrs_s=0.09,
    qt_s=0.38,
    has_p=True,
    changed=None,
    noise_mv=0.01,
):
    """Twelve leads at 100 Hz with beats whose QRS begins 40 ms before each of ``beats_s``."""
    time_s = np.arange(10 * BUILT_HZ) / BUILT_HZ
    heights = HEIGHTS_MV | (changed or {})
    built = np.zeros((len(MODELLED_LEADS), len(time_s)))
    for beat_s in beats_s:
        on = beat_s - 0.04
        waves = np.stack(
            [
                has_p * wave(time_s, on - pr_s, on - pr_s + 0.1),
                wave(time_s, on, on + 0.3 * qrs_s),
                wave(time_s, on + 0.1 * qrs_s, on + 0.8 * qrs_s),
                wave(time_s, on + 0.5 * qrs_s, on + qrs_s),
                wave(time_s, on + qt_s - 0.18, on + qt_s),
            ]
        )
        built += np.array([heights[lead] for lead in MODELLED_LEADS]) @ waves
    built = resample_poly(built, 100, BUILT_HZ, axis=1)
    built += noise_mv * np.random.default_rng(1).standard_normal(built.shape)
    return twelve_leads(built)


def known_set(signals, beats_s, *, rhythms=None, faults=None, origin="real"):
    """A set of records, each of a patient of its own."""
    count = len(signals)
    return EcgSet(
        origin=origin,
        source="known",
        signals_mv_nlt=np.stack(signals),
        rhythms=tuple(rhythms or ("SR",) * count),
        patients=tuple(f"p{row}" for row in range(count)),
        names=tuple(f"r{row}" for row in range(count)),
        sha256=("",) * count,
        splits=(UNKNOWN,) * count,
        beats_s=tuple(np.asarray(each, dtype=float) for each in beats_s),
        faults=tuple(faults or ("",) * count),
    )
