"""Small plausible ECGs: one shape of beat a record, seen from twelve leads, at given beats."""

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.ecg_set import RATE_HZ, REAL, SAMPLES, SYNTHETIC, UNKNOWN, EcgSet
from generator.leads import MODELLED_LEADS, twelve_leads

_TIME_S = np.arange(SAMPLES) / RATE_HZ
# Of P, Q, R, S and T: when after the R peak, how wide (s), and how high in lead I, V1 ... V6, aVF
_WAVES = (
    (-0.16, 0.025, (0.06, 0.05, 0.06, 0.06, 0.06, 0.06, 0.05, 0.07)),
    (-0.03, 0.009, (-0.05, 0.0, 0.0, -0.02, -0.06, -0.1, -0.1, -0.05)),
    (0.0, 0.012, (0.6, 0.2, 0.4, 0.7, 1.1, 1.2, 0.9, 0.5)),
    (0.03, 0.011, (-0.1, -0.8, -1.1, -0.8, -0.5, -0.2, -0.05, -0.1)),
    (0.25, 0.05, (0.15, -0.05, 0.3, 0.35, 0.3, 0.25, 0.2, 0.12)),
)


def beats_s(rhythm: str, stream: np.random.Generator) -> NDArray[np.float64]:
    """R peaks over 10 s: nearly regular in SR, irregular in AF."""
    rate_s, spread = (0.85, 0.03) if rhythm == "SR" else (0.7, 0.2)
    rr_s = stream.normal(rate_s, 0.08) * np.clip(stream.normal(1, spread, 40), 0.5, 1.8)
    times_s = stream.uniform(0, 0.8) + np.cumsum(rr_s)
    return np.asarray(times_s[times_s < 10], dtype=np.float64)


def one_ecg(
    at_s: NDArray[np.float64], stream: np.random.Generator, *, p_wave: bool = True
) -> NDArray[np.float64]:
    """(12, 1000) in mV: a heart of its own size and direction, 10 µV of noise, slight wander."""
    signal_lt = np.zeros((len(MODELLED_LEADS), SAMPLES))
    gain_l = stream.normal(1, 0.15) * stream.normal(1, 0.15, len(MODELLED_LEADS))
    for number, (after_s, width_s, height_l) in enumerate(_WAVES):
        if number == 0 and not p_wave:
            continue
        course_bt = np.exp(-(((_TIME_S - at_s[:, None] - after_s) / width_s) ** 2) / 2)
        size_b = stream.normal(1, 0.03, (len(at_s), 1))
        signal_lt += np.outer(np.array(height_l) * gain_l, (size_b * course_bt).sum(axis=0))
    signal_lt += stream.normal(0, 0.01, signal_lt.shape)
    signal_lt += 0.03 * np.sin(2 * np.pi * (0.3 * _TIME_S + stream.uniform(0, 1, (8, 1))))
    return twelve_leads(signal_lt)


def beating(count: int, *, seed: int) -> NDArray[np.float64]:
    """``count`` ECGs in sinus rhythm, (n, 12, 1000) in mV."""
    return cast(count, 0, seed=seed).signals_mv_nlt


def cast(sinus: int, fibrillating: int, *, seed: int, origin: str = REAL) -> EcgSet:
    """A set of so many ECGs in SR and in AF, each of a patient of its own."""
    stream = np.random.default_rng(seed)
    rhythms = ("SR",) * sinus + ("AF",) * fibrillating
    at_s = [beats_s(rhythm, stream) for rhythm in rhythms]
    signals = [
        one_ecg(times_s, stream, p_wave=rhythm == "SR")
        for times_s, rhythm in zip(at_s, rhythms, strict=True)
    ]
    names = tuple(f"{origin}-{seed}-{number}" for number in range(len(rhythms)))
    return EcgSet(
        origin=origin,
        source="simulated",
        signals_mv_nlt=np.stack(signals),
        rhythms=rhythms,
        patients=names,
        names=names,
        sha256=("",) * len(names) if origin == REAL else names,
        splits=(UNKNOWN,) * len(names),
        beats_s=tuple(at_s),
        faults=("",) * len(names),
    )


def synthetic_cast(sinus: int, fibrillating: int, *, seed: int) -> EcgSet:
    """The same hearts as a generator's."""
    return cast(sinus, fibrillating, seed=seed, origin=SYNTHETIC)
