"""ECGs of made-up hearts: each patient's beats have a shape of their own."""

from dataclasses import replace

import numpy as np

from generator.evaluation.ecg_set import HELD_OUT, RATE_HZ, REAL, SAMPLES, TRAIN, EcgSet
from generator.leads import MODELLED_LEADS, twelve_leads
from tests.generator.evaluation.ecg_sets import a_set

TIME_S = np.arange(SAMPLES) / RATE_HZ


def hearts(count=8, *, seed=1, noise_mv=0.01, rhythm=None, **changed) -> EcgSet:
    """Records of as many patients, in turn SR and AF; three waves of random height in each lead."""
    stream = np.random.default_rng(seed)
    signals, beats = [], []
    for _ in range(count):
        beats_s = np.cumsum([0.5, *stream.uniform(0.6, 1.0, 9)])
        height_wl = stream.normal(0, (0.1, 1, 0.3), (8, 3)).T
        from_r_s = TIME_S[:, None] - beats_s
        waves_wt = [
            np.exp(-0.5 * ((from_r_s - at) / width) ** 2).sum(axis=1)
            for at, width in ((-0.16, 0.03), (0, 0.02), (0.25, 0.05))
        ]
        noise = noise_mv * stream.standard_normal((8, SAMPLES))
        signals.append(height_wl.T @ np.array(waves_wt) + noise)
        beats.append(beats_s[beats_s < 9.9])
    facts = {
        "origin": REAL,
        "signals_mv_nlt": twelve_leads(np.array(signals), MODELLED_LEADS),
        "beats_s": tuple(beats),
        "patients": tuple(f"p{seed}-{index}" for index in range(count)),
        "names": tuple(f"r{seed}-{index}" for index in range(count)),
    }
    if rhythm:
        facts["rhythms"] = (rhythm,) * count
    return a_set(count, **(facts | changed))


def half_learnt(ecgs: EcgSet) -> EcgSet:
    """The first half of the records learnt, the second held out."""
    half = len(ecgs) // 2
    return replace(ecgs, splits=(TRAIN,) * half + (HELD_OUT,) * (len(ecgs) - half))
